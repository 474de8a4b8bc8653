/** All SQL of the catalogue. */
import { sql, tables, type Db, type Trx } from '#base';
import type { Card } from './card.ts';
import type { Change } from './compare.ts';

export type Origin = 'file' | 'studio';

/** One line of a release: from when an item goes by which version (null: withdrawn). */
export type Publication = {
  release: number;
  item: string;
  hash: string | null;
  from: Date;
  /** It ends by itself at this moment. */
  until: Date | null;
  origin: Origin;
  /** Why, in the words of whoever released it. */
  note: string | null;
};

export type VersionRow = {
  hash: string;
  item: string;
  engine: number;
  body: string;
  card: Card;
  origin: Origin;
  at: Date;
};

type CatalogueTables = {
  'catalogue.item_version': { hash: string; item: string; card: Card };
  'catalogue.release_item': {
    release: number;
    item: string;
    hash: string | null;
    effective_from: Date;
    until: Date | null;
  };
  'catalogue.release': {
    id: number; origin: Origin; at: Date; by_name: string | null; basis: string | null; note: string | null;
  };
};

const rooms = (db: Db | Trx) => tables<CatalogueTables>(db);

/** Number of the last release; 0 before the first. */
export async function lastRelease(db: Db | Trx): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    select max(id) as last from catalogue.release`.execute(db);
  return rows[0]?.last ?? 0;
}

/** Every publication, in the order they come into effect. */
export async function publications(db: Db | Trx): Promise<Publication[]> {
  return rooms(db)
    .selectFrom('catalogue.release_item as i')
    .innerJoin('catalogue.release as r', 'r.id', 'i.release')
    .select([
      'i.release', 'i.item', 'i.hash', 'i.effective_from as from', 'i.until', 'r.origin', 'r.note',
    ])
    .orderBy('i.effective_from')
    .orderBy('i.release')
    .execute();
}

/** Text of a version as it was hashed; undefined where the hash was never seen. */
export async function bodyOf(db: Db | Trx, hash: string): Promise<string | undefined> {
  const { rows } = await sql<{ body: string }>`
    select body::text as body from catalogue.item_version where hash = ${hash}`.execute(db);
  return rows[0]?.body;
}

/** Cards of versions by hash. */
export async function cardsOf(db: Db | Trx, hashes: string[]): Promise<Map<string, Card>> {
  if (hashes.length === 0) return new Map();
  const rows = await rooms(db)
    .selectFrom('catalogue.item_version')
    .select(['hash', 'card'])
    .where('hash', 'in', hashes)
    .execute();
  return new Map(rows.map((r) => [r.hash, r.card]));
}

/** Keeps a version under its hash. Gives false where it was seen before. */
export async function addVersion(trx: Trx, row: VersionRow): Promise<boolean> {
  const done = await sql`insert into catalogue.item_version
      (hash, item, engine, body, card, origin, made_at)
    values (${row.hash}, ${row.item}, ${row.engine}, ${row.body}::json,
      ${JSON.stringify(row.card)}::jsonb, ${row.origin}, ${row.at})
    on conflict (hash) do nothing`.execute(trx);
  return done.numAffectedRows === 1n;
}

export type ReleaseRow = {
  at: Date;
  by: string;
  /** The person's name, as the history shows it; none for the files. */
  byName?: string | null;
  /** The order an emergency item rests on. */
  basis?: string | null;
  origin: Origin;
  note: string | null;
};

export type ReleasedItem = { item: string; hash: string | null; from: Date; until?: Date | undefined };

/** Writes a release with its items. Gives its number. */
export async function addRelease(
  trx: Trx, release: ReleaseRow, items: readonly ReleasedItem[],
): Promise<number> {
  const { at, by, byName = null, basis = null, origin, note } = release;
  const { rows } = await sql<{ id: number }>`
    insert into catalogue.release (at, by, by_name, basis, origin, note)
    values (${at}, ${by}, ${byName}, ${basis}, ${origin}, ${note})
    returning id`.execute(trx);
  const id = rows[0]?.id ?? 0;
  await rooms(trx)
    .insertInto('catalogue.release_item')
    .values(items.map((i) => ({
      release: id, item: i.item, hash: i.hash, effective_from: i.from, until: i.until ?? null,
    })))
    .execute();
  return id;
}

/** A version that waits; `against` null where nothing was ever published. */
export type Draft = { item: string; hash: string; against: string | null; diff: Change[]; at: Date };

/** Puts a draft in the place of the one before. */
export async function putDraft(trx: Trx, draft: Draft): Promise<void> {
  await sql`insert into catalogue.draft (item, hash, against, diff, at)
    values (${draft.item}, ${draft.hash}, ${draft.against}, ${JSON.stringify(draft.diff)}::jsonb,
      ${draft.at})
    on conflict (item) do update set hash = excluded.hash, against = excluded.against,
      diff = excluded.diff, at = excluded.at`.execute(trx);
}

/** Takes an item's draft away, if there is one. */
export async function dropDraft(trx: Trx, item: string): Promise<void> {
  await sql`delete from catalogue.draft where item = ${item}`.execute(trx);
}

/** Drafts that wait, by item. */
export async function readDrafts(db: Db | Trx): Promise<Draft[]> {
  const { rows } = await sql<Draft>`
    select item, hash, against, diff, at from catalogue.draft order by item`.execute(db);
  return rows;
}

export type Released = {
  release: number; hash: string | null; from: Date; until: Date | null; at: Date; origin: Origin;
  byName: string | null; basis: string | null; note: string | null;
};

/** All releases of an item, the newest first. */
export async function releasesOf(db: Db | Trx, item: string): Promise<Released[]> {
  return rooms(db)
    .selectFrom('catalogue.release_item as i')
    .innerJoin('catalogue.release as r', 'r.id', 'i.release')
    .select([
      'i.release', 'i.hash', 'i.effective_from as from', 'i.until', 'r.at', 'r.origin',
      'r.by_name as byName', 'r.basis', 'r.note',
    ])
    .where('i.item', '=', item)
    .orderBy('i.release', 'desc')
    .limit(200)
    .execute();
}

/** Digest of the files that were imported last. */
export async function importedDigest(db: Db | Trx): Promise<string | undefined> {
  const { rows } = await sql<{ digest: string }>`select digest from catalogue.import`.execute(db);
  return rows[0]?.digest;
}

/** Notes which files were imported. */
export async function noteImport(trx: Trx, digest: string, at: Date): Promise<void> {
  await sql`insert into catalogue.import (digest, at) values (${digest}, ${at})
    on conflict (one) do update set digest = excluded.digest, at = excluded.at`.execute(trx);
}

/** Lets only one importer work at a time, until the end of the transaction. */
export async function importAlone(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('catalogue.import'))`.execute(trx);
}
