/** The papers of the legal steps. Each is numbered, dated and kept with the case. */
export const paperKinds = [
  'receipt', 'acceptance', 'supplement', 'supplement-received', 'not-accepted', 'procedure', 'extension',
  'grant', 'refusal', 'payment', 'delivery', 'withdrawal', 'termination',
  'hearing', 'promise', 'promise-check', 'rectification', 'revocation', 'promise-restored', 'later-received',
  'inspection', 'minutes', 'resumed', 'verified', 'opinion-asked', 'opinion-given',
] as const;

export type PaperKind = (typeof paperKinds)[number];

export const paperNames: Record<PaperKind, { zh: string; en: string }> = {
  'receipt': { zh: '收件凭证', en: 'Receipt' },
  'acceptance': { zh: '受理通知书', en: 'Notice of acceptance' },
  'supplement': { zh: '补正告知书', en: 'Notice of supplement' },
  'supplement-received': { zh: '补正收件凭证', en: 'Receipt of supplement' },
  'not-accepted': { zh: '不予受理决定书', en: 'Decision not to accept' },
  'procedure': { zh: '特别程序告知书', en: 'Notice of special procedure' },
  'extension': { zh: '延长办理期限告知书', en: 'Notice of extension' },
  'grant': { zh: '准予决定书', en: 'Decision to grant' },
  'refusal': { zh: '不予决定书', en: 'Decision to refuse' },
  'payment': { zh: '发放通知书', en: 'Payment order' },
  'delivery': { zh: '送达回证', en: 'Proof of delivery' },
  'withdrawal': { zh: '撤回申请确认书', en: 'Confirmation of withdrawal' },
  'termination': { zh: '终止办理通知书', en: 'Notice of termination' },
  'hearing': { zh: '听证通知书', en: 'Notice of hearing' },
  'promise': { zh: '告知承诺书', en: 'Written promise' },
  'promise-check': { zh: '承诺核查结果通知书', en: 'Result of the check of a promise' },
  'rectification': { zh: '责令改正通知书', en: 'Order to rectify' },
  'revocation': { zh: '撤销决定书', en: 'Decision to annul' },
  'promise-restored': { zh: '承诺补正确认书', en: 'Confirmation that a promise was put right' },
  'later-received': { zh: '补交材料收件凭证', en: 'Receipt of promised material' },
  'inspection': { zh: '现场核查记录', en: 'Inspection record' },
  'minutes': { zh: '听证笔录', en: 'Minutes of the hearing' },
  'resumed': { zh: '恢复办理告知书', en: 'Notice that the clock runs again' },
  'verified': { zh: '报名验证通过通知书', en: 'Notice of verification' },
  'opinion-asked': { zh: '征求意见函', en: 'Request for an opinion' },
  'opinion-given': { zh: '意见复函', en: 'Opinion given' },
};

/** From office to office: the applicant has no part in them. */
export const insidePapers: readonly PaperKind[] = ['opinion-asked', 'opinion-given'];
