/** Delivers the result and closes the case: never without what proves it for its way. */
import { z } from 'zod';
import { Refused, type Trx } from '#base';
import { act, actInput, actOutput, written } from './act.ts';
import type { Deed } from './course.ts';
import type { Cx } from './cx.ts';
import { wayNames, ways } from './delivery-choice.ts';
import { deliveryOf, mustBeMade, notPosted, pickUpCode, type DeliveryRow } from './delivery.ts';

export const deliverInput = z.object({
  ...actInput,
  /** As the applicant chose, if nothing is said; at the counter he can always be served. */
  by: z.enum(ways).optional(),
  /** At the counter: his code, or why he has none. */
  code: z.string().max(20).optional(),
  noCode: written(0, 200, '').optional(),
  /** The officer looked at the identity card. */
  checked: z.boolean().optional(),
  /** Who signed the receipt (送达回证). */
  receiver: written(0, 60, '').optional(),
  signed: z.boolean().optional(),
});
export const deliverOutput = actOutput;
type Input = z.output<typeof deliverInput>;

export async function deliver(cx: Cx, input: Input) {
  return act(cx, { action: 'deliver', input }, async ({ case: c }, trx) => {
    const d = await deliveryOf(trx, c.id);
    const by = input.by ?? d.way;
    if (by !== d.way && by !== 'counter') throw otherWay(d);
    if (by === 'download') throw notFetched();
    const proof = by === 'counter' ? await overTheCounter(cx, trx, c.id, input) : byPost(d, input.preview ?? false);
    const content = { by, ...proof, on: cx.today };
    return {
      content, columns: { due: null }, ends: [{ kind: 'delivery', state: 'met' }],
      papers: [{ kind: 'delivery', content }], follows: [closing(cx)],
    };
  });
}

/** Nobody but who fetches it can say that it was fetched. */
const notFetched = (): Refused => new Refused('not-fetched', 409, {
  zh: '申请人还没有下载结果，不能登记送达：他下载的时候，系统自动记下。他到窗口来的，请按窗口领取送达。',
  en: 'The applicant has not downloaded the result yet; when he does it is delivered by itself. '
    + 'If he comes to the counter, deliver there.',
}, { fields: [{ at: 'by', message: { zh: '申请人还没有下载', en: 'Not downloaded yet' } }] });

function otherWay(d: DeliveryRow): Refused {
  return new Refused('other-way', 409, {
    zh: `申请人选的是${wayNames[d.way].zh}，请按他选的方式送达；他到窗口来的，可以窗口领取。`,
    en: `The applicant chose: ${wayNames[d.way].en}. Deliver that way, or at the counter if he comes.`,
  }, { fields: [{ at: 'by', message: { zh: `申请人选的是${wayNames[d.way].zh}`, en: `Chosen: ${wayNames[d.way].en}` } }] });
}

/** Identity looked at, the code or why none, and a signed receipt: all three, told at once. */
async function overTheCounter(cx: Cx, trx: Trx, id: string, input: Input): Promise<Record<string, unknown>> {
  await mustBeMade(cx, trx, id);
  const fields: { at: string; message: { zh: string; en: string } }[] = [];
  const lacks = (at: string, zh: string, en: string) => void fields.push({ at, message: { zh, en } });
  const code = (input.code ?? '').replace(/\D/g, '');
  if (code === '' && (input.noCode ?? '').length < 4) {
    lacks('code', '请输入申请人的领取码；没有领取码的，写明怎么核对的', 'Type the pick-up code, or write how it was checked without one');
  }
  if (code !== '' && code !== pickUpCode(cx, id)) lacks('code', '领取码不对，请再核对一遍', 'This is not the pick-up code');
  if (!input.checked) lacks('checked', '请核对领取人的身份证件', 'Look at the identity card of who picks it up');
  if ([...input.receiver ?? ''].length < 2) lacks('receiver', '请写领取人姓名', 'Write the name of who picks it up');
  if (!input.signed) lacks('signed', '请领取人在送达回证上签名', 'Have the receipt signed');
  if (fields.length > 0) {
    throw new Refused('no-proof', 409, {
      zh: '送达要有凭据：核对身份、核对领取码、签收送达回证，缺一不可。请补上再送达。',
      en: 'A delivery needs its proof: identity, pick-up code, signed receipt. Please complete them.',
    }, { fields });
  }
  const without = code === '' ? { noCode: input.noCode } : {};
  return { receiver: input.receiver, proof: 'signed', withCode: code !== '', ...without };
}

/** A preview tells what will happen once the proof is there: dates and papers do not depend on it. */
function byPost(d: DeliveryRow, preview: boolean): Record<string, unknown> {
  if (d.posted_at === null) throw notPosted();
  if (d.proof === null && !preview) {
    throw new Refused('no-proof', 409, {
      zh: '邮寄送达要有签收凭据：请上传快递的签收证明，或等申请人在网上确认收到。',
      en: 'Delivery by post needs proof: upload the carrier’s, or wait until the applicant confirms.',
    }, { fields: [{ at: 'proof', message: { zh: '还没有签收证明', en: 'No proof of delivery yet' } }] });
  }
  return { carrier: d.carrier, tracking: d.tracking, receiver: d.recipient, proof: 'uploaded', file: d.proof };
}

/** 办结 follows delivery at once. */
export function closing(cx: Cx): Deed {
  return { action: 'close', role: 'system', set: { ended_on: cx.today } };
}
