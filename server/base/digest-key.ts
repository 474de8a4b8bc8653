/**
 * Digests by which numbers are looked up, and secrets sealed under the same key, are made anew when
 * that key was changed: in one transaction, before any process starts with the new one.
 */
import { sql, type Db, type Trx } from './db.ts';
import type { OldKey, Secrets } from './settings.ts';

/** What a room does with its rows; gives how many it made anew and how many it could not. */
export type Redo = (trx: Trx, keys: { from: OldKey; secrets: Secrets }) => Promise<{ done: number; left: number }>;

/** By which key the database's digests are; undefined before it was ever noted. */
export async function digestsBy(db: Db | Trx): Promise<string | undefined> {
  const { rows } = await sql<{ key_id: string }>`select key_id from base.digest_key`.execute(db);
  return rows[0]?.key_id;
}

/**
 * Sees to it that the digests in the database are by today's key. Safe to run at every start and by
 * many at once; killed in between, nothing was changed.
 * @throws Error with words for the operator where they are by a key that is not given
 */
export async function keepDigests(
  db: Db, secrets: Secrets, redo: readonly Redo[],
): Promise<{ done: number; left: number } | undefined> {
  if (await digestsBy(db) === secrets.hmacKeyId) return undefined;
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${0x64696765})`.execute(trx);
    const known = await digestsBy(trx);
    if (known === secrets.hmacKeyId) return undefined;
    const sum = { done: 0, left: 0 };
    if (known !== undefined) {
      const from = secrets.oldHmacKeys.find(({ id }) => id === known);
      if (!from) throw notGiven(known, secrets.hmacKeyId);
      for (const one of redo) {
        const { done, left } = await one(trx, { from, secrets });
        sum.done += done;
        sum.left += left;
      }
    }
    await sql`insert into base.digest_key (key_id) values (${secrets.hmacKeyId})
      on conflict (one) do update set key_id = excluded.key_id, at = now()`.execute(trx);
    return sum;
  });
}

/** Ends a process whose key is another one than that of the digests: it would find nobody. Does not wait. */
export function endUnlessDigestsFit(world: { db: Db; secrets: Secrets; log: { fatal: (text: string) => void } }): void {
  digestsBy(world.db).then((known) => {
    if (known === undefined || known === world.secrets.hmacKeyId) return;
    world.log.fatal(`${notGiven(known, world.secrets.hmacKeyId).message} 换过密钥：请先停下全部进程，再运行 npx bantuo migrate。`);
    process.exit(1);
  }, () => undefined);
}

function notGiven(known: string, today: string): Error {
  return new Error(`数据库里的查找摘要和日志链是用密钥 ${known} 做的，现在给的 BANTUO_HMAC_KEY 是 ${today}，`
    + 'BANTUO_HMAC_KEYS_OLD 里也没有那一把，所以没有启动。请把原来的密钥给回来；换密钥请用 npx bantuo keys rotate hmac。');
}
