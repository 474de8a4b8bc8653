/** Sessions: an unguessable token in a cookie, of which the database keeps only the SHA-256. */
import crypto from 'node:crypto';
import type { Context, Db, RequestDoor, Trx, World } from '#base';
import { deviceOf, shortAddress } from './device.ts';
import { nobody, type ActingFor, type Actor, type Role } from './actor.ts';
import {
  deleteSession,
  forgetFailures,
  insertSession,
  readSession,
  record,
  type SessionRow,
} from './store.ts';

/** Name of the session cookie. */
export const cookieName = 'bantuo';
/** How long a session lasts at most, in seconds; staff are out earlier when idle. */
export const sessionSeconds = 12 * 3600;

/** Tokens are base64url of 32 random bytes; anything else is not asked of the database. */
const tokenShape = /^[\w-]{43}$/;

/** What the database knows a token by. */
export function tokenDigest(token: string): Buffer {
  return crypto.createHash('sha256').update(token).digest();
}

/** Opens a session for an account and gives its token, to be set as the cookie. */
export async function openSession(
  trx: Trx | Db,
  account: string,
  from: Pick<RequestDoor, 'agent' | 'ip'> = { agent: '', ip: '' },
): Promise<{ token: string; csrf: string }> {
  const token = crypto.randomBytes(32).toString('base64url');
  const csrf = crypto.randomBytes(24).toString('base64url');
  await insertSession(trx, {
    token: tokenDigest(token),
    account,
    csrf,
    device: deviceOf(from.agent),
    address: shortAddress(from.ip),
  });
  return { token, csrf };
}

/** Who the cookies belong to; `nobody` where there is no valid session. One statement. */
export async function authenticate(world: World, cookies: Record<string, string>): Promise<Actor> {
  const token = cookies[cookieName] ?? '';
  if (!tokenShape.test(token)) return nobody;
  const row = await readSession(world.db, tokenDigest(token), world.clock.today());
  return row ? actorOf(row) : nobody;
}

function actorOf(row: SessionRow): Actor {
  const actingFor = actingForOf(row);
  const lapsed =
    row.organisation !== null && !actingFor
      ? { organisation: row.organisation, name: row.organisationName ?? '' }
      : undefined;
  return {
    id: row.account,
    kind: row.kind,
    csrf: row.csrf,
    subject: row.subject,
    name: row.name,
    roles: rolesOf(row, actingFor),
    units:
      row.unit === null
        ? []
        : [
            {
              id: row.unit,
              name: row.unitName ?? { zh: row.unit },
              path: row.path ?? '',
              kind: row.unitKind ?? '',
              area: row.area ?? '',
            },
          ],
    ...(actingFor ? { actingFor } : {}),
    ...(lapsed ? { lapsed } : {}),
  };
}

function rolesOf(row: SessionRow, actingFor: ActingFor | undefined): Role[] {
  if (row.kind === 'staff') return (row.roles ?? []) as Role[];
  return actingFor?.as === 'agent' ? ['citizen', 'agent'] : ['citizen'];
}

function actingForOf(row: SessionRow): ActingFor | undefined {
  if (row.organisation === null) return undefined;
  const mandates = (row.mandates ?? []).map(({ id, items }) => ({
    id,
    items: items ?? ('all' as const),
  }));
  const about = {
    organisation: row.organisation,
    name: row.organisationName ?? '',
    creditCode: row.creditCode ?? '',
  };
  if (row.leads) return { ...about, as: 'legal-representative', items: 'all', mandates: [] };
  const latest = mandates.at(-1);
  if (!latest) return undefined;
  return { ...about, as: 'agent', mandate: latest.id, items: together(mandates), mandates };
}

/** What several mandates allow together. */
export function together(mandates: readonly { items: 'all' | string[] }[]): 'all' | string[] {
  const items = new Set<string>();
  for (const mandate of mandates) {
    if (mandate.items === 'all') return 'all';
    for (const item of mandate.items) items.add(item);
  }
  return [...items];
}

/**
 * Opens a new session, ends the one the request came with, sets the cookie. The token is always a
 * new one, so that a planted cookie is worth nothing. Gives the token.
 */
export async function startSession(
  context: Context<Actor>,
  { account, what, attempts }: { account: string; what: string; attempts?: Buffer },
): Promise<string> {
  const { request } = context;
  const before = request.cookies[cookieName];
  const { token } = await context.db.transaction().execute(async (trx) => {
    if (attempts) await forgetFailures(trx, attempts);
    if (before) await deleteSession(trx, tokenDigest(before));
    await record(trx, {
      by: account,
      what: `session.${what}`,
      about: account,
      details: { device: deviceOf(request.agent) },
      address: shortAddress(request.ip),
    });
    return openSession(trx, account, request);
  });
  context.reply.cookie(cookieName, token, sessionSeconds);
  return token;
}
