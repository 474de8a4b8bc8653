/** The wording of each paper, from the act's content and the item. */
import { longDate } from '#base';
import type { OpenItem } from '#graph';
import type { PaperKind } from './paper-kinds.ts';

export type PaperWords = {
  paragraphs: string[]; table?: { head?: string[]; rows: string[][] }; list?: string[]; closing?: string[];
};

type From = {
  kind: PaperKind; number: string; on_date: string; content: Record<string, unknown>; case_number: string;
  item_name: { zh: string };
};

/** 行政许可法 is cited where a permit is asked for, never for a subsidy. */
const under = (item: OpenItem, article: string): string =>
  (item.item.procedure === 'permit' ? `依照行政许可法${article}，` : '');

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map((v) => {
  if (typeof v === 'string') return v;
  const { text: words, message } = v as { text?: unknown; message?: unknown };
  return text(words ?? message);
}) : []);
const date = (value: unknown): string => (text(value) ? longDate(text(value)) : '');

/** What the paper says. */
export function paragraphsOf(p: From, item: OpenItem): PaperWords {
  return writers[p.kind](p, item);
}

const filed = (p: From): string => `您提交的“${p.item_name.zh}”申请（办件编号 ${p.case_number}）`;

const writers: Record<PaperKind, (p: From, item: OpenItem) => PaperWords> = {
  'receipt': (p, item) => ({
    paragraphs: [
      `${filed(p)}已收到，收件日为${date(p.content['receivedOn'])}。${text(p.content['computed'])}。`.replace('。。', '。'),
      item.item.procedure === 'instant'
        ? `${date(p.content['noticeDue'])}前将为您办结，或一次告知需要补正的全部内容。`
        : `${under(item, '第三十二条')}${date(p.content['noticeDue'])}前将告知您是否受理，或一次告知需要补正的全部内容；逾期不告知的，自收到申请之日起即为受理。`,
    ],
    table: {
      head: ['收到的材料', '来源'],
      rows: (p.content['materials'] as { name: string; how: string }[] | undefined ?? []).map((m) => [m.name, m.how]),
    },
  }),
  'acceptance': (p) => ({
    paragraphs: [
      `${filed(p)}材料齐全、符合形式，现予受理，受理日为${date(p.content['acceptedOn'])}。`,
      `最晚${date(p.content['due'])}前作出决定。期限这样计算：`,
    ],
    list: texts(p.content['computed']),
    closing: laterLines(p.content['later']),
  }),
  'supplement': (p, item) => ({
    paragraphs: [
      `${filed(p)}经审核，需要补正以下内容。${under(item, '第三十二条')}需要补正的内容已一次全部告知：`,
    ],
    list: texts(p.content['points']),
    closing: [`请在${date(p.content['until'])}前补正。${text(p.content['computed'])}补正后，仅就以上内容重新审核。`],
  }),
  'supplement-received': (p) => ({
    paragraphs: [`${filed(p)}的补正已收到。仅就已告知的内容审核，${date(p.content['noticeDue'])}前告知您结果。`],
    list: texts(p.content['points']),
  }),
  'not-accepted': (p, item) => ({
    paragraphs: [
      `${filed(p)}，经审核决定不予受理。理由：${text(p.content['reason'])}`,
      ...(text(p.content['goTo']) ? [`请向${text(p.content['goTo'])}申请。`] : []),
    ],
    closing: remedies(item),
  }),
  'procedure': (p) => ({
    paragraphs: [
      `${filed(p)}在审查中需要进行“${text(p.content['name'])}”。原因：${text(p.content['reason'])}`,
      `依照行政许可法第四十五条，所需时间不计入办理期限，预计到${date(p.content['toldUntil'])}结束。${text(p.content['computed'])}`,
      `${texts(p.content['staff']).length > 0 ? `由${texts(p.content['staff']).join('、')}办理。` : ''}新的办理期限：`,
    ],
    list: texts(p.content['newComputed']),
  }),
  'extension': (p) => ({
    paragraphs: [
      `${filed(p)}，依照行政许可法第四十二条，经负责人批准延长办理期限。理由：${text(p.content['reason'])}`,
      `新的办理期限到${date(p.content['newDue'])}。`,
    ],
    list: texts(p.content['computed']),
  }),
  'grant': (p, item) => ({
    paragraphs: [
      `${filed(p)}，经审查符合条件，决定准予。决定日为${date(p.content['decidedOn'])}。`,
      ...(text(p.content['promise'])
        ? [`本决定依申请人的书面承诺作出：${text(p.content['promise'])}${date(p.content['check'])}前核查；承诺不实的，依法撤销。`] : []),
    ],
    // An allowance is nobody else's business: only permits are published.
    closing: item.item.procedure !== 'permit' ? [] : ['依照行政许可法第四十条，准予的决定予以公开，公众可以查阅（涉及个人隐私的除外）。'],
  }),
  'refusal': (p, item) => ({
    paragraphs: [`${filed(p)}，经审查决定不予。理由：${text(p.content['reason'])}`],
    list: texts(p.content['cited']),
    closing: remedies(item),
  }),
  'payment': (p) => ({
    paragraphs: [
      `${filed(p)}已准予，${p.content['every'] === 'month' ? '每月' : ''}发放 ${text(p.content['amount'])} 元，发到您登记的账户。`,
    ],
  }),
  'delivery': (p) => ({
    paragraphs: [`${filed(p)}的结果已送达。方式：${p.content['by'] === 'counter' ? '窗口领取' : '网上送达，可随时下载'}。`],
  }),
  'withdrawal': (p) => ({
    paragraphs: [`${filed(p)}已按您的要求撤回。您可以随时重新申请。`],
  }),
  'termination': (p, item) => ({
    paragraphs: [
      `${filed(p)}终止办理。${text(p.content['ground']) ? `情形：${text(p.content['ground'])}。` : ''}理由：${text(p.content['reason'])}`, '您可以随时重新申请。',
    ],
    closing: remedies(item),
  }),
  'hearing': (p) => ({
    paragraphs: [
      `${filed(p)}，依照行政许可法第四十八条定于${date(p.content['on'])}${text(p.content['time'])}举行听证。`,
      `地点：${text(p.content['place'])}。主持人：${text(p.content['presider'])}。事由：${text(p.content['reason'])}`,
    ],
    closing: ['您可以申请主持人回避，可以提出证据、申辩和质证；听证笔录经您确认无误后签字。您不承担组织听证的费用。'],
  }),
  'promise': (p) => ({
    paragraphs: [`${filed(p)}，申请人作出以下承诺：`],
    list: texts(p.content['promises']),
    closing: [
      `承诺人：${text(p.content['by'])}。`,
      '承诺不实或没有兑现的，依法撤销决定、终止办理，并记入承诺台账，兑现之前不能再以承诺代替材料。',
    ],
  }),
};

/** Materials that come later, each with its day (容缺受理). */
function laterLines(later: unknown): string[] {
  const list = Array.isArray(later) ? later as { name: string; due: string }[] : [];
  return list.length === 0 ? [] : [
    `以下材料您已承诺补交：${list.map((l) => `${l.name}（${date(l.due)}前）`).join('、')}。交齐之后才能作出准予的决定。`,
  ];
}

/** Review and lawsuit, as the item has them (行政许可法第三十八条). */
function remedies(item: OpenItem): string[] {
  const { remedies: r } = item.item;
  return r ? [r.review.zh, r.lawsuit.zh] : [];
}
