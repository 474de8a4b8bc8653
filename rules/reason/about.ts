/** What a question about rules is asked under, and what its answer is. */
import type { Env, Read } from '../closure/frame.ts';
import type { Rule } from '../evaluate.ts';
import type { Json } from '../values/values.ts';

/**
 * What the asker knows besides the rules. Without `env` a question is about any day and every
 * working-day function is open; `env` lends its calendar and its day to the search for examples.
 */
export type About = {
  env?: Env;
  /** The answer is about the day of `env` alone (default: about any day). */
  onlyToday?: boolean;
  /** Facts that stand (amounts of the day): a value, null for none; undefined where free. */
  fixed?: Read;
  /**
   * What a fact may be, given others, as a rule that holds in every state (an ask that does not
   * apply has no answer). Whatever the other facts are, some value of the fact must fit: rules of
   * facts no question touches are not looked at.
   */
  given?: { of: string; rule: Rule }[];
  /** Rules that hold in the states asked about. */
  where?: Rule[];
  /** All values an address can take besides none, where more is known than its shape says. */
  values?: (address: string) => Json[] | undefined;
  /** The fact may be none (default: every fact may). Members of a group by `performer[].name`. */
  none?: (address: string) => boolean;
  /** Values worth trying in the search for examples; they prove nothing by being used up. */
  samples?: (address: string) => Json[];
  /** States looked at before giving up. */
  steps?: number;
  /** Examples are looked for before a proof: quicker where there most likely is one. */
  examplesFirst?: boolean;
  /** Only what is proved counts: no examples are looked for where a proof does not come by one. */
  proofOnly?: boolean;
};

/**
 * An answer. `no` to always, overlap-free … comes with `example`: facts (address → JSON) that show
 * it, checked by evaluation; what is left out of them does not matter. `today` stands beside where
 * the day matters. `undecided` says `why` (Chinese) and is never a guess.
 */
export type Answer = {
  verdict: 'yes' | 'no' | 'undecided';
  example?: Record<string, Json>;
  today?: string;
  why?: string;
};
