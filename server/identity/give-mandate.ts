/** identity.give-mandate: a legal representative authorises an agent, for items, until a date. */
import { z } from 'zod';
import { addMonths, announce, notThere, Refused, type Context } from '#base';
import { readIdentityNumber } from '#graph';
import type { Actor } from './actor.ts';
import { authoritiesOf, findByNumber, findSubject, insertMandate, record } from './store.ts';
import { itemId, typedDate, typedIdNumber, typedName } from './typed.ts';

export const giveMandateInput = z.object({
  organisation: z.uuid('请从列表里选择单位'),
  agentName: typedName,
  agentIdNumber: typedIdNumber,
  items: z
    .union([z.literal('all'), z.array(itemId).max(500)])
    .refine((items) => items.length > 0, '请至少选一个事项，或选“全部事项”'),
  until: typedDate,
});
type Input = z.output<typeof giveMandateInput>;

const longestMonths = 24;

/**
 * Gives the mandate, from today on. Whether the agent is registered is not told: he sees it when
 * he signs in with this name and number. Several mandates add up.
 * @throws Refused 404 for a stranger's organisation, 403 for one he is only an agent of, 400
 */
export async function giveMandate(
  context: Context<Actor>,
  input: Input,
): Promise<{ mandate: string }> {
  const { actor, today } = context;
  return context.tx(async (trx) => {
    const own = (await authoritiesOf(trx, actor.subject, today)).filter(
      ({ organisation }) => organisation === input.organisation,
    );
    if (own.length === 0) throw notThere();
    if (!own.some(({ mandate }) => mandate === null)) {
      throw new Refused(
        'not-representative',
        403,
        '只有法定代表人可以给单位授权代办人。请让法定代表人登录后授权。',
      );
    }
    const self = await findSubject(trx, actor.subject);
    refuseBad(today, input, self?.idNumber ?? '');
    const items = input.items === 'all' ? null : [...new Set(input.items)];
    const id = await insertMandate(trx, {
      organisation: input.organisation,
      agentName: input.agentName,
      agentIdNumber: input.agentIdNumber,
      items,
      from: today,
      until: input.until,
      givenBy: actor.subject,
    });
    const known = await findByNumber(trx, input.agentIdNumber);
    const agent = known?.name === input.agentName ? known.id : undefined;
    const about = { organisation: input.organisation, items: items ?? 'all', until: input.until };
    await record(trx, {
      by: actor.id,
      what: 'mandate.given',
      about: id,
      details: { ...about, agent: agent ?? null },
    });
    await announce(trx, {
      topic: 'mandate.given',
      payload: {
        ...about,
        mandate: id,
        agent: agent ?? null,
        givenBy: actor.subject,
        organisationName: own[0]?.name ?? '',
      },
      live: {
        topic: 'identity',
        to: [actor.subject, input.organisation, ...(agent ? [agent] : [])].map(
          (s) => `subject:${s}`,
        ),
      },
    });
    return { mandate: id };
  });
}

function refuseBad(today: string, input: Input, ownNumber: string): void {
  const fields: { at: string; message: string }[] = [];
  const read = readIdentityNumber(input.agentIdNumber, { today });
  if ('problem' in read) fields.push({ at: 'agentIdNumber', message: read.problem });
  if (input.agentIdNumber === ownNumber) {
    fields.push({
      at: 'agentIdNumber',
      message: '您是法定代表人，不用给自己授权，请填写代办人的身份证号',
    });
  }
  const last = addMonths(today, longestMonths);
  if (input.until < today) {
    fields.push({ at: 'until', message: `授权到期日不能早于今天（${today}），请改成今天或以后` });
  } else if (input.until > last) {
    fields.push({
      at: 'until',
      message: `一次授权最长两年，请选 ${last} 或更早的日期，到期可以再授权`,
    });
  }
  if (fields.length > 0) {
    throw new Refused('bad-input', 400, '有几处填得不对，请按下面的提示改好再提交。', { fields });
  }
}
