/**
 * The course of a case as law and design tell it, written by state and not by action, so that a slip
 * in `server/cases/states.ts` does not repeat itself here. Each line: action > state it leads to: who.
 * Letters: a applicant or agent · w the counter for a walk-in · c clerk · r reviewer · d decider ·
 * s the system · v the supervisor (who only hands out). `!grant` or `!refuse`: only after that decision.
 */
import type { Path } from '../../server/cases/states.ts';

const hands = ['claim > same: crd', 'hand-back > same: crd', 'note > same: crd', 'attach > same: crd',
  // Who leads the unit, or watches over it, gives work to hands and takes it from them; calendars are announced.
  'assign > same: dv', 'relieve > same: dv', 'recompute > same: s'];
/** How the result is received is the applicant's choice, or the counter's for a walk-in. */
const choosing = ['choose-delivery > same: aw'];
/** By post: sent off, come back, or received, which is delivery. */
const posting = (only: string): string[] => ['post > same: crd', 'not-arrived > same: acrd', 'confirm-receipt > delivered: a']
  .map((row) => `${row}${only}`);
/** A question is no supplement: it is answered while the clock runs. */
const talking = ['ask-question > same: crd', 'answer-question > same: aw'];
/** Until the decision the applicant may take back and a decider may end it. */
const open = ['withdraw > withdrawn: a', 'terminate > terminated: d', ...hands, ...choosing];
const filing = ['submit > submitted: aw'];
const submitted = ['receive > received: sc', ...open];
/** 行政许可法第三十二条: tell once, accept, or (never the counter) not accept; silence accepts. */
const received = [
  'ask-supplement > supplement-asked: cr', 'not-accept > not-accepted: rd', 'raise > same: c', ...talking, ...open,
];
/** What was not mended in time a reviewer may end as well. */
const asked = [
  'supplement > received: aw', 'answer-question > same: aw', 'raise > same: c', 'withdraw > withdrawn: a', 'terminate > terminated: rd',
  ...hands, ...choosing,
];
const stored = ['archive > archived: s'];
const delivered = ['close > closed: s'];
const ends = {
  'delivered': delivered, 'closed': stored, 'archived': [],
  'not-accepted': stored, 'withdrawn': stored, 'terminated': stored,
};
/** A broken promise is put right wherever the case ended. */
const putRight = ['restore-promise > same: d'];
/** Looked at after the grant; untrue, another gives time to mend or annuls (行政许可法第六十九条). */
const looked = ['check-promise > same: r !grant', 'order-mending > same: d !grant', 'annul > same: d !grant', ...putRight];
const accepted = ['review > in-review: r', 'propose-refusal > in-review: r'];
/** 行政许可法第四十五条: what special procedures take is not counted. */
const procedure = ['start-procedure > special-procedure: r'];
/** Promised at acceptance, brought while it is reviewed; other units say what they think. */
const reviewing = ['hand-in-later > same: aw', 'ask-opinion > same: r', 'give-opinion > same: rd', ...talking];
/** A decider who does not agree sends it back to be reviewed anew. */
const deciding = ['decide > decided: d', 'return-review > in-review: d'];
/** 告知承诺: on his promise it is granted at once. */
const promised = ['grant-on-promise > licence-made: rd'];
const handedOver = ['deliver > delivered: crds', ...posting(''), ...hands, ...choosing];

/** A result for one person of the case, by whoever works on it (母婴保健法第八条). */
const resulting = ['give-result > same: crd'];

/** Path → state → lines. A state that a path does not have is absent. */
export const courseOfLaw: Record<Path, Record<string, string[]>> = {
  permit: {
    'draft': filing, 'submitted': submitted,
    'received': [...received, 'accept > accepted: cr', 'deem-accepted > accepted: s', ...promised],
    'supplement-asked': asked,
    'accepted': [...accepted, ...procedure, ...promised, ...reviewing, ...open],
    'in-review': [...accepted, ...procedure, ...deciding, 'extend > extended: d', ...reviewing, ...open],
    'special-procedure': ['end-procedure > in-review: r', ...reviewing, ...open],
    'extended': [...accepted, ...procedure, ...deciding, ...reviewing, ...open],
    'decided': ['issue > licence-made: crds !grant', 'deliver > delivered: crds !refuse', ...posting(' !refuse'), ...hands, ...choosing],
    'licence-made': [...handedOver, ...looked],
    ...ends,
    'delivered': [...delivered, ...looked], 'closed': [...stored, ...looked], 'terminated': [...stored, ...putRight],
  },
  /** Accepted and decided in one act; a refusal takes the long way over two persons. */
  instant: {
    'draft': filing, 'submitted': submitted,
    'received': [...received, 'settle > licence-made: crd', 'propose-refusal > in-review: r', ...resulting],
    'supplement-asked': asked,
    'in-review': ['propose-refusal > in-review: r', ...deciding, ...talking, ...resulting, ...open],
    'decided': ['issue > licence-made: crds !grant', 'deliver > delivered: crds !refuse', ...posting(' !refuse'), ...hands, ...choosing],
    'licence-made': handedOver,
    ...ends,
  },
  /** Ends in an order to pay. No special procedure and no extension are provided for. */
  allowance: {
    'draft': filing, 'submitted': submitted,
    'received': [...received, 'accept > accepted: cr', 'deem-accepted > accepted: s'],
    'supplement-asked': asked,
    'accepted': [...accepted, ...reviewing, ...open],
    'in-review': [...accepted, ...deciding, ...reviewing, ...open],
    'decided': ['pay-order > pay-ordered: rd !grant', 'deliver > delivered: crds !refuse', ...posting(' !refuse'), ...hands, ...choosing],
    'pay-ordered': handedOver,
    ...ends,
    'delivered': [...delivered, ...putRight], 'closed': [...stored, ...putRight], 'terminated': [...stored, ...putRight],
  },
  /** 信息登记 → 报名验证 → 录取通知: nobody is refused a place by one officer, all are told in one draw. */
  registration: {
    'draft': filing, 'submitted': submitted,
    'received': [...received, 'verify > verified: cr'],
    'supplement-asked': asked,
    'verified': ['place > licence-made: d', ...open],
    'licence-made': handedOver,
    ...ends,
  },
};

const letters: Record<string, string[]> = {
  a: ['citizen', 'agent'], w: ['clerk'], c: ['clerk'], r: ['reviewer'], d: ['decider'], s: ['system'],
  v: ['supervisor'],
};

export type Lawful = { to: string; by: Set<string>; after: string | undefined };

/** What the law says of an action in a state of a path; undefined where it says no. */
export function lawful(path: Path, state: string, action: string): Lawful | undefined {
  for (const line of courseOfLaw[path][state] ?? []) {
    const [, name, to = '', by = '', after] = /^(\S+) > (\S+): (\S+)(?: !(\S+))?$/.exec(line) ?? [];
    if (name !== action) continue;
    return { to: to === 'same' ? state : to, by: new Set([...by].flatMap((l) => letters[l] ?? [])), after };
  }
  return undefined;
}
