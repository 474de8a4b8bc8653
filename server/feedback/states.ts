/**
 * Levels, kinds of contacts, and the one table of what is done about a bad rating. Pure: server,
 * pages and tests read the same rows.
 */
type Words = { zh: string; en: string };

/** The five levels, the best first. None is chosen beforehand. */
export const levels = [5, 4, 3, 2, 1] as const;
export type Level = (typeof levels)[number];

export const levelNames: Record<Level, Words> = {
  5: { zh: '非常满意', en: 'Very satisfied' },
  4: { zh: '满意', en: 'Satisfied' },
  3: { zh: '基本满意', en: 'Fairly satisfied' },
  2: { zh: '不满意', en: 'Dissatisfied' },
  1: { zh: '非常不满意', en: 'Very dissatisfied' },
};

/** A bad one opens a task. */
export const isBad = (level: number): boolean => level <= 2;

export const contactKinds = [
  'filing', 'acceptance', 'supplement', 'procedure', 'decision', 'delivery', 'ending', 'visit',
] as const;
export type ContactKind = (typeof contactKinds)[number];

export const contactNames: Record<ContactKind, Words> = {
  filing: { zh: '网上提交申请', en: 'Handing in' },
  acceptance: { zh: '受理', en: 'Acceptance' },
  supplement: { zh: '一次告知补正', en: 'Notice of supplement' },
  procedure: { zh: '现场核查等特别程序', en: 'Inspection or other procedure' },
  decision: { zh: '作出决定', en: 'Decision' },
  delivery: { zh: '送达', en: 'Delivery' },
  ending: { zh: '终止办理', en: 'Termination' },
  visit: { zh: '到窗口办事', en: 'Visit at a counter' },
};

export const taskStates = ['open', 'answered', 'appealed', 'closed', 'mistaken'] as const;
export type TaskState = (typeof taskStates)[number];

export const taskStateNames: Record<TaskState, Words> = {
  open: { zh: '等整改答复', en: 'Waiting for an answer' },
  answered: { zh: '已答复，等回访', en: 'Answered, visit due' },
  appealed: { zh: '申诉误评，等复核', en: 'Appealed as mistaken' },
  closed: { zh: '已办结', en: 'Closed' },
  mistaken: { zh: '核实为误评', en: 'Found mistaken' },
};

export const taskActions = ['open', 'answer', 'visit', 'appeal', 'uphold', 'reject'] as const;
export type TaskAction = (typeof taskActions)[number];

export const taskActionNames: Record<TaskAction, { name: Words; done: Words }> = {
  open: { name: { zh: '转办', en: 'Open' }, done: { zh: '转给承办单位', en: 'Passed to the unit' } },
  answer: { name: { zh: '整改并答复', en: 'Put right and answer' }, done: { zh: '作了整改答复', en: 'Answered' } },
  visit: { name: { zh: '回访', en: 'Return visit' }, done: { zh: '回访', en: 'Visited again' } },
  appeal: { name: { zh: '申诉误评', en: 'Appeal as mistaken' }, done: { zh: '申诉误评', en: 'Appealed' } },
  uphold: { name: { zh: '认定误评', en: 'Find it mistaken' }, done: { zh: '认定为误评', en: 'Found mistaken' } },
  reject: { name: { zh: '驳回申诉', en: 'Reject the appeal' }, done: { zh: '驳回了申诉', en: 'Appeal rejected' } },
};

export const visitResults = ['satisfied', 'not-satisfied', 'unreachable'] as const;
export type VisitResult = (typeof visitResults)[number];

export const visitResultNames: Record<VisitResult, Words> = {
  'satisfied': { zh: '对整改满意', en: 'Satisfied with what was put right' },
  'not-satisfied': { zh: '对整改不满意', en: 'Not satisfied' },
  'unreachable': { zh: '没有联系上', en: 'Could not be reached' },
};

type TaskRole = 'reviewer' | 'decider' | 'supervisor';
export type TaskRow = { action: TaskAction; from: TaskState; to: readonly TaskState[]; by: readonly TaskRole[] };

const unit: readonly TaskRole[] = ['reviewer', 'decider', 'supervisor'];

/** Who may do what with a task from where; a visit leads on by its result. */
export const taskTransitions: readonly TaskRow[] = [
  { action: 'answer', from: 'open', to: ['answered'], by: unit },
  { action: 'appeal', from: 'open', to: ['appealed'], by: ['reviewer', 'decider'] },
  { action: 'uphold', from: 'appealed', to: ['mistaken'], by: ['supervisor'] },
  { action: 'reject', from: 'appealed', to: ['open'], by: ['supervisor'] },
  { action: 'visit', from: 'answered', to: ['closed', 'open', 'answered'], by: unit },
];

/** The row that allows this action in this state to one of these roles. */
export function taskRow(state: TaskState, action: TaskAction, roles: readonly string[]): TaskRow | undefined {
  return taskTransitions.find((row) => row.action === action && row.from === state
    && row.by.some((role) => roles.includes(role)));
}

/** Where a visit leads: put right, anew (once), or an end after several tries. */
export function afterVisit(
  result: VisitResult, at: { round: number; tries: number; most: number },
): TaskState {
  if (result === 'satisfied') return 'closed';
  if (result === 'not-satisfied') return at.round < 2 ? 'open' : 'closed';
  return at.tries + 1 < at.most ? 'answered' : 'closed';
}
