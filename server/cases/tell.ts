/** What the applicant hears of each step, in his inbox. */
import { both, longDate, type Trx } from '#base';
import { mandateRuns, representativesOf } from '#identity';
import { tell } from '#messages';
import { concernedIn } from './consent-store.ts';
import type { Cx } from './cx.ts';
import type { CaseRow } from './store.ts';

export type Telling =
  | 'received' | 'supplement' | 'accepted' | 'deemed' | 'not-accepted' | 'procedure' | 'resumed' | 'extended'
  | 'granted' | 'refused' | 'issued' | 'paid' | 'terminated' | 'came' | 'question'
  | 'recomputed'
  | 'verified' | 'no-place' | 'results';

type Text = { zh: string; en: string };
type Words = { title: Text; body: Text };

/** The message of a step to the applicant. */
export function messageOf(c: CaseRow, kind: Telling): Words {
  const item = c.item_name;
  const due = { zh: c.due ? longDate(c.due) : '', en: c.due ?? '' };
  const decided = c.due ? both`最晚 ${due}前作出决定。` : '';
  const notice = c.due ? both`最晚 ${due}前告诉您是否受理，或一次告知要补的材料。` : '';
  const said: Record<Telling, [Text, Text]> = {
    'received': [both`申请已收到`, both`您的“${item}”申请已收到，编号 ${c.number}。${notice}`],
    'supplement': [both`请补正材料`,
      both`您的“${item}”还差几样，我们一次说清了，请在 ${due}前补上。打开办件就能看到要补什么、怎么补。`],
    'accepted': [both`已受理`, both`您的“${item}”已受理。${decided}`],
    'deemed': [both`已视为受理`, both`您的“${item}”在五个工作日内没有收到补正告知，已视为受理。${decided}`],
    'not-accepted': [both`不予受理`,
      both`您的“${item}”没有受理，理由和救济途径写在《不予受理决定书》里，打开办件可以下载。`],
    'procedure': [both`办理期限暂停`,
      both`您的“${item}”需要现场核查或其他特别程序，这段时间不计入办理期限，新的日期见办件页面。`],
    'resumed': [both`恢复计时`, both`您的“${item}”的特别程序已结束，已恢复办理。${decided}`],
    'extended': [both`办理期限延长`, both`您的“${item}”经批准延长了办理期限，新的期限是 ${due}，理由写在告知书里。`],
    'granted': [both`准予`, both`您的“${item}”已准予，决定书可以在办件页面下载。`],
    'refused': [both`申请没有获得准予`,
      both`您的“${item}”没有获得准予，理由和复议、诉讼的途径写在决定书里，打开办件可以下载。`],
    'issued': [both`证照已生成`, both`您的“${item}”办好了，电子证照已放进“我的证照”。`],
    'paid': [both`已通知发放`, both`您的“${item}”已办好，款项将发到您登记的账户。`],
    'recomputed': [both`办理期限重新计算了`,
      both`国务院公布（或调整）了放假安排，您的“${item}”的期限重新计算，现在是 ${due}。怎么算的见办件页面。`],
    'came': [both`补交的材料已收到`, both`您为“${item}”承诺补交的材料已收到，办理继续。`],
    'verified': [both`报名验证通过`, both`您的“${item}”验证通过了，登记编号 ${c.number}。${offered(due)}`],
    'no-place': [both`还在统筹安排`, both`“${item}”这一批的名额已经用完，您的登记保留着，有空额会接着安排并告诉您。`],
    'results': [both`结果出来了`, both`“${item}”办好了。打开办件就能看到您本人的结果，别人看不到。`],
    'question': [both`办理人员有个问题`,
      both`办理“${item}”的工作人员想问您一个问题，打开办件就能回答。办理期限照常计算。`],
    'terminated': [both`办理已终止`, both`您的“${item}”已终止办理，理由写在通知书里。您可以随时重新申请。`],
  };
  const [title, body] = said[kind];
  return { title, body: { zh: body.zh, en: body.en.trim() } };
}

const offered = (due: Text): Text | '' => (due.en === '' ? '' : both`${due}统一发录取通知。`);

/** Writes the message to the applicant and, where another filed it and still may hear of it, to him too. */
export async function tellApplicant(cx: Cx, trx: Trx, c: CaseRow, kind: Telling): Promise<void> {
  const { title, body } = messageOf(c, kind);
  const also = (await concernedIn(trx, c.id)).map((one) => one.subject);
  const to = [...new Set([c.subject, ...(await hearsToo(cx, trx, c) ? [c.filer] : []), ...also])];
  await tell(trx, to.map((subject) => (
    { to: { subject }, title, body, case: c.id, item: c.item, at: cx.now }
  )));
}

/** Whose mandate has ended, or who no longer leads the organisation, is out: he hears nothing more. */
async function hearsToo(cx: Cx, trx: Trx, c: CaseRow): Promise<boolean> {
  if (c.channel !== 'online' || c.filer === c.subject) return false;
  return c.mandate === null
    ? (await representativesOf(trx, c.subject)).includes(c.filer)
    : mandateRuns(trx, c.mandate, cx.today);
}
