/** SQL of drafts, documents and cases as rows. */
import type { Facts } from '#graph';
import { sql, type Db, type Trx } from '#base';
import type { Actor } from '#identity';
import type { Choice } from './delivery-choice.ts';
import type { Outcome, Path, State } from './states.ts';

type Text = { zh: string; en?: string };

/** A licence in place of an upload; `name` in Chinese, `en` where the kind has it. */
export type Take = { material: string; licence: string; name: string; en?: string | undefined; number: string };

export type DraftRow = {
  id: string; version: number; item: string; item_version: string; subject: string; account: string;
  mandate: string | null; channel: 'online' | 'counter'; unit: string | null; facts: Facts;
  typed: Record<string, { raw: unknown; problem: string }>; takes: Take[]; updated_at: Date;
  /** 告知承诺 was chosen. */
  promised: boolean;
  /** How the result is to be received, where he said so. */
  delivery: Choice | null;
};

export type CaseRow = {
  id: string; number: string; item: string; item_version: string; item_name: Text; engine: number;
  calendar_version: string; path: Path; state: State; outcome: Outcome | null; subject: string;
  subject_kind: 'person' | 'organisation'; subject_name: string; filer: string; filer_name: string;
  mandate: string | null; channel: 'online' | 'counter'; unit: string; unit_path: string; unit_name: Text;
  area: string; owner: string | null; owner_name: string | null; facts: Facts; findings: unknown[];
  /** Findings that bar, findings that ask: counted by the database from `findings`, never written. */
  findings_fail: number; findings_ask: number;
  takes: Take[]; told: { at: string; message: string }[] | null; seq: number; head: string;
  submitted_at: Date; received_on: string | null; accepted_on: string | null; decided_on: string | null;
  ended_on: string | null; extended: boolean; raised: boolean; reviewer: string | null;
  opinion: string | null; decider: string | null; due: string | null; warn_on: string | null;
  /** First day of a promise that is still open, or found untrue and not decided. */
  promise_due: string | null;
  /** Its archive package was made. */
  packaged: boolean;
  stopped: boolean; asked: boolean; promised: boolean; acted_at: Date;
};

export type DocumentRow = {
  id: string; draft: string | null; case: string | null; material: string; idx: number; name: string;
  kind: string; size: number; pages: number; file: string; added_at: Date;
};

/**
 * Drafts are seen by who writes them, in the name in which they were begun: a company's draft only
 * while he acts for it on that item, his own only while he acts for himself. A walk-in's draft by
 * the clerk's account alone.
 */
export function myDraft(actor: Actor) {
  const own = sql`t.account = ${actor.id || null}`;
  if (actor.kind === 'staff') return sql`(${own} and t.channel = 'counter')`;
  const acting = actor.actingFor;
  if (!acting) return sql`(${own} and t.subject = ${actor.subject || null})`;
  const items = acting.items === 'all' ? sql`true` : sql`t.item = any(${acting.items}::text[])`;
  return sql`(${own} and t.subject = ${acting.organisation} and ${items})`;
}

type NewDraft = Omit<DraftRow, 'version' | 'typed' | 'updated_at' | 'promised' | 'delivery'> & { now: Date };

export async function insertDraft(trx: Trx, d: NewDraft): Promise<void> {
  await sql`insert into cases.draft (id, item, item_version, subject, account, mandate, channel, unit,
      facts, takes, made_at, updated_at)
    values (${d.id}, ${d.item}, ${d.item_version}, ${d.subject}, ${d.account}, ${d.mandate}, ${d.channel},
      ${d.unit}, ${JSON.stringify(d.facts)}::jsonb, ${JSON.stringify(d.takes)}::jsonb, ${d.now}, ${d.now})`
    .execute(trx);
}

/** The draft, if it is this actor's. `lock` for a change in this transaction. */
export async function findDraft(
  db: Db | Trx, actor: Actor, id: string, lock = false,
): Promise<DraftRow | undefined> {
  const { rows } = await sql<DraftRow>`select t.* from cases.draft t
    where t.id = ${id} and ${myDraft(actor)} ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

/** A draft whoever it belongs to: for who was asked to agree to it, found by his own row. */
export async function draftById(db: Db | Trx, id: string, lock = false): Promise<DraftRow | undefined> {
  const { rows } = await sql<DraftRow>`select t.* from cases.draft t where t.id = ${id}
    ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

export async function listDrafts(db: Db, actor: Actor): Promise<DraftRow[]> {
  const { rows } = await sql<DraftRow>`select t.* from cases.draft t where ${myDraft(actor)}
    order by t.updated_at desc limit 50`.execute(db);
  return rows;
}

export async function updateDraft(
  trx: Trx, d: Pick<DraftRow, 'id' | 'item_version' | 'facts' | 'typed' | 'takes' | 'promised' | 'delivery'>, now: Date,
): Promise<number> {
  const { rows } = await sql<{ version: number }>`update cases.draft set version = version + 1,
      item_version = ${d.item_version}, facts = ${JSON.stringify(d.facts)}::jsonb,
      typed = ${JSON.stringify(d.typed)}::jsonb, takes = ${JSON.stringify(d.takes)}::jsonb,
      promised = ${d.promised}, delivery = ${d.delivery === null ? null : JSON.stringify(d.delivery)}::jsonb,
      updated_at = ${now}
    where id = ${d.id} returning version`.execute(trx);
  return rows[0]?.version ?? 0;
}

export async function deleteDraft(trx: Trx, id: string): Promise<void> {
  await sql`delete from cases.draft where id = ${id}`.execute(trx);
}

export async function documentsOf(
  db: Db | Trx, of: { draft: string } | { case: string },
): Promise<DocumentRow[]> {
  const where = 'draft' in of ? sql`draft = ${of.draft}` : sql`"case" = ${of.case}`;
  const { rows } = await sql<DocumentRow>`select * from cases.document where ${where}
    order by added_at, id`.execute(db);
  return rows;
}

export async function insertDocument(trx: Trx, d: DocumentRow & { by: string }): Promise<void> {
  await sql`insert into cases.document (id, draft, "case", material, idx, name, kind, size, pages, file,
      added_at, added_by)
    values (${d.id}, ${d.draft}, ${d.case}, ${d.material}, ${d.idx}, ${d.name}, ${d.kind}, ${d.size},
      ${d.pages}, ${d.file}, ${d.added_at}, ${d.by})`.execute(trx);
}

export async function deleteDocuments(trx: Trx, ids: string[]): Promise<void> {
  await sql`delete from cases.document where id = any(${ids}::uuid[])`.execute(trx);
}

/** These copies stand in the place before: who handed them in moved up by one. */
export async function moveUp(trx: Trx, ids: string[]): Promise<void> {
  await sql`update cases.document set idx = idx - 1 where id = any(${ids}::uuid[])`.execute(trx);
}

/**
 * Which cases an actor may see: the applicant's own (acting for an organisation: that one's, within
 * the mandate's items), the filer's, and for officers those of their units' subtree. One predicate
 * for every query of the room; what is outside does not exist.
 */
export function visible(actor: Actor) {
  if (actor.kind === 'system') return sql`true`;
  if (actor.kind === 'staff') {
    const [first, ...more] = actor.units.map((u) => `${u.path.replace(/[%_\\]/g, '\\$&')}%`);
    // `like any(…)` would go past the index of paths; an officer works for one unit, as a rule.
    if (first === undefined) return sql`false`;
    return sql`(${sql.join([first, ...more].map((path) => sql`c.unit_path like ${path}`), sql` or `)})`;
  }
  if (actor.kind !== 'citizen') return sql`false`;
  const acting = actor.actingFor;
  if (acting) {
    const items = acting.items === 'all' ? sql`true` : sql`c.item = any(${acting.items}::text[])`;
    return sql`(c.subject = ${acting.organisation} and ${items})`;
  }
  return sql`(c.subject = ${actor.subject})`;
}

/** Opinions (as `o`) that a unit of his was asked for and has not given: while asked, no longer. */
export function askedOf(actor: Actor) {
  if (actor.kind !== 'staff' || actor.units.length === 0) return sql`false`;
  const paths = actor.units.map((u) => sql`o.unit_path like ${`${u.path.replace(/[%_\\]/g, '\\$&')}%`}`);
  return sql`(o.answered_at is null and (${sql.join(paths, sql` or `)}))`;
}

/**
 * Those he may look at: his own, and in his own name those in which he agreed as a second person or
 * whose child he is a guardian of. He acts only on his own (`visible`).
 */
export function sees(actor: Actor) {
  if (actor.kind !== 'citizen' || actor.actingFor) return visible(actor);
  return sql`(${visible(actor)} or c.id = any(array(
    select k."case" from cases.concerned k where k.subject = ${actor.subject})))`;
}

/** The case, if he may look at it. */
export async function seeCase(db: Db | Trx, actor: Actor, id: string): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`select * from cases.case c
    where c.id = ${id} and ${sees(actor)}`.execute(db);
  return rows[0];
}

/** The case, if the actor may see it. */
export async function findCase(db: Db | Trx, actor: Actor, id: string): Promise<CaseRow | undefined> {
  const { rows } = await sql<CaseRow>`select * from cases.case c
    where c.id = ${id} and ${visible(actor)}`.execute(db);
  return rows[0];
}

/** A case locked for an act, and what stands between it and this person. */
export type LockedCase = CaseRow & {
  /** He is named in it. */
  is_party: boolean;
  /** He gave an opinion on it at any time, not only the last. */
  has_reviewed: boolean;
};

/**
 * The case locked for an act; `digest` is of the person's number. `asked`: an opinion that a unit of
 * his was asked for and that is still open lets him see it, too.
 */
export async function lockCase(
  trx: Trx, actor: Actor, { id, digest, asked }: { id: string; digest: string; asked?: string | undefined },
): Promise<LockedCase | undefined> {
  const allowed = asked === undefined ? visible(actor)
    : sql`exists (select from cases.opinion o where o."case" = c.id and o.id = ${asked} and ${askedOf(actor)})`;
  const { rows } = await sql<LockedCase>`select c.*, exists (
      select from cases.party p where p."case" = c.id and p.number_digest = ${digest}) as is_party,
    exists (select from cases.action a where a."case" = c.id and a.action in ('review', 'propose-refusal')
      and a.content->'set'->>'reviewer' = ${actor.subject}) as has_reviewed
    from cases.case c where c.id = ${id} and ${allowed} for no key update of c`.execute(trx);
  return rows[0];
}

/** Is a case of this item for this subject still open? (Filing the same thing twice is told.) */
export async function openTwin(
  trx: Trx, item: string, subject: string,
): Promise<{ id: string; number: string } | undefined> {
  const { rows } = await sql<{ id: string; number: string }>`select id, number from cases.case
    where subject = ${subject} and item = ${item} and state not in
      ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated')
    order by submitted_at desc limit 1`.execute(trx);
  return rows[0];
}

export async function nextNumber(trx: Trx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select nextval('cases.number') as n`.execute(trx);
  return rows[0]?.n ?? 0;
}
