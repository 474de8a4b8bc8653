/** identity.units: the public tree of offices. */
import { z } from 'zod';
import type { Context } from '#base';
import type { Actor } from './actor.ts';
import { allUnits } from './store-staff.ts';

export const unitsOutput = z.object({
  units: z.array(
    z.object({
      id: z.string(),
      name: z.object({ zh: z.string(), en: z.string().optional() }),
      kind: z.string(),
      parent: z.string().nullable(),
      area: z.string(),
      level: z.string(),
    }),
  ),
});

/** All units, parents before children. */
export async function listUnits(context: Context<Actor>): Promise<z.infer<typeof unitsOutput>> {
  return { units: await allUnits(context.db) };
}
