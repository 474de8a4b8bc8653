/** What the applicant hears of each step, in his inbox. */
import type { Trx } from '#base';
import { longDate } from '#base';
import { mandateRuns, representativesOf } from '#identity';
import { tell } from '#messages';
import { concernedIn } from './consent-store.ts';
import type { Cx } from './course.ts';
import type { CaseRow } from './store.ts';

export type Telling =
  | 'received' | 'supplement' | 'accepted' | 'deemed' | 'not-accepted' | 'procedure' | 'resumed' | 'extended'
  | 'granted' | 'refused' | 'issued' | 'paid' | 'terminated' | 'came' | 'question'
  | 'recomputed'
  | 'verified' | 'no-place' | 'results';

type Words = { title: { zh: string; en: string }; body: { zh: string; en: string } };

/** The message of a step to the applicant. */
export function messageOf(c: CaseRow, kind: Telling): Words {
  const item = c.item_name.zh;
  const itemEn = c.item_name.en ?? item;
  const due = c.due ? longDate(c.due) : '';
  const zh: Record<Telling, [string, string]> = {
    'received': ['申请已收到', `您的“${item}”申请已收到，编号 ${c.number}。${due ? `最晚 ${due}前告诉您是否受理，或一次告知要补的材料。` : ''}`],
    'supplement': ['请补正材料', `您的“${item}”还差几样，我们一次说清了，请在 ${due}前补上。打开办件就能看到要补什么、怎么补。`],
    'accepted': ['已受理', `您的“${item}”已受理。${due ? `最晚 ${due}前作出决定。` : ''}`],
    'deemed': ['已视为受理', `您的“${item}”在五个工作日内没有收到补正告知，已视为受理。${due ? `最晚 ${due}前作出决定。` : ''}`],
    'not-accepted': ['不予受理', `您的“${item}”没有受理，理由和救济途径写在《不予受理决定书》里，打开办件可以下载。`],
    'procedure': ['办理期限暂停', `您的“${item}”需要现场核查或其他特别程序，这段时间不计入办理期限，新的日期见办件页面。`],
    'resumed': ['恢复计时', `您的“${item}”的特别程序已结束，${due ? `最晚 ${due}前作出决定。` : '已恢复办理。'}`],
    'extended': ['办理期限延长', `您的“${item}”经批准延长了办理期限，新的期限是 ${due}，理由写在告知书里。`],
    'granted': ['准予', `您的“${item}”已准予，决定书可以在办件页面下载。`],
    'refused': ['申请没有获得准予', `您的“${item}”没有获得准予，理由和复议、诉讼的途径写在决定书里，打开办件可以下载。`],
    'issued': ['证照已生成', `您的“${item}”办好了，电子证照已放进“我的证照”。`],
    'paid': ['已通知发放', `您的“${item}”已办好，款项将发到您登记的账户。`],
    'recomputed': ['办理期限重新计算了', `国务院公布（或调整）了放假安排，您的“${item}”的期限重新计算，现在是 ${due}。怎么算的见办件页面。`],
    'came': ['补交的材料已收到', `您为“${item}”承诺补交的材料已收到，办理继续。`],
    'verified': ['报名验证通过', `您的“${item}”验证通过了，登记编号 ${c.number}。${due ? `${due}统一发录取通知。` : ''}`],
    'no-place': ['还在统筹安排', `“${item}”这一批的名额已经用完，您的登记保留着，有空额会接着安排并告诉您。`],
    'results': ['结果出来了', `“${item}”办好了。打开办件就能看到您本人的结果，别人看不到。`],
    'question': ['办理人员有个问题', `办理“${item}”的工作人员想问您一个问题，打开办件就能回答。办理期限照常计算。`],
    'terminated': ['办理已终止', `您的“${item}”已终止办理，理由写在通知书里。您可以随时重新申请。`],
  };
  const en: Record<Telling, [string, string]> = {
    'received': ['Application received', `Your application “${itemEn}” was received, number ${c.number}.`],
    'supplement': ['Please send a supplement',
      `Your application “${itemEn}” lacks something; all of it is listed in the case. Due ${c.due ?? ''}.`],
    'accepted': ['Accepted', `Your application “${itemEn}” was accepted. Decision due ${c.due ?? ''}.`],
    'deemed': ['Deemed accepted', `No notice was given in five working days: “${itemEn}” is deemed accepted.`],
    'not-accepted': ['Not accepted',
      `Your application “${itemEn}” was not accepted; reasons and remedies are in the decision.`],
    'procedure': ['Clock stopped', `A special procedure has begun for “${itemEn}”; its time is not counted.`],
    'resumed': ['Clock runs again', `The special procedure for “${itemEn}” has ended. Decision due ${c.due ?? ''}.`],
    'extended': ['Time extended', `The time for “${itemEn}” was extended to ${c.due ?? ''}.`],
    'granted': ['Granted', `Your application “${itemEn}” was granted.`],
    'refused': ['Refused', `Your application “${itemEn}” was refused; reasons and remedies are in the decision.`],
    'issued': ['Licence ready', `Your licence for “${itemEn}” is in “My licences”.`],
    'paid': ['Payment ordered', `Payment for “${itemEn}” was ordered to your account.`],
    'recomputed': ['Due date computed anew',
      `The arrangement of holidays was announced or changed: the due date of “${itemEn}” is now ${c.due ?? ''}.`],
    'came': ['Received', `What you promised for “${itemEn}” has come; the case goes on.`],
    'verified': ['Verified', `“${itemEn}” was verified, number ${c.number}. All are told on ${c.due ?? ''}.`],
    'no-place': ['Still being placed', `All places of “${itemEn}” are taken for now; your registration is kept.`],
    'results': ['Your result is there', `“${itemEn}” is done. Open the case for your own result; nobody else sees it.`],
    'question': ['A question for you',
      `An officer has a question about “${itemEn}”; open the case to answer. The clock runs on.`],
    'terminated': ['Terminated', `Your application “${itemEn}” was terminated; you can apply again at any time.`],
  };
  const [titleZh, bodyZh] = zh[kind];
  const [titleEn, bodyEn] = en[kind];
  return { title: { zh: titleZh, en: titleEn }, body: { zh: bodyZh, en: bodyEn } };
}

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
