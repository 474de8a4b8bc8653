/**
 * Checkpoints: every minute the heads of all chains that moved are signed (Ed25519) and kept in the
 * database and, outside it, in BANTUO_VAR/checkpoints. A chain that was cut or recomputed since no
 * longer fits what was signed.
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { canonicalJson } from './chain.ts';
import { sql, type Db } from './db.ts';
import type { Secrets } from './settings.ts';

/** The head of a chain: how long it was and its last hash. */
export type Head = { chain: string; seq: number; hash: string };

type Checkpoint = {
  at: string; previous: string; digest: string; heads: Head[]; signature: string;
};

/** Text that is signed: everything but the signature, by way of the digest of the heads. */
function signedText(c: Omit<Checkpoint, 'signature' | 'heads'>): string {
  return canonicalJson({ at: c.at, previous: c.previous, digest: c.digest });
}

const digestOf = (value: unknown): string =>
  crypto.createHash('sha256').update(canonicalJson(value)).digest('hex');

const fileOf = (folder: string): string => path.join(folder, 'checkpoints', 'checkpoints.jsonl');

/**
 * Signs the heads given (those that moved) and keeps them inside and outside the database. Outside a
 * second line says that the database kept it: without, the process was killed before it did.
 */
export async function makeCheckpoint(
  db: Db, where: { folder: string; secrets: Secrets; now: Date }, heads: Head[],
): Promise<void> {
  const signature = await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${0x63686b70})`.execute(trx);
    const { rows } = await sql<{ signature: string }>`
      select signature from base.checkpoint order by id desc limit 1`.execute(trx);
    const at = where.now.toISOString();
    const body = { at, previous: rows[0]?.signature ?? '', digest: digestOf(heads) };
    const made = crypto.sign(null, Buffer.from(signedText(body)), where.secrets.checkpointKey)
      .toString('base64');
    await sql`insert into base.checkpoint (at, previous, digest, heads, signature)
      values (${at}, ${body.previous}, ${body.digest}, ${JSON.stringify(heads)}::jsonb, ${made})`
      .execute(trx);
    append(where.folder, { ...body, heads, signature: made });
    return made;
  });
  append(where.folder, { kept: signature });
}

/** A line of its own, on the disk before we go on; what a killed process left of one stays apart. */
function append(folder: string, line: object): void {
  const file = fileOf(folder);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.appendFileSync(file, `\n${JSON.stringify(line)}`, { mode: 0o600, flush: true });
}

type Outside = { checkpoints: Map<string, Checkpoint>; kept: Set<string> };

function readOutside(folder: string): Outside {
  const file = fileOf(folder);
  const found: Outside = { checkpoints: new Map(), kept: new Set() };
  if (!fs.existsSync(file)) return found;
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
  for (const line of lines) {
    // A process killed while it appended leaves half a line, whose transaction never committed.
    try {
      const read = JSON.parse(line) as Checkpoint | { kept: string };
      if ('kept' in read) found.kept.add(read.kept);
      else found.checkpoints.set(read.signature, read);
    } catch {
      continue;
    }
  }
  return found;
}

/**
 * Checks all checkpoints: signatures, their order, the copy outside against the database, and every
 * signed head against the chains as they are (`hashAt`). Gives the faults in words.
 */
export async function checkpointFaults(
  db: Db, where: { folder: string; secrets: Secrets },
  hashAt: (heads: Head[]) => Promise<Map<string, string>>,
): Promise<string[]> {
  const faults: string[] = [];
  const { checkpointKey, oldCheckpointKeys } = where.secrets;
  const keys = [checkpointKey, ...oldCheckpointKeys].map((pem) => crypto.createPublicKey(pem));
  const { checkpoints: outside, kept } = readOutside(where.folder);
  const { rows } = await sql<Checkpoint & { when: Date }>`
    select at as when, previous, digest, heads, signature from base.checkpoint order by id`.execute(db);
  const signatures = new Set(rows.map((r) => r.signature));
  const known = rows.map((r) => ({ ...r, at: r.when.toISOString() }));
  // A copy outside whose row was removed from the database still bears witness.
  const dropped = [...outside.values()].filter((c) => !signatures.has(c.signature) && fits(c, keys));
  for (const c of dropped) {
    const next = [...outside.values()].some((o) => o.previous === c.signature);
    if (next || kept.has(c.signature)) faults.push(`检查点 ${c.at} 在数据库里没有了`);
  }
  let previous = '';
  for (const c of known) {
    if (!fits(c, keys)) faults.push(`检查点 ${c.at} 的签名不对`);
    if (c.previous !== previous) faults.push(`检查点 ${c.at} 前面少了一个`);
    if (!outside.has(c.signature)) faults.push(`检查点 ${c.at} 在库外没有副本`);
    previous = c.signature;
  }
  const last = new Map<string, Head>();
  for (const c of [...dropped, ...known]) {
    for (const h of c.heads) last.set(`${h.chain}/${h.seq}`, h);
  }
  const heads = [...last.values()];
  for (let i = 0; i < heads.length; i += 5000) {
    const part = heads.slice(i, i + 5000);
    const now = await hashAt(part);
    for (const h of part) {
      const found = now.get(`${h.chain}/${h.seq}`);
      if (found === undefined) faults.push(`${h.chain} 第 ${h.seq} 步：签过名，现在没有了`);
      else if (found !== h.hash) faults.push(`${h.chain} 第 ${h.seq} 步：与签过名的不同，整条链被重算过`);
    }
  }
  return faults;
}

function fits(c: Checkpoint, keys: readonly crypto.KeyObject[]): boolean {
  const [text, signature] = [Buffer.from(signedText(c)), Buffer.from(c.signature, 'base64')];
  return digestOf(c.heads) === c.digest && keys.some((key) => crypto.verify(null, text, key, signature));
}
