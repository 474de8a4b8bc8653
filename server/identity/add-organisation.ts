/** identity.add-organisation: a person becomes the legal representative of a new organisation. */
import { z } from 'zod';
import { announce, Refused, type Context } from '#base';
import type { Actor } from './actor.ts';
import { hasRepresentative, insertRepresentative, record, upsertOrganisation } from './store.ts';
import { typedCreditCode, typedOrganisationName } from './typed.ts';

export const addOrganisationInput = z.object({
  creditCode: typedCreditCode,
  name: typedOrganisationName.refine((name) => [...name].length <= 100, '单位名称最多 100 个字'),
});

/**
 * Adds the organisation on demonstration proofing (the code's check characters); a real
 * installation asks the register who leads it.
 * @throws Refused 409 where somebody leads it already, or the name differs
 */
export async function addOrganisation(
  context: Context<Actor>,
  input: z.output<typeof addOrganisationInput>,
): Promise<{ organisation: string }> {
  const { actor } = context;
  return context.tx(async (trx) => {
    const organisation = await upsertOrganisation(trx, input);
    if (organisation.name !== input.name || (await hasRepresentative(trx, organisation.id))) {
      throw new Refused(
        'already-there',
        409,
        '这个统一社会信用代码已经登记过，或单位名称与登记的不一样。请对照营业执照核对；' +
          '如果您是替单位办事，请让法定代表人登录后给您授权。',
      );
    }
    await insertRepresentative(trx, organisation.id, actor.subject);
    await record(trx, {
      by: actor.id,
      what: 'organisation.added',
      about: organisation.id,
      details: { representative: actor.subject },
    });
    await announce(trx, {
      topic: 'organisation.added',
      payload: { organisation: organisation.id, person: actor.subject },
      live: { topic: 'identity', to: [`subject:${actor.subject}`] },
    });
    return { organisation: organisation.id };
  });
}
