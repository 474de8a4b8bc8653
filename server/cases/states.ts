/**
 * The one table of states, actions and roles of a case; an item's procedure picks its path as data.
 * Pure: server, browser and tests read the same rows. Law: 行政许可法 (2019) as read, articles noted.
 */

import {
  actionNames, actions, paths, roleNames, roles, stateName, stateNames, states, type Action, type Path,
  type Reader, type Role, type State,
} from './state-names.ts';

export { actionNames, actions, paths, roleNames, roles, stateName, stateNames, states };
export type { Action, Path, Reader, Role, State };

export type Outcome = 'grant' | 'refuse';

/** One row: who may do what from where on which paths, and where it leads. */
export type Transition = {
  action: Action;
  paths: readonly Path[];
  from: readonly State[];
  /** `same`: the state stays (extension of a note, taking a case in hand). */
  to: State | 'same';
  by: readonly Role[];
  /** Only after this outcome was decided. */
  after?: Outcome;
  law?: string;
};

const all = paths;
const filer: readonly Role[] = ['citizen', 'agent', 'clerk'];
const applicant: readonly Role[] = ['citizen', 'agent'];
const officers: readonly Role[] = ['clerk', 'reviewer', 'decider'];
/** Who says who does the work: the head of a unit, and who watches over it. */
const managers: readonly Role[] = ['decider', 'supervisor'];
const underWay: readonly State[] = [
  'submitted', 'received', 'supplement-asked', 'accepted', 'in-review', 'special-procedure', 'extended',
  'verified',
];
const reviewed: readonly State[] = ['in-review', 'extended'];

const underReview: readonly State[] = ['accepted', 'in-review', 'special-procedure', 'extended'];
/** The grant is out; its promise is still to be checked. */
const granted: readonly State[] = ['licence-made', 'delivered', 'closed'];
const inHand: readonly State[] = [...underWay, 'decided', 'licence-made', 'pay-ordered'];

/**
 * Counter staff (clerk) have no row with a negative end (不说不能办): they ask for a supplement or
 * raise the case to the unit. A refusal needs two persons: a reviewer proposes, a decider decides.
 */
export const transitions: readonly Transition[] = [
  { action: 'submit', paths: all, from: ['draft'], to: 'submitted', by: filer, law: '行政许可法第二十九条' },
  { action: 'receive', paths: all, from: ['submitted'], to: 'received', by: ['system', 'clerk'] },
  { action: 'ask-supplement', paths: all, from: ['received'], to: 'supplement-asked',
    by: ['clerk', 'reviewer'], law: '行政许可法第三十二条' },
  { action: 'supplement', paths: all, from: ['supplement-asked'], to: 'received', by: filer },
  { action: 'accept', paths: ['permit', 'allowance'], from: ['received'], to: 'accepted',
    by: ['clerk', 'reviewer'], law: '行政许可法第三十二条' },
  { action: 'deem-accepted', paths: ['permit', 'allowance'], from: ['received'], to: 'accepted',
    by: ['system'], law: '行政许可法第三十二条' },
  { action: 'not-accept', paths: all, from: ['received'], to: 'not-accepted',
    by: ['reviewer', 'decider'], law: '行政许可法第三十二条' },
  { action: 'review', paths: ['permit', 'allowance'], from: ['accepted', ...reviewed], to: 'in-review',
    by: ['reviewer'], law: '行政许可法第三十四条' },
  { action: 'propose-refusal', paths: ['permit', 'allowance'], from: ['accepted', ...reviewed],
    to: 'in-review', by: ['reviewer'] },
  { action: 'propose-refusal', paths: ['instant'], from: ['received', 'in-review'], to: 'in-review',
    by: ['reviewer'] },
  { action: 'start-procedure', paths: ['permit'], from: ['accepted', ...reviewed],
    to: 'special-procedure', by: ['reviewer'], law: '行政许可法第四十五条' },
  { action: 'end-procedure', paths: ['permit'], from: ['special-procedure'], to: 'in-review',
    by: ['reviewer'] },
  { action: 'extend', paths: ['permit'], from: ['in-review'], to: 'extended', by: ['decider'],
    law: '行政许可法第四十二条' },
  { action: 'decide', paths: ['permit', 'allowance'], from: reviewed, to: 'decided', by: ['decider'],
    law: '行政许可法第三十八条' },
  { action: 'decide', paths: ['instant'], from: ['in-review'], to: 'decided', by: ['decider'] },
  { action: 'settle', paths: ['instant'], from: ['received'], to: 'licence-made',
    by: ['clerk', 'reviewer', 'decider'], law: '行政许可法第三十四条' },
  { action: 'issue', paths: ['permit', 'instant'], from: ['decided'], to: 'licence-made',
    // The system only where nothing is made: a cancellation ends the licence with its decision.
    by: [...officers, 'system'], after: 'grant', law: '行政许可法第三十九条' },
  { action: 'pay-order', paths: ['allowance'], from: ['decided'], to: 'pay-ordered',
    by: ['reviewer', 'decider'], after: 'grant' },
  // A result for one person of the case alone (母婴保健法第八条：婚前医学检查证明).
  { action: 'give-result', paths: ['instant'], from: ['received', 'in-review'], to: 'same', by: officers,
    law: '母婴保健法第八条' },
  // 信息登记 → 报名验证 → 录取通知 (沪教委托幼〔2022〕4号); places are given to all in one draw.
  { action: 'verify', paths: ['registration'], from: ['received'], to: 'verified', by: ['clerk', 'reviewer'] },
  { action: 'place', paths: ['registration'], from: ['verified'], to: 'licence-made', by: ['decider'] },
  { action: 'deliver', paths: ['permit', 'instant', 'registration'], from: ['licence-made'], to: 'delivered',
    by: [...officers, 'system'], law: '行政许可法第四十四条' },
  { action: 'deliver', paths: ['allowance'], from: ['pay-ordered'], to: 'delivered',
    by: [...officers, 'system'] },
  { action: 'deliver', paths: all, from: ['decided'], to: 'delivered', by: [...officers, 'system'],
    after: 'refuse', law: '行政许可法第三十八条' },
  { action: 'close', paths: all, from: ['delivered'], to: 'closed', by: ['system'] },
  { action: 'archive', paths: all, from: ['closed', 'not-accepted', 'withdrawn', 'terminated'],
    to: 'archived', by: ['system'] },
  { action: 'withdraw', paths: all, from: underWay, to: 'withdrawn', by: applicant },
  // A reviewer ends only what was not mended in time; any other ground is a decider's.
  { action: 'terminate', paths: all, from: ['supplement-asked'], to: 'terminated', by: ['reviewer'] },
  { action: 'terminate', paths: all, from: underWay, to: 'terminated', by: ['decider'] },
  { action: 'raise', paths: all, from: ['received', 'supplement-asked'], to: 'same', by: ['clerk'] },
  { action: 'claim', paths: all, from: inHand, to: 'same', by: officers },
  { action: 'hand-back', paths: all, from: inHand, to: 'same', by: officers },
  // A decider who sees it otherwise does not turn it round himself: the review is done anew.
  { action: 'return-review', paths: all, from: reviewed, to: 'in-review', by: ['decider'] },
  // 告知承诺: the promise stands for what it covers, one hand decides at once, a later check follows.
  { action: 'grant-on-promise', paths: ['permit'], from: ['received', 'accepted'], to: 'licence-made',
    by: ['reviewer', 'decider'], law: '行政许可法第三十四条' },
  // 容缺受理: what was promised at acceptance comes while it is reviewed.
  { action: 'hand-in-later', paths: ['permit', 'allowance'], from: underReview, to: 'same', by: filer },
  // Asked is not told to supplement: no clock stops.
  { action: 'ask-question', paths: all, from: ['received', ...underReview], to: 'same', by: officers },
  { action: 'answer-question', paths: all, from: ['received', 'supplement-asked', ...underReview],
    to: 'same', by: filer },
  { action: 'note', paths: all, from: inHand, to: 'same', by: officers },
  { action: 'attach', paths: all, from: inHand, to: 'same', by: officers },
  { action: 'ask-opinion', paths: ['permit', 'allowance'], from: underReview, to: 'same', by: ['reviewer'] },
  { action: 'give-opinion', paths: ['permit', 'allowance'], from: underReview, to: 'same',
    by: ['reviewer', 'decider'] },
  // The result by post: sent, come back, or confirmed by who received it (that is delivery).
  { action: 'choose-delivery', paths: all, from: inHand, to: 'same', by: filer },
  { action: 'post', paths: all, from: ['licence-made', 'pay-ordered'], to: 'same', by: officers },
  { action: 'post', paths: all, from: ['decided'], to: 'same', by: officers, after: 'refuse' },
  { action: 'not-arrived', paths: all, from: ['licence-made', 'pay-ordered'], to: 'same',
    by: [...applicant, ...officers] },
  { action: 'not-arrived', paths: all, from: ['decided'], to: 'same', by: [...applicant, ...officers],
    after: 'refuse' },
  { action: 'confirm-receipt', paths: all, from: ['licence-made', 'pay-ordered'], to: 'delivered', by: applicant },
  { action: 'confirm-receipt', paths: all, from: ['decided'], to: 'delivered', by: applicant, after: 'refuse' },
  // A promise is looked at after the grant; untrue, another gives time to mend or annuls (行政许可法第六十九条).
  { action: 'check-promise', paths: ['permit'], from: granted, to: 'same', by: ['reviewer'], after: 'grant' },
  { action: 'order-mending', paths: ['permit'], from: granted, to: 'same', by: ['decider'], after: 'grant' },
  { action: 'annul', paths: ['permit'], from: granted, to: 'same', by: ['decider'], after: 'grant',
    law: '行政许可法第六十九条' },
  { action: 'restore-promise', paths: ['permit'], from: [...granted, 'terminated'], to: 'same', by: ['decider'] },
  { action: 'restore-promise', paths: ['allowance'], from: ['delivered', 'closed', 'terminated'], to: 'same',
    by: ['decider'] },
  { action: 'assign', paths: all, from: [...underWay, 'decided', 'licence-made', 'pay-ordered'],
    to: 'same', by: managers },
  { action: 'relieve', paths: all, from: [...underWay, 'decided', 'licence-made', 'pay-ordered'],
    to: 'same', by: managers },
  // A calendar of a year was announced or changed: due dates are computed anew.
  { action: 'recompute', paths: all, from: [...underWay, 'decided', 'licence-made', 'pay-ordered'],
    to: 'same', by: ['system'] },
];

/** States in which a case is finished for the applicant. */
export const ended: readonly State[] = [
  'delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated',
];

export type Standing = { path: Path; state: State; outcome: Outcome | null };

/** The row that allows this role the action here, if there is one. */
export function transition(at: Standing, action: Action, role: Role): Transition | undefined {
  return transitions.find((t) => t.action === action && t.paths.includes(at.path)
    && t.from.includes(at.state) && t.by.includes(role)
    && (t.after === undefined || t.after === at.outcome));
}

/** State after an action. Throws RangeError when no row allows it (a fault, not a person's mistake). */
export function after(at: Standing, action: Action, role: Role): State {
  const row = transition(at, action, role);
  if (!row) throw new RangeError(`${action} by ${role} in ${at.state} (${at.path})`);
  return row.to === 'same' ? at.state : row.to;
}

/** May somebody with these roles act here? If not: why, and what to do instead. */
export function may(
  at: Standing, action: Action, mine: readonly Role[],
): { allowed: true; role: Role } | { allowed: false; why: string } {
  const role = mine.find((r) => transition(at, action, r) !== undefined);
  if (role) return { allowed: true, role };
  const rows = transitions.filter((t) => t.action === action && t.paths.includes(at.path));
  const name = actionNames[action].name.zh;
  const reader = mine.some((r) => applicant.includes(r)) ? 'applicant' : 'officer';
  if (rows.length === 0) return { allowed: false, why: `这类事项没有“${name}”这一步。` };
  const here = rows.filter((t) => t.from.includes(at.state)
    && (t.after === undefined || t.after === at.outcome));
  if (here.length === 0) {
    const from = [...new Set(rows.flatMap((t) => t.from))].map((s) => `“${stateName(s, reader).zh}”`);
    const three = from.slice(0, 3).join('、');
    return {
      allowed: false,
      why: `现在是“${stateName(at.state, reader).zh}”，要在${from.length > 3 ? `${three}等` : three}时才能${name}。`
        + '请刷新页面看看最新进展。',
    };
  }
  const who = [...new Set(here.flatMap((t) => t.by))].map((r) => roleNames[r].zh);
  return { allowed: false, why: insteadOf(action, mine) ?? `“${name}”由${who.join('、')}来做。` };
}

/** What counter staff do instead of saying no. */
function insteadOf(action: Action, mine: readonly Role[]): string | undefined {
  const negative: Action[] = ['not-accept', 'propose-refusal', 'terminate', 'decide'];
  if (!mine.includes('clerk') || !negative.includes(action)) return undefined;
  return '窗口不作否定答复：材料不齐请一次告知补正，拿不准请提请部门研究。';
}

/** Not done on the page of one case: filing, what is done to rows of the queue, and to the ledger of promises. */
const apart: readonly Action[] = [
  'submit', 'assign', 'relieve', 'check-promise', 'order-mending', 'annul', 'restore-promise',
];

/** The actions a page shows to these roles: those of the path that any of them could ever do. */
export function actionsFor(path: Path, mine: readonly Role[]): Action[] {
  const found = transitions.filter((t) => t.paths.includes(path) && t.by.some((r) => mine.includes(r)));
  return actions.filter((a) => !apart.includes(a) && found.some((t) => t.action === a));
}
