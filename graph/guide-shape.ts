/** What `guide()` answers: plain data for page, kiosk, counter and integrator. See guide.ts. */
import type { Json } from '#rules';
import type { Duration, Text } from './schema.ts';

/** true · false · none (known to have no value) · unknown (waits for facts). */
export type Verdict = 'true' | 'false' | 'none' | 'unknown';

/** Law or reading a line rests on, ready to show; `unsure` makes the page say 以窗口答复为准. */
export type ShownBasis = { law?: string; article?: string; source?: string; unsure?: Text };

export type GuideAsk = {
  id: string;
  ask: Text;
  help?: Text;
  /** The address whose fact answers it. */
  address: string;
  type: 'boolean' | 'choice';
  options: { value: Json; label: Text }[];
  /** answered · next (ask this now) · open (may come) · dead (can no longer change the outcome). */
  state: 'answered' | 'next' | 'open' | 'dead';
  value?: Json;
  /** Where the answer came from, when not from the person at the page. */
  source?: string;
};

export type GuideCondition = {
  id: string;
  name: Text;
  verdict: Verdict;
  reason: Text;
  fix: Text;
  waits: string[];
  basis: ShownBasis;
};

export type GuideMaterial = {
  id: string;
  name: Text;
  needed: 'yes' | 'no' | 'unknown';
  necessity: 'required' | 'optional' | 'later';
  /** How many copies are handed in (once for each of a many-party); null while unknown. */
  count: number | null;
  each?: string;
  how: 'upload' | 'made';
  instead?: { licence: string; name: Text; of: string };
  reason: Text;
  help?: Text;
  basis: ShownBasis;
};

export type GuideField = {
  address: string;
  name: Text;
  required: boolean;
  shown: 'yes' | 'unknown';
};

export type Guide = {
  item: string;
  /** Hash of the item version this was derived from. */
  version: string;
  asOf: string;
  name: Text;
  unit: { id: string; name: Text } | null;
  time: { statutory?: Duration; promised: Duration; note?: Text; basis: ShownBasis };
  fee: { amount: string; note?: Text; basis: ShownBasis };
  visits: { n: number; reason?: Text };
  asks: GuideAsk[];
  next: string | null;
  /** How many asks may still have to be answered. */
  remaining: number;
  situations: { id: string; name: Text; verdict: Verdict }[];
  conditions: GuideCondition[];
  materials: GuideMaterial[];
  form: { section: string; name: Text; fields: GuideField[] }[];
  result: { licence: string; name: Text } | null;
  payment: { amount: string | null; every: 'once' | 'month' } | null;
};
