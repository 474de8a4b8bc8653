/** identity.me: who is signed in, in whose name he acts, and in whose name he may act. */
import { z } from 'zod';
import { addMonths, type Context, type Db, type World } from '#base';
import { roles, type Actor } from './actor.ts';
import { cookieName, together, tokenDigest } from './session.ts';
import { authoritiesOf, findSubject, setActingFor, type AuthorityRow } from './store.ts';

/** Elder mode is offered from this age on. */
const elderAge = 60;

const text = z.object({ zh: z.string(), en: z.string().optional() });
const authority = z.object({
  organisation: z.string(),
  name: z.string(),
  creditCode: z.string(),
  as: z.enum(['legal-representative', 'agent']),
  mandate: z.string().optional(),
});
const itemsOrAll = z.union([z.literal('all'), z.array(z.string())]);

export const signedInOutput = z.object({
  signedIn: z.literal(true),
  id: z.string(),
  name: z.string(),
  kind: z.enum(['citizen', 'staff']),
  csrf: z.string(),
  roles: z.array(z.enum(roles)),
  unit: z.object({ id: z.string(), name: text }).optional(),
  actingFor: authority.nullable(),
  canActFor: z.array(authority.extend({ items: itemsOrAll, until: z.string().optional() })),
  birthDate: z.string().optional(),
  elder: z.boolean(),
});
export const meOutput = z.discriminatedUnion('signedIn', [
  signedInOutput,
  z.object({ signedIn: z.literal(false), csrf: z.string() }),
]);
export type SignedIn = z.infer<typeof signedInOutput>;

/**
 * Who is asking. Whoever acted for an organisation and no longer may learns it here and from then
 * on acts in his own name; until then every endpoint with roles refuses.
 */
export async function me(context: Context<Actor>): Promise<z.infer<typeof meOutput>> {
  const { actor } = context;
  if (actor.id === '') return { signedIn: false, csrf: '' };
  if (actor.lapsed) {
    await setActingFor(context.db, tokenDigest(context.request.cookies[cookieName] ?? ''), null);
  }
  return describeMe(context, actor);
}

/** The page's view of a signed-in actor. */
export async function describeMe(world: World, actor: Actor): Promise<SignedIn> {
  const { db, clock } = world;
  const today = clock.today();
  const person = await findSubject(db, actor.subject);
  const [unit] = actor.units;
  const birthDate = actor.kind === 'citizen' ? (person?.birthDate ?? undefined) : undefined;
  const { actingFor } = actor;
  return {
    signedIn: true,
    id: actor.id,
    name: actor.name,
    kind: actor.kind === 'staff' ? 'staff' : 'citizen',
    csrf: actor.csrf,
    roles: [...actor.roles],
    ...(unit ? { unit: { id: unit.id, name: unit.name } } : {}),
    actingFor: actingFor
      ? {
          organisation: actingFor.organisation,
          name: actingFor.name,
          creditCode: actingFor.creditCode,
          as: actingFor.as,
          ...(actingFor.mandate ? { mandate: actingFor.mandate } : {}),
        }
      : null,
    canActFor: actor.kind === 'citizen' ? await canActFor(db, actor.subject, today) : [],
    ...(birthDate ? { birthDate } : {}),
    elder: birthDate !== undefined && addMonths(birthDate, elderAge * 12) <= today,
  };
}

/** One entry an organisation: representative before agent, several mandates together. */
async function canActFor(db: Db, subject: string, today: string): Promise<SignedIn['canActFor']> {
  const byOrganisation = new Map<string, AuthorityRow[]>();
  for (const row of await authoritiesOf(db, subject, today)) {
    byOrganisation.set(row.organisation, [...(byOrganisation.get(row.organisation) ?? []), row]);
  }
  return [...byOrganisation.values()].flatMap((rows): SignedIn['canActFor'] => {
    const [first] = rows;
    const last = rows.at(-1);
    if (!first || !last) return [];
    const { organisation, name, creditCode } = first;
    const about = { organisation, name, creditCode };
    if (rows.some(({ mandate }) => mandate === null)) {
      return [{ ...about, as: 'legal-representative', items: 'all' }];
    }
    const until =
      rows
        .map((row) => row.until ?? '')
        .toSorted()
        .at(-1) ?? '';
    return [
      {
        ...about,
        as: 'agent',
        mandate: last.mandate ?? '',
        until,
        items: together(rows.map((row) => ({ items: row.items ?? ('all' as const) }))),
      },
    ];
  });
}
