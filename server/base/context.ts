/** What a use case is given: the actor, the database, the clock, and one transaction. */
import crypto from 'node:crypto';
import type { Lang } from './refused.ts';
import type { ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Calendar } from './calendar.ts';
import type { Clock } from './clock.ts';
import { brokeUnique, metAnother, sql, tables, type Db, type Trx } from './db.ts';
import type { Files } from './files.ts';
import { Refused } from './refused.ts';
import type { Secrets, Settings } from './settings.ts';

/** What every process holds once. */
export type World = {
  db: Db;
  clock: Clock;
  calendar: Calendar;
  files: Files;
  settings: Settings;
  secrets: Secrets;
  log: Logger;
};

export type RequestDoor = {
  /** Network address of the caller, for limits only; never logged beside personal data. */
  ip: string;
  agent: string;
  cookies: Record<string, string>;
  /** If-Match, as the version number a draft was read at. */
  ifMatch: number | undefined;
  contentType: string;
  body: Buffer | undefined;
  /** The language the asker's page is in. */
  lang: Lang;
};

export type ReplyDoor = {
  cookie: (name: string, value: string, maxAgeSeconds: number) => void;
  header: (name: string, value: string) => void;
  /** The raw response, for endpoints that stream. */
  raw: ServerResponse;
};

export type Context<Actor> = World & {
  actor: Actor;
  now: Date;
  /** YYYY-MM-DD in Shanghai. */
  today: string;
  request: RequestDoor;
  reply: ReplyDoor;
  /**
   * The use case's one transaction. What the work returns is the endpoint's answer; with an
   * Idempotency-Key it is kept in the same transaction and given again for 48 h. A large answer that
   * can be made anew from what it is about is kept as a `Remembrance`.
   */
  tx: <T>(work: (trx: Trx) => Promise<T>, remember?: Remembrance<T>) => Promise<T>;
};

/** Keeps of an answer only what it is about (an id), and makes the answer again from that. */
export type Remembrance<T> = {
  keep: (answer: T) => Record<string, string>;
  again: (kept: Record<string, string>) => Promise<T>;
};

type IdempotencyTables = {
  'base.idempotency': {
    actor: string; endpoint: string; key: string; request: Buffer; response: unknown;
  };
};

export type Intent = { actor: string; endpoint: string; key: string; digest: Buffer };

/** Digest of a request, so that one key cannot carry two different wishes. */
export function digestOf(input: unknown, body: Buffer | undefined): Buffer {
  const hash = crypto.createHash('sha256').update(JSON.stringify(input) ?? '');
  return (body ? hash.update(body) : hash).digest();
}

/**
 * Opens the transaction of a use case; tries again (three times) where two transactions met. The
 * answer is kept in the same transaction under its key. A request that comes again does its work
 * anew, meets its own answer (at the unique key, or because the case has moved on and refuses) and
 * is given that answer: nothing of the second work stays, and the usual request pays one insert.
 */
export function transaction(db: Db, intent: Intent | undefined): Context<unknown>['tx'] {
  return async <T>(work: (trx: Trx) => Promise<T>, remember?: Remembrance<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await db.transaction().execute(async (trx) => {
          const response = await work(trx);
          if (intent) await keep(trx, intent, remember ? remember.keep(response) : response);
          return response;
        });
      } catch (error) {
        // The first of two at once may be met at any unique key, not only at this one.
        const again = intent && (error instanceof Refused || brokeUnique(error));
        const before = again ? await answered(db, intent) : undefined;
        if (before && remember) return remember.again(before.response as Record<string, string>);
        if (before) return before.response as T;
        if (!metAnother(error) || attempt === 3) throw error;
      }
    }
  };
}

async function keep(trx: Trx, intent: Intent, response: unknown): Promise<void> {
  const { actor, endpoint, key, digest } = intent;
  await sql`insert into base.idempotency (actor, endpoint, key, request, response)
    values (${actor}, ${endpoint}, ${key}, ${digest}, ${JSON.stringify(response ?? {})}::jsonb)`.execute(trx);
}

/** The answer this key got before. Refuses 422 where it came with another wish. */
async function answered(db: Db, intent: Intent): Promise<{ response: unknown } | undefined> {
  const { actor, endpoint, key, digest } = intent;
  const row = await tables<IdempotencyTables>(db).selectFrom('base.idempotency')
    .select(['request', 'response'])
    .where('actor', '=', actor).where('endpoint', '=', endpoint).where('key', '=', key)
    .executeTakeFirst();
  if (!row) return undefined;
  if (!row.request.equals(digest)) {
    throw new Refused('key-reused', 422, '这次提交的内容和上一次不同，却用了同一个提交编号。请刷新页面后重新提交。');
  }
  return { response: row.response };
}
