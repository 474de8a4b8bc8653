/** By post: sent with carrier and number, proved by upload or by who received it; not arrived: again. */
import { z } from 'zod';
import { inspect, notThere, Refused, sql } from '#base';
import { cleanText } from '#graph';
import { tell } from '#messages';
import { act, actInput, actOutput, written } from './act.ts';
import type { Cx } from './cx.ts';
import { closing } from './deliver.ts';
import { deliveryOf, mustBeMade, notPosted, saveDelivery } from './delivery.ts';
import { findCase } from './store.ts';

export const postInput = z.object({
  ...actInput,
  carrier: written(2, 60, '请写快递公司'),
  tracking: z.string().transform((t) => t.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase())
    .pipe(z.string().regex(/^[0-9A-Z]{6,32}$/, '快递单号是 6 到 32 位数字和字母，请对照面单填写')),
});
export const postOutput = actOutput;

/** Sends it off. Refuses 409 where another way was chosen, or it is on its way already. */
export async function postResult(cx: Cx, input: z.output<typeof postInput>) {
  return act(cx, { action: 'post', input }, async ({ case: c }, trx) => {
    const d = await deliveryOf(trx, c.id);
    if (d.way !== 'post') {
      throw new Refused('other-way', 409, {
        zh: '申请人没有选邮寄，没有收件地址。请按他选的方式送达。',
        en: 'The applicant did not choose the post and gave no address. Deliver as he chose.',
      });
    }
    if (d.posted_at !== null) throw onItsWay(d.carrier, d.tracking);
    await mustBeMade(cx, trx, c.id);
    await saveDelivery(trx, {
      ...d, carrier: input.carrier, tracking: input.tracking, posted_at: cx.now, round: d.round + 1,
      proof: null, proof_name: null, proof_kind: null,
    });
    await tell(trx, {
      to: { subject: c.subject }, case: c.id, item: c.item, at: cx.now,
      title: { zh: '结果已寄出', en: 'Your result was posted' },
      body: {
        zh: `“${c.item_name.zh}”的结果已寄出，${input.carrier}，单号 ${input.tracking}。收到后请在办件里确认；没有收到也请告诉我们。`,
        en: `The result of “${c.item_name.en ?? c.item_name.zh}” was posted: ${input.carrier}, ${input.tracking}. `
          + 'Please confirm in the case when it arrives, or tell us that it does not.',
      },
    });
    return { content: { carrier: input.carrier, tracking: input.tracking, round: d.round + 1 } };
  });
}

const onItsWay = (carrier: string | null, tracking: string | null): Refused => new Refused('posted', 409, {
  zh: `已经寄出（${carrier ?? ''} ${tracking ?? ''}）。退回或没有收到时，先登记“没有收到”，再重寄。`,
  en: `It is on its way (${carrier ?? ''} ${tracking ?? ''}). When it comes back, write down “Not received” first.`,
});

export const notArrivedInput = z.object({ ...actInput, reason: written(4, 500, '请写明情况，至少 4 个字') });

/** It came back or did not come: it is posted again. */
export async function notArrived(cx: Cx, input: z.output<typeof notArrivedInput>) {
  return act(cx, { action: 'not-arrived', input }, async ({ case: c }, trx) => {
    const d = await deliveryOf(trx, c.id);
    if (d.posted_at === null) throw notPosted();
    await saveDelivery(trx, { ...d, posted_at: null, proof: null, proof_name: null, proof_kind: null });
    return { content: { reason: input.reason, tracking: d.tracking } };
  });
}

export const confirmInput = z.object(actInput);

/** The applicant has it: that is the proof. */
export async function confirmReceipt(cx: Cx, input: z.output<typeof confirmInput>) {
  return act(cx, { action: 'confirm-receipt', input }, async ({ case: c }, trx) => {
    const d = await deliveryOf(trx, c.id);
    if (d.posted_at === null) throw notPosted();
    const content = {
      by: 'post', carrier: d.carrier, tracking: d.tracking, receiver: d.recipient, proof: 'confirmed', on: cx.today,
    };
    return {
      content, columns: { due: null }, ends: [{ kind: 'delivery', state: 'met' }],
      papers: [{ kind: 'delivery', content }], follows: [closing(cx)],
    };
  });
}

export const proofInput = z.object({ id: z.uuid('办件编号不对，请从列表里打开'), name: z.string().max(300) });
export const proofOutput = z.object({ name: z.string() });

/** Keeps the scan that proves a delivery: the signed receipt, the carrier's proof. The last one counts. */
export async function uploadProof(cx: Cx, input: z.output<typeof proofInput>) {
  const c = await findCase(cx.db, cx.actor, input.id);
  if (!c) throw notThere();
  const ready = ['licence-made', 'pay-ordered'].includes(c.state) || (c.state === 'decided' && c.outcome === 'refuse');
  if (!ready) {
    throw new Refused('wrong-state', 409, {
      zh: '现在还没有要送达的结果，不能上传送达证明。', en: 'There is no result to deliver yet, so no proof of it.',
    });
  }
  const cleaned = cleanText(input.name, 120);
  const name = 'text' in cleaned && cleaned.text.trim() ? cleaned.text.replaceAll(/[/\\]/g, '_') : '送达证明';
  const bytes = cx.request.body ?? Buffer.alloc(0);
  const found = await inspect(bytes, { name, type: cx.request.contentType });
  if ('problem' in found) {
    throw new Refused(found.problem.code, found.problem.code === 'too-large' ? 413 : 400, found.problem.message,
      { fields: [{ at: 'proof', message: found.problem.message }] });
  }
  const [file = ''] = await cx.files.write(cx.db, [
    { subject: c.subject, kind: found.kind, name, bytes, pages: found.pages },
  ]);
  return cx.tx(async (trx) => {
    await sql`select from cases.case where id = ${c.id} for no key update`.execute(trx);
    const [kept = file] = await cx.files.keep(trx, [{ id: file, owner: `delivery:${c.id}` }]);
    await saveDelivery(trx, { ...await deliveryOf(trx, c.id), proof: kept, proof_name: name, proof_kind: found.kind });
    return { name };
  });
}
