/**
 * Files: the original bytes, encrypted, on disk beside the database. A file on disk always has a
 * row; a row is `writing` until a transaction keeps it, and what nobody kept is swept away.
 * One subject's same bytes are stored once.
 */
import crypto from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { sweepLock } from './backup/backup.ts';
import { sql, type Db, type Trx } from './db.ts';
import type { Secrets } from './settings.ts';

export type NewFile = {
  /** Whose file it is: deduplication never crosses subjects. */
  subject: string;
  /** jpeg, png, webp, pdf … as read from the bytes, not as declared. */
  kind: string;
  name: string;
  bytes: Buffer;
  pages?: number;
};

export type StoredFile = { id: string; kind: string; name: string; size: number; subject: string };

type Row = StoredFile & { state: string; key_id: string };

export type FilesOptions = {
  folder: string;
  secrets: Secrets;
  /** This process, as it beats in base.beat: what a dead process was writing is swept. */
  writer: string;
};

export class Files {
  readonly folder: string;
  readonly #secrets: Secrets;
  readonly #writer: string;

  constructor(options: FilesOptions) {
    this.folder = path.join(options.folder, 'files');
    this.#secrets = options.secrets;
    this.#writer = options.writer;
  }

  /** Where a file lies. Ids are ours (uuid), never a name from outside. */
  place(id: string): string {
    return path.join(this.folder, id.slice(0, 2), id);
  }

  /** HMAC of subject and content: the address tells nothing without the key. */
  #address(file: NewFile): string {
    const content = crypto.createHash('sha256').update(file.bytes).digest();
    return crypto.createHmac('sha256', this.#secrets.hmacKey)
      .update(`${file.subject}\n`).update(content).digest('base64url');
  }

  /**
   * Writes files (row first, bytes after) outside any transaction; `keep` them in the use case's
   * own. Gives the ids, an existing one where this subject has the same bytes already.
   */
  async write(db: Db, files: NewFile[]): Promise<string[]> {
    const plans = files.map((file) => ({ file, id: crypto.randomUUID(), address: this.#address(file) }));
    const { rows: known } = await sql<{ id: string; address: string }>`select id, address from base.file
      where state = 'kept' and address = any(${plans.map((p) => p.address)})`.execute(db);
    const have = new Map(known.map((r) => [r.address, r.id]));
    const fresh = plans.filter((p) => !have.has(p.address));
    if (fresh.length > 0) {
      const rows = fresh.map(({ file, id, address }) => ({
        id, address, subject: file.subject, kind: file.kind, name: file.name,
        size: file.bytes.length, pages: file.pages ?? null,
      }));
      await sql`insert into base.file (id, address, subject, kind, name, size, pages, key_id, state, writer)
        select id, address, subject, kind, name, size, pages, ${this.#secrets.fileKeyId}, 'writing',
          ${this.#writer}
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(id uuid, address text, subject text, kind text, name text, size int, pages int)`.execute(db);
      await Promise.all(fresh.map(({ file, id }) => this.#put(id, file.bytes)));
    }
    return plans.map((p) => have.get(p.address) ?? p.id);
  }

  async #put(id: string, bytes: Buffer, aside = ''): Promise<void> {
    const iv = crypto.randomBytes(12);
    const cipher = crypto.createCipheriv('aes-256-gcm', this.#secrets.fileKey, iv);
    cipher.setAAD(Buffer.from(id));
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    const place = `${this.place(id)}${aside}`;
    await fs.mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    const handle = await fs.open(place, 'wx', 0o600);
    try {
      await handle.writev([Buffer.from(this.#secrets.fileKeyId), iv, cipher.getAuthTag(), body]);
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }

  /**
   * Keeps a written file for an owner (`document:…`), in the caller's transaction. Gives the id to
   * store, which is another one where the same bytes were kept meanwhile.
   */
  async keep(trx: Trx, uses: { id: string; owner: string }[]): Promise<string[]> {
    if (uses.length === 0) return [];
    const wanted = JSON.stringify(uses);
    // Two may keep the same bytes of one subject at once: the second waits and takes the first's.
    await sql`select pg_advisory_xact_lock(hashtextextended(address, 0)) from (
      select address from base.file where id = any(${uses.map((u) => u.id)}::uuid[]) order by address) a`
      .execute(trx);
    const { rows } = await sql<{ asked: string; id: string }>`
      with wanted as (select * from jsonb_to_recordset(${wanted}::jsonb) as w(id uuid, owner text)),
      other as (
        select f.id as asked, k.id from base.file f join wanted w on w.id = f.id
        join base.file k on k.address = f.address and k.state = 'kept' and k.id <> f.id),
      kept as (
        update base.file set state = 'kept', writer = null
        where id in (select id from wanted) and id not in (select asked from other)
        returning id),
      used as (
        insert into base.file_use (file, owner)
        select coalesce(o.id, w.id), w.owner from wanted w left join other o on o.asked = w.id
        on conflict do nothing)
      select asked, id from other union all select id, id from kept`.execute(trx);
    const by = new Map(rows.map((r) => [r.asked, r.id]));
    return uses.map((u) => by.get(u.id) ?? u.id);
  }

  /** The owners no longer need their files; what nobody uses is swept. */
  async release(trx: Trx, owners: string[]): Promise<void> {
    // As in `keep`: who keeps or releases the same bytes meanwhile waits, and sees what we did.
    await sql`select pg_advisory_xact_lock(hashtextextended(address, 0)) from (
      select distinct f.address from base.file f join base.file_use u on u.file = f.id
      where u.owner = any(${owners}) order by f.address) a`.execute(trx);
    await sql`with gone as (delete from base.file_use where owner = any(${owners}) returning file)
      update base.file f set state = 'writing', writer = null, at = now() - interval '1 day'
      where f.id in (select file from gone)
        and not exists (select from base.file_use u where u.file = f.id and u.owner <> all(${owners}))
      `.execute(trx);
  }

  /** The original bytes of a kept file, or undefined. Throws when they were changed on disk. */
  async read(db: Db, id: string): Promise<{ file: StoredFile; bytes: Buffer } | undefined> {
    const { rows } = await sql<Row>`select id, kind, name, size, subject, state, key_id
      from base.file where id = ${id} and state = 'kept'`.execute(db);
    const row = rows[0];
    if (!row) return undefined;
    return { file: row, bytes: await this.#open(id) };
  }

  /** The bytes as they were, by the key whose id stands at the head of the file. */
  async #open(id: string): Promise<Buffer> {
    const stored = await fs.readFile(this.place(id));
    const keyId = stored.toString('latin1', 0, 8);
    const { fileKey, fileKeyId, oldFileKeys } = this.#secrets;
    const key = keyId === fileKeyId ? fileKey : oldFileKeys.get(keyId);
    if (!key) throw new Error(`file ${id} was encrypted with key ${keyId}, which is not given (${fileKeyId} is)`);
    const [iv, tag] = [stored.subarray(8, 20), stored.subarray(20, 36)];
    const decipher = crypto.createDecipheriv('aes-256-gcm', key, iv);
    decipher.setAAD(Buffer.from(id));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(stored.subarray(36)), decipher.final()]);
  }

  /**
   * Encrypts with today's key what an older one encrypted, one file at a time; each is whole at every
   * moment, by the old key or by the new. Gives how many were done and how many could not be opened.
   */
  async encryptAnew(db: Db): Promise<{ done: number; failed: string[] }> {
    const found = { done: 0, failed: [] as string[] };
    const { rows } = await sql<{ id: string }>`select id from base.file
      where state = 'kept' and key_id <> ${this.#secrets.fileKeyId} order by id`.execute(db);
    for (const { id } of rows) {
      try {
        const bytes = await this.#open(id);
        await fs.rm(`${this.place(id)}.new`, { force: true });
        await this.#put(id, bytes, '.new');
        await fs.rename(`${this.place(id)}.new`, this.place(id));
        await sql`update base.file set key_id = ${this.#secrets.fileKeyId} where id = ${id}`.execute(db);
        found.done += 1;
      } catch {
        found.failed.push(id);
      }
    }
    return found;
  }

  /**
   * Removes what was never kept: files of processes that no longer beat, and released ones.
   * Gives how many. Runs at every start of a worker and every half minute.
   */
  async sweep(db: Db): Promise<number> {
    const { rows } = await sql<{ id: string }>`select id from base.file f where state = 'writing'
      and at < now() - interval '30 seconds'
      and (writer is null or at < now() - interval '1 hour' or not exists (
        select from base.beat b where b.process = f.writer and b.at > now() - interval '30 seconds'))
      and (writer is distinct from ${this.#writer} or at < now() - interval '1 hour')
      limit 10000`.execute(db);
    let swept = 0;
    for (const { id } of rows) swept += await this.#drop(db, id);
    return swept;
  }

  /** The row is held while the bytes go, so that nobody keeps it meanwhile. */
  async #drop(db: Db, id: string): Promise<number> {
    return db.transaction().execute(async (trx) => {
      // While a backup is made nothing goes: it copies rows first and bytes after.
      const { rows: [free] } = await sql<{ free: boolean }>`
        select pg_try_advisory_xact_lock_shared(${sweepLock}) as free`.execute(trx);
      if (!free?.free) return 0;
      const { rows } = await sql`delete from base.file where id = ${id} and state = 'writing'
        returning id`.execute(trx);
      if (rows.length > 0) await fs.rm(this.place(id), { force: true });
      return rows.length;
    });
  }

  /** For the operator: rows without their file, and files without their row. */
  async audit(db: Db): Promise<{ lost: string[]; stray: string[] }> {
    const { rows } = await sql<{ id: string; state: string }>`select id, state from base.file`.execute(db);
    const known = new Set(rows.map((r) => r.id));
    const onDisk = new Set<string>();
    for (const folder of await fs.readdir(this.folder).catch(() => [])) {
      for (const id of await fs.readdir(path.join(this.folder, folder))) onDisk.add(id);
    }
    const lost = rows.filter((r) => r.state === 'kept' && !onDisk.has(r.id)).map((r) => r.id);
    return { lost, stray: [...onDisk].filter((id) => !known.has(id)) };
  }
}
