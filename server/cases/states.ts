/**
 * The one table of states, actions and roles of a case; an item's procedure picks its path as data.
 * Pure: server, browser and tests read the same rows. Law: 行政许可法 (2019) as read, articles noted.
 */

export const paths = ['permit', 'instant', 'allowance'] as const;
export type Path = (typeof paths)[number];

export const states = [
  'draft', 'submitted', 'received', 'supplement-asked', 'accepted', 'in-review', 'special-procedure',
  'extended', 'decided', 'licence-made', 'pay-ordered', 'delivered', 'closed', 'archived',
  'not-accepted', 'withdrawn', 'terminated',
] as const;
export type State = (typeof states)[number];

export const roles = [
  'citizen', 'agent', 'clerk', 'reviewer', 'decider', 'supervisor', 'designer', 'administrator', 'system',
] as const;
export type Role = (typeof roles)[number];

export const actions = [
  'submit', 'receive', 'ask-supplement', 'supplement', 'accept', 'deem-accepted', 'not-accept', 'review',
  'propose-refusal', 'start-procedure', 'end-procedure', 'extend', 'decide', 'settle', 'issue', 'pay-order',
  'deliver', 'close', 'archive', 'withdraw', 'terminate', 'raise', 'claim', 'hand-back',
] as const;
export type Action = (typeof actions)[number];

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
const underWay: readonly State[] = [
  'submitted', 'received', 'supplement-asked', 'accepted', 'in-review', 'special-procedure', 'extended',
];
const reviewed: readonly State[] = ['in-review', 'extended'];

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
    by: officers, after: 'grant', law: '行政许可法第三十九条' },
  { action: 'pay-order', paths: ['allowance'], from: ['decided'], to: 'pay-ordered',
    by: ['reviewer', 'decider'], after: 'grant' },
  { action: 'deliver', paths: ['permit', 'instant'], from: ['licence-made'], to: 'delivered',
    by: [...officers, 'system'], law: '行政许可法第四十四条' },
  { action: 'deliver', paths: ['allowance'], from: ['pay-ordered'], to: 'delivered',
    by: [...officers, 'system'] },
  { action: 'deliver', paths: all, from: ['decided'], to: 'delivered', by: [...officers, 'system'],
    after: 'refuse', law: '行政许可法第三十八条' },
  { action: 'close', paths: all, from: ['delivered'], to: 'closed', by: ['system'] },
  { action: 'archive', paths: all, from: ['closed', 'not-accepted', 'withdrawn', 'terminated'],
    to: 'archived', by: ['system'] },
  { action: 'withdraw', paths: all, from: underWay, to: 'withdrawn', by: applicant },
  { action: 'terminate', paths: all, from: underWay, to: 'terminated', by: ['reviewer', 'decider'] },
  { action: 'raise', paths: all, from: ['received', 'supplement-asked'], to: 'same', by: ['clerk'] },
  { action: 'claim', paths: all, from: [...underWay, 'decided', 'licence-made', 'pay-ordered'],
    to: 'same', by: officers },
  { action: 'hand-back', paths: all, from: [...underWay, 'decided', 'licence-made', 'pay-ordered'],
    to: 'same', by: officers },
];

type Words = { zh: string; en: string };

export const stateNames = {
  'draft': { zh: '草稿', en: 'Draft' },
  'submitted': { zh: '已提交', en: 'Submitted' },
  'received': { zh: '已收件，等待受理', en: 'Received' },
  'supplement-asked': { zh: '等您补正', en: 'Supplement asked' },
  'accepted': { zh: '已受理', en: 'Accepted' },
  'in-review': { zh: '审查中', en: 'In review' },
  'special-procedure': { zh: '特别程序中（停表）', en: 'Special procedure (clock stopped)' },
  'extended': { zh: '已延期', en: 'Extended' },
  'decided': { zh: '已作决定', en: 'Decided' },
  'licence-made': { zh: '证照已制作', en: 'Licence made' },
  'pay-ordered': { zh: '已通知发放', en: 'Payment ordered' },
  'delivered': { zh: '已送达', en: 'Delivered' },
  'closed': { zh: '已办结', en: 'Closed' },
  'archived': { zh: '已归档', en: 'Archived' },
  'not-accepted': { zh: '不予受理', en: 'Not accepted' },
  'withdrawn': { zh: '已撤回', en: 'Withdrawn' },
  'terminated': { zh: '已终止', en: 'Terminated' },
} as const satisfies Record<State, Words>;

/** Name on the button, name in the time line once done, and the officer's key. */
export const actionNames = {
  'submit': { name: { zh: '提交申请', en: 'Submit' }, done: { zh: '提交了申请', en: 'Submitted' } },
  'receive': { name: { zh: '收件', en: 'Receive' }, done: { zh: '收到申请', en: 'Received' } },
  'ask-supplement': {
    name: { zh: '要求补正', en: 'Ask for supplement' },
    done: { zh: '要求补正', en: 'Supplement asked' }, key: 'S',
  },
  'supplement': { name: { zh: '提交补正', en: 'Send supplement' }, done: { zh: '提交了补正', en: 'Supplement sent' } },
  'accept': { name: { zh: '受理', en: 'Accept' }, done: { zh: '受理', en: 'Accepted' }, key: 'A' },
  'deem-accepted': {
    name: { zh: '视为受理', en: 'Deem accepted' },
    done: { zh: '五个工作日内没有告知补正，视为受理', en: 'Deemed accepted' },
  },
  'not-accept': { name: { zh: '不予受理', en: 'Do not accept' }, done: { zh: '不予受理', en: 'Not accepted' } },
  'review': { name: { zh: '审查通过，送决定', en: 'Review passed' }, done: { zh: '审查通过，送决定', en: 'Reviewed' }, key: 'R' },
  'propose-refusal': {
    name: { zh: '拟不予，送负责人', en: 'Propose refusal' },
    done: { zh: '拟不予，送负责人', en: 'Refusal proposed' },
  },
  'start-procedure': {
    name: { zh: '开始特别程序', en: 'Start special procedure' },
    done: { zh: '开始特别程序，停表', en: 'Special procedure started' }, key: 'P',
  },
  'end-procedure': {
    name: { zh: '结束特别程序', en: 'End special procedure' },
    done: { zh: '特别程序结束，恢复计时', en: 'Special procedure ended' }, key: 'P',
  },
  'extend': { name: { zh: '延长期限', en: 'Extend' }, done: { zh: '延长了办理期限', en: 'Extended' }, key: 'E' },
  'decide': { name: { zh: '作出决定', en: 'Decide' }, done: { zh: '作出决定', en: 'Decided' }, key: 'G' },
  'settle': { name: { zh: '当场办结', en: 'Settle at once' }, done: { zh: '当场办结', en: 'Settled' }, key: 'G' },
  'issue': { name: { zh: '制作证照', en: 'Make licence' }, done: { zh: '制作了证照', en: 'Licence made' }, key: 'I' },
  'pay-order': { name: { zh: '通知发放', en: 'Order payment' }, done: { zh: '通知发放', en: 'Payment ordered' }, key: 'I' },
  'deliver': { name: { zh: '送达', en: 'Deliver' }, done: { zh: '送达', en: 'Delivered' }, key: 'D' },
  'close': { name: { zh: '办结', en: 'Close' }, done: { zh: '办结', en: 'Closed' } },
  'archive': { name: { zh: '归档', en: 'Archive' }, done: { zh: '归档', en: 'Archived' } },
  'withdraw': { name: { zh: '撤回申请', en: 'Withdraw' }, done: { zh: '撤回了申请', en: 'Withdrawn' } },
  'terminate': { name: { zh: '终止办理', en: 'Terminate' }, done: { zh: '终止办理', en: 'Terminated' } },
  'raise': {
    name: { zh: '提请部门研究', en: 'Raise to the unit' },
    done: { zh: '提请部门研究', en: 'Raised to the unit' }, key: 'U',
  },
  'claim': { name: { zh: '领办', en: 'Claim' }, done: { zh: '领办', en: 'Claimed' }, key: 'C' },
  'hand-back': { name: { zh: '退回待办', en: 'Hand back' }, done: { zh: '退回待办', en: 'Handed back' }, key: 'B' },
} as const satisfies Record<Action, { name: Words; done: Words; key?: string }>;

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
  if (rows.length === 0) return { allowed: false, why: `这类事项没有“${name}”这一步。` };
  const here = rows.filter((t) => t.from.includes(at.state)
    && (t.after === undefined || t.after === at.outcome));
  if (here.length === 0) {
    const from = [...new Set(rows.flatMap((t) => t.from))].map((s) => `“${stateNames[s].zh}”`);
    return {
      allowed: false,
      why: `现在是“${stateNames[at.state].zh}”，要在${from.slice(0, 3).join('、')}`
        + `${from.length > 3 ? '等' : ''}时才能${name}。`
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

export const roleNames = {
  citizen: { zh: '申请人', en: 'Applicant' },
  agent: { zh: '代办人', en: 'Agent' },
  clerk: { zh: '窗口人员', en: 'Clerk' },
  reviewer: { zh: '审查人员', en: 'Reviewer' },
  decider: { zh: '决定人员', en: 'Decider' },
  supervisor: { zh: '督查人员', en: 'Supervisor' },
  designer: { zh: '事项设计人员', en: 'Designer' },
  administrator: { zh: '系统管理员', en: 'Administrator' },
  system: { zh: '系统', en: 'System' },
} as const satisfies Record<Role, Words>;

/** The actions a page shows to these roles: those of the path that any of them could ever do. */
export function actionsFor(path: Path, mine: readonly Role[]): Action[] {
  const found = transitions.filter((t) => t.paths.includes(path) && t.by.some((r) => mine.includes(r)));
  return actions.filter((a) => a !== 'submit' && found.some((t) => t.action === a));
}
