/** Who is asking, and what may be known of him from a request alone. Pure. */
import { endpointFor, Refused, type Caller } from '#base';

export const roles = [
  'citizen',
  'agent',
  'clerk',
  'reviewer',
  'decider',
  'supervisor',
  'designer',
  'system-administrator',
  'security-administrator',
  'audit-administrator',
] as const;
/** `citizen`: whoever signed in for himself; `agent`: acts under a mandate; the rest are staff. */
export type Role = (typeof roles)[number];
/** Each is nothing else, and no person is two of them (等保 2.0: 三员分立, domain reference §6). */
export const administratorRoles = [
  'system-administrator',
  'security-administrator',
  'audit-administrator',
] as const satisfies readonly Role[];
/** The roles an officer can be given. */
export type StaffRole = Exclude<Role, 'citizen' | 'agent'>;

export type ActorUnit = {
  id: string;
  name: { zh: string; en?: string };
  /** Ids from the root, each followed by a slash: a subtree is a prefix. */
  path: string;
  kind: string;
  area: string;
};

export type ActingFor = {
  organisation: string;
  name: string;
  creditCode: string;
  as: 'legal-representative' | 'agent';
  /** The latest of the mandates he acts under; `mandateFor` tells the one for an item. */
  mandate?: string;
  /** Item ids he may act on; all mandates together. */
  items: 'all' | string[];
  mandates: { id: string; items: 'all' | string[] }[];
};

export type Actor = Caller & {
  /** Account, '' for nobody and for the system. */
  id: string;
  kind: 'anyone' | 'citizen' | 'staff' | 'system';
  roles: readonly Role[];
  /** The person; '' for nobody. A staff member is a person too. */
  subject: string;
  name: string;
  /** Where a staff member works; he sees their subtree. Empty for citizens. */
  units: readonly ActorUnit[];
  actingFor?: ActingFor;
  /** He acted for this organisation and may no longer; endpoints with roles tell him so. */
  lapsed?: { organisation: string; name: string };
};

/** Whoever has no valid session. */
export const nobody: Actor = {
  id: '',
  kind: 'anyone',
  roles: [],
  csrf: '',
  subject: '',
  name: '',
  units: [],
};

/** A job that acts by itself, e.g. deemed acceptance; `job` is what the log shows. */
export function systemActor(job: string): Actor {
  return { ...nobody, kind: 'system', name: job };
}

/** The subject on whose behalf he acts now: the organisation, else himself. '' for nobody. */
export function actsFor(actor: Actor): string {
  return actor.actingFor?.organisation ?? actor.subject;
}

/** Subjects whose things he sees now: himself and, while he acts for it, the organisation. */
export function subjectsOf(actor: Actor): string[] {
  if (actor.subject === '') return [];
  return actor.actingFor ? [actor.subject, actor.actingFor.organisation] : [actor.subject];
}

/** May he act on this item in the name he acts in now? Only an agent's mandate limits it. */
export function mayActOn(actor: Actor, item: string): boolean {
  const items = actor.actingFor?.items ?? 'all';
  return items === 'all' || items.includes(item);
}

/** The mandate under which an agent acts on an item; undefined for everyone else. */
export function mandateFor(actor: Actor, item: string): string | undefined {
  if (actor.actingFor?.as !== 'agent') return undefined;
  return actor.actingFor.mandates.findLast(({ items }) => items === 'all' || items.includes(item))
    ?.id;
}

/** Live channels: his account, the subjects he sees, the units he works for. */
export function channels(actor: Actor): string[] {
  if (actor.id === '') return [];
  return [
    `account:${actor.id}`,
    ...subjectsOf(actor).map((id) => `subject:${id}`),
    ...actor.units.map(({ id }) => `unit:${id}`),
  ];
}

const declare = endpointFor<Actor, Role>();

/**
 * Declares an endpoint; all rooms use it. Where roles are asked for, somebody whose mandate has
 * ended is told so: he must not go on in his own name believing that he acts for the organisation.
 */
export const endpoint: typeof declare = (declaration) => {
  if (typeof declaration.who === 'string') return declare(declaration);
  return declare({
    ...declaration,
    run: async (context, input) => {
      const { lapsed } = context.actor;
      if (lapsed) throw mandateEnded(lapsed.name);
      return declaration.run(context, input);
    },
  });
};

/** For the endpoints by which one leaves a name that has lapsed (identity's own). */
export const endpointForLapsedToo = declare;

/** He acted for an organisation whose mandate has ended meanwhile. */
export function mandateEnded(organisation: string): Refused {
  return new Refused(
    'mandate-ended',
    403,
    `“${organisation}”给您的授权已经结束，这一步没有办。请切换回本人，或联系单位重新授权。`,
  );
}
