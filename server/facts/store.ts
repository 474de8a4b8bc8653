/** All SQL of the facts room. */
import { sql, type Db, type Trx } from '#base';
import type { Fact, Grade } from '#graph';
import type { Json } from '#rules';

/** A fact of a subject, by dictionary group and field. */
export type SubjectFact = { subject: string; group: string; field: string; fact: Fact };

type FactRow = {
  subject: string;
  group: string;
  field: string;
  state: 'known' | 'none';
  value: Json;
  source: string;
  grade: Grade;
  on: string;
  until: string | null;
};

function factOf(row: FactRow): Fact {
  const { source, grade, on } = row;
  if (row.state === 'none') return { state: 'none', source, grade, on };
  const fact: Fact = { state: 'known', value: row.value, source, grade, on };
  if (row.until !== null) fact.until = row.until;
  return fact;
}

/** The newest fact of each grade of each field, best grade first. */
export async function bestFacts(db: Db | Trx, subjects: readonly string[]): Promise<SubjectFact[]> {
  if (subjects.length === 0) return [];
  const { rows } = await sql<FactRow>`
    select distinct on (subject, field_group, field, grade) subject, field_group as "group", field,
      state, value, source, grade, on_date as "on", until_date as until
    from facts.subject_fact where subject = any(${[...subjects]}::uuid[]) and erased_at is null
    order by subject, field_group, field, grade, on_date desc, id desc`.execute(db);
  return rows.map((row) => {
    const { subject, group, field } = row;
    return { subject, group, field, fact: factOf(row) };
  });
}

/** Adds facts that are not already there in the same words, from the same source and day. */
export async function addFacts(
  trx: Trx,
  facts: readonly SubjectFact[],
  from: { case: string; on: string },
): Promise<number> {
  if (facts.length === 0) return 0;
  const rows = facts.map(({ subject, group, field, fact }) => ({
    subject,
    grp: group,
    field,
    state: fact.state,
    value: fact.state === 'known' ? fact.value : null,
    source: fact.source,
    grade: fact.grade,
    day: fact.on,
    until: fact.state === 'known' ? (fact.until ?? null) : null,
  }));
  const done = await sql`insert into facts.subject_fact
      (subject, field_group, field, state, value, source, grade, on_date, until_date, learnt_from,
      learnt_on)
    select f.subject, f.grp, f.field, f.state, f.value, f.source, f.grade, f.day, f.until,
      ${from.case}::uuid,
      ${from.on}::date
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as f(subject uuid, grp text, field text,
      state text, value jsonb, source text, grade text, day date, until date)
    where not exists (select from facts.subject_fact s
      where s.erased_at is null and s.subject = f.subject and s.field_group = f.grp and s.field = f.field
        and s.grade = f.grade and s.on_date = f.day and s.state = f.state
        and s.value is not distinct from f.value and s.source = f.source)`.execute(trx);
  return Number(done.numAffectedRows ?? 0);
}

export type LedgerEntry = {
  subject: string;
  at: Date;
  account: string;
  viewer: string | null;
  unit: string | null;
  role: string;
  name: string;
  what: string;
  purpose: string;
  caseId: string | null;
  caseNumber: string | null;
  event?: string;
};

/** Writes that somebody looked. */
export async function addLook(db: Db | Trx, e: LedgerEntry): Promise<void> {
  await sql`insert into facts.ledger (subject, at, account, viewer, unit, role, name, what, purpose,
      case_id, case_number, event)
    values (${e.subject}, ${e.at}, ${e.account}, ${e.viewer}, ${e.unit}, ${e.role}, ${e.name},
      ${e.what}, ${e.purpose}, ${e.caseId}, ${e.caseNumber}, ${e.event ?? null})
    on conflict (subject, event) where event is not null do nothing`.execute(db);
}

export type LedgerRow = Omit<LedgerEntry, 'event'> & { id: number };

/** Rows of some subjects before a row, the newest first. */
export async function ledgerPage(
  db: Db,
  of: { subjects: readonly string[]; before: number | undefined; limit: number },
): Promise<LedgerRow[]> {
  const { rows } = await sql<LedgerRow>`
    select id, subject, at, account, viewer, unit, role, name, what, purpose, case_id as "caseId",
      case_number as "caseNumber"
    from facts.ledger where subject = any(${[...of.subjects]}::uuid[])
      and id < ${of.before ?? Number.MAX_SAFE_INTEGER}
    order by id desc limit ${of.limit}`.execute(db);
  return rows;
}
