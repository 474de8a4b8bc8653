/** identity.mandates: what a person has given for his organisations, and what he holds. */
import { z } from 'zod';
import { maskName } from '#graph';
import type { Context } from '#base';
import type { Actor } from './actor.ts';
import { mandatesGiven, mandatesHeld, type MandateRow } from './store.ts';

const mandate = z.object({
  id: z.string(),
  organisation: z.string(),
  organisationName: z.string(),
  agentName: z.string(),
  items: z.union([z.literal('all'), z.array(z.string())]),
  from: z.string(),
  until: z.string(),
  state: z.enum(['active', 'ended', 'expired']),
  endedBy: z.enum(['organisation', 'agent']).optional(),
  endedAt: z.string().optional(),
});
export const mandatesOutput = z.object({ given: z.array(mandate), held: z.array(mandate) });

/** Mandates, newest first; ended ones stay in the list. */
export async function listMandates(
  context: Context<Actor>,
): Promise<z.infer<typeof mandatesOutput>> {
  const { actor, db, today } = context;
  const shown = (row: MandateRow) => show(row, actor.subject, today);
  return {
    given: (await mandatesGiven(db, actor.subject)).map(shown),
    held: (await mandatesHeld(db, actor.subject)).map(shown),
  };
}

function show(row: MandateRow, viewer: string, today: string): z.infer<typeof mandate> {
  // Whole for the agent himself and for who typed the name; another representative sees a mask.
  const whole = row.agent === viewer || row.givenBy === viewer;
  return {
    id: row.id,
    organisation: row.organisation,
    organisationName: row.organisationName,
    agentName: whole ? row.agentName : maskName(row.agentName),
    items: row.items ?? 'all',
    from: row.from,
    until: row.until,
    state: row.endedAt ? 'ended' : row.until < today ? 'expired' : 'active',
    ...(row.endedAt
      ? {
          endedAt: row.endedAt.toISOString(),
          endedBy: row.endedBy === row.agent ? ('agent' as const) : ('organisation' as const),
        }
      : {}),
  };
}
