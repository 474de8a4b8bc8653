/**
 * Facts as they travel: on the wire, in jsonb and between rooms. Numbers are canonical decimal
 * text.
 */
import type { Json } from '#rules';

/** A issued by an agency · B checked at a counter · C uploaded · D stated (国办函〔2016〕108号). */
export type Grade = 'A' | 'B' | 'C' | 'D';

/** A fact is known (a value) or none (known to have no value); unknown is absence. */
export type Fact =
  | { state: 'known'; value: Json; source: string; grade: Grade; on: string; until?: string }
  | { state: 'none'; source: string; grade: Grade; on: string };

/** Address (`applicant.name`, `performer[2].name`, `ask.foreign`) → fact. */
export type Facts = Record<string, Fact>;

/** Reads facts the way rules want them: the value, null for none, undefined for unknown. */
export function reader(facts: Facts): (address: string) => Json | undefined {
  return (address) => {
    if (!Object.hasOwn(facts, address)) return undefined;
    const fact = facts[address];
    return fact === undefined ? undefined : fact.state === 'none' ? null : fact.value;
  };
}
