/** identity.end-mandate: either side ends a mandate, effective at the next request of the agent. */
import { z } from 'zod';
import { announce, notThere, Refused, shanghaiDate, type Context } from '#base';
import type { Actor } from './actor.ts';
import { lockMandate, record, representativesOf, setMandateEnded } from './store.ts';

export const endMandateInput = z.object({ id: z.uuid('没有这份授权') });

/**
 * Ends it, by a legal representative of the organisation or by the agent.
 * @throws Refused 404 for a stranger's mandate, 409 where it has ended or run out
 */
export async function endMandate(
  context: Context<Actor>,
  { id }: z.output<typeof endMandateInput>,
): Promise<Record<never, never>> {
  const { actor, today } = context;
  return context.tx(async (trx) => {
    const mandate = await lockMandate(trx, id);
    if (!mandate) throw notThere();
    const leads = await representativesOf(trx, mandate.organisation);
    if (mandate.agent !== actor.subject && !leads.includes(actor.subject)) throw notThere();
    if (mandate.endedAt) {
      const on = shanghaiDate(mandate.endedAt);
      throw new Refused('mandate-ended', 409, `这份授权已经在 ${on} 结束，不用再操作。`, {
        details: { at: mandate.endedAt.toISOString() },
      });
    }
    if (mandate.until < today) {
      throw new Refused(
        'mandate-expired',
        409,
        `这份授权已经在 ${mandate.until} 到期，不用再操作。`,
      );
    }
    await setMandateEnded(trx, id, actor.subject);
    const by = mandate.agent === actor.subject ? 'agent' : 'organisation';
    await record(trx, {
      by: actor.id,
      what: 'mandate.ended',
      about: id,
      details: { organisation: mandate.organisation, side: by },
    });
    await announce(trx, {
      topic: 'mandate.ended',
      payload: {
        mandate: id,
        organisation: mandate.organisation,
        agent: mandate.agent,
        side: by,
        organisationName: mandate.organisationName,
        endedBy: actor.subject,
      },
      live: {
        topic: 'identity',
        to: [...leads, mandate.organisation, ...(mandate.agent ? [mandate.agent] : [])].map(
          (subject) => `subject:${subject}`,
        ),
      },
    });
    return {};
  });
}
