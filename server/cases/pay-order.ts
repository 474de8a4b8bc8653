/** Orders the payment of a granted allowance; its decision licence is made where the item has one. */
import { z } from 'zod';
import { Refused, sql } from '#base';
import { paymentOf } from '#graph';
import { act, actInput, actOutput } from './act.ts';
import type { Cx } from './cx.ts';
import { madeReady } from './delivery.ts';
import { makeLicence } from './issue.ts';

export const payOrderInput = z.object(actInput);
export const payOrderOutput = actOutput;

export async function payOrder(cx: Cx, input: z.output<typeof payOrderInput>) {
  return act(cx, { action: 'pay-order', input }, async ({ case: c, item }, trx) => {
    const payment = paymentOf(item, c.facts, { today: c.decided_on ?? cx.today, calendar: cx.calendar });
    if (!payment?.amount || typeof payment.account !== 'string') {
      throw new Refused('no-amount', 409, '金额或收款账户还不能确定，请核实标准和账户后再通知发放。');
    }
    await sql`insert into cases.payment ("case", amount, every, payee, account, ordered_on)
      values (${c.id}, ${payment.amount}, ${payment.every}, ${c.subject_name}, ${payment.account},
        ${cx.today})`.execute(trx);
    const licence = item.item.result ? await makeLicence(cx, trx, c, item) : null;
    return {
      content: { amount: payment.amount, every: payment.every, licence }, ...await madeReady(trx, c.id),
      papers: [{ kind: 'payment', content: { amount: payment.amount, every: payment.every } }],
      tell: 'paid',
    };
  });
}
