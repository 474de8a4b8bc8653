/** Which states, actions and roles there are, and what they are called. Pure; part of states.ts. */
export const paths = ['permit', 'instant', 'allowance', 'registration'] as const;
export type Path = (typeof paths)[number];

export const states = [
  'draft', 'submitted', 'received', 'supplement-asked', 'accepted', 'in-review', 'special-procedure',
  'extended', 'verified', 'decided', 'licence-made', 'pay-ordered', 'delivered', 'closed', 'archived',
  'not-accepted', 'withdrawn', 'terminated',
] as const;
export type State = (typeof states)[number];

export const roles = [
  'citizen', 'agent', 'clerk', 'reviewer', 'decider', 'supervisor', 'designer',
  'system-administrator', 'security-administrator', 'audit-administrator', 'system',
] as const;
export type Role = (typeof roles)[number];

export const actions = [
  'submit', 'receive', 'ask-supplement', 'supplement', 'accept', 'deem-accepted', 'not-accept', 'review',
  'propose-refusal', 'start-procedure', 'end-procedure', 'extend', 'decide', 'settle', 'issue', 'pay-order',
  'deliver', 'close', 'archive', 'withdraw', 'terminate', 'raise', 'claim', 'hand-back',
  'assign', 'relieve', 'recompute',
  'return-review', 'grant-on-promise', 'hand-in-later', 'ask-question', 'answer-question', 'note', 'attach',
  'ask-opinion', 'give-opinion',
  'give-result', 'verify', 'place',
  'choose-delivery', 'post', 'not-arrived', 'confirm-receipt',
  'check-promise', 'order-mending', 'annul', 'restore-promise',
] as const;
export type Action = (typeof actions)[number];

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
  'verified': { zh: '验证通过，等录取通知', en: 'Verified, waiting for the offer' },
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

const officerNames: Partial<Record<State, Words>> = {
  'supplement-asked': { zh: '等申请人补正', en: 'Supplement asked' },
};

export type Reader = 'applicant' | 'officer';

/** What a state is called to who reads it: to an officer, what waits for the applicant is not “您”. */
export function stateName(state: State, reader: Reader): Words {
  return (reader === 'officer' ? officerNames[state] : undefined) ?? stateNames[state];
}

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
  'assign': { name: { zh: '指派', en: 'Assign' }, done: { zh: '指派了承办人', en: 'Assigned' } },
  'relieve': { name: { zh: '解除承办', en: 'Relieve' }, done: { zh: '解除了承办', en: 'Relieved' } },
  'recompute': {
    name: { zh: '重算期限', en: 'Recompute' },
    done: { zh: '工作日安排变动，重算了期限', en: 'Recomputed, the calendar changed' },
  },
  'return-review': {
    name: { zh: '退回审查', en: 'Send back to review' }, done: { zh: '退回审查', en: 'Sent back to review' }, key: 'V',
  },
  'grant-on-promise': {
    name: { zh: '凭承诺准予', en: 'Grant on the promise' },
    done: { zh: '凭告知承诺当场准予', en: 'Granted on the promise' }, key: 'G',
  },
  'hand-in-later': {
    name: { zh: '补交承诺的材料', en: 'Hand in what was promised' },
    done: { zh: '补交了承诺的材料', en: 'Handed in what was promised' },
  },
  'ask-question': {
    name: { zh: '向申请人询问', en: 'Ask the applicant' }, done: { zh: '提了一个问题', en: 'Asked a question' }, key: 'Q',
  },
  'answer-question': {
    name: { zh: '答复询问', en: 'Answer the question' }, done: { zh: '答复了询问', en: 'Answered the question' },
  },
  'note': { name: { zh: '写内部备注', en: 'Write a note' }, done: { zh: '写了内部备注', en: 'Wrote a note' }, key: 'Z' },
  'attach': { name: { zh: '添加文件', en: 'Add a document' }, done: { zh: '添加了文件', en: 'Added a document' } },
  'ask-opinion': {
    name: { zh: '征求其他单位意见', en: 'Ask another unit' },
    done: { zh: '征求了其他单位的意见', en: 'Asked another unit for its opinion' }, key: 'O',
  },
  'give-opinion': {
    name: { zh: '答复意见', en: 'Give an opinion' }, done: { zh: '被征求的单位答复了意见', en: 'The unit asked gave its opinion' },
  },
  'give-result': {
    name: { zh: '出具结果', en: 'Give a result' }, done: { zh: '出具了结果', en: 'Result given' },
  },
  'verify': { name: { zh: '验证通过', en: 'Verify' }, done: { zh: '报名验证通过', en: 'Verified' }, key: 'V' },
  'place': { name: { zh: '录取', en: 'Offer a place' }, done: { zh: '发出录取通知', en: 'Place offered' } },
  'choose-delivery': {
    name: { zh: '选领取方式', en: 'Choose the delivery' }, done: { zh: '选了领取方式', en: 'Delivery chosen' },
  },
  'post': { name: { zh: '登记寄出', en: 'Post' }, done: { zh: '寄出了结果', en: 'Posted' }, key: 'F' },
  'not-arrived': { name: { zh: '没有收到', en: 'Not received' }, done: { zh: '没有收到，重新寄', en: 'Not received' } },
  'confirm-receipt': {
    name: { zh: '确认收到', en: 'Confirm receipt' }, done: { zh: '确认收到', en: 'Receipt confirmed' },
  },
  'check-promise': {
    name: { zh: '核查承诺', en: 'Check the promise' }, done: { zh: '核查了承诺', en: 'Promise checked' },
  },
  'order-mending': {
    name: { zh: '责令改正', en: 'Order to mend' }, done: { zh: '责令限期改正', en: 'Ordered to mend' },
  },
  'annul': { name: { zh: '撤销决定', en: 'Annul' }, done: { zh: '撤销了准予的决定', en: 'Annulled' } },
  'restore-promise': {
    name: { zh: '确认补正', en: 'Write down as put right' },
    done: { zh: '没有兑现的承诺已经补正', en: 'A broken promise was put right' },
  },
} as const satisfies Record<Action, { name: Words; done: Words; key?: string }>;

export const roleNames = {
  citizen: { zh: '申请人', en: 'Applicant' },
  agent: { zh: '代办人', en: 'Agent' },
  clerk: { zh: '窗口人员', en: 'Clerk' },
  reviewer: { zh: '审查人员', en: 'Reviewer' },
  decider: { zh: '决定人员', en: 'Decider' },
  supervisor: { zh: '督查人员', en: 'Supervisor' },
  designer: { zh: '事项设计人员', en: 'Designer' },
  'system-administrator': { zh: '系统管理员', en: 'System administrator' },
  'security-administrator': { zh: '安全管理员', en: 'Security administrator' },
  'audit-administrator': { zh: '审计管理员', en: 'Audit administrator' },
  system: { zh: '系统', en: 'System' },
} as const satisfies Record<Role, Words>;
