/** SQL of a person's own hold on his facts: erasing, and requests for correction. */
import { sql, type Db, type Trx } from '#base';
import type { Json } from '#rules';

/** Erases what a subject stated himself (grade D); of one field only where it is given. Gives how many. */
export async function eraseStated(
  trx: Trx,
  of: { subject: string; group?: string; field?: string },
): Promise<number> {
  const one = of.field ? sql`and field_group = ${of.group} and field = ${of.field}` : sql``;
  const done = await sql`update facts.subject_fact set value = null, erased_at = now()
    where subject = ${of.subject} and grade = 'D' and erased_at is null ${one}`.execute(trx);
  return Number(done.numAffectedRows ?? 0);
}

export type Correction = {
  id: string;
  subject: string;
  group: string;
  field: string;
  stood: Json;
  wanted: string;
  reason: string;
  unit: string;
  asked: Date;
  state: 'open' | 'done' | 'refused';
  answer: string | null;
};

const columns = sql`id, subject, field_group as "group", field, stood, wanted, reason, unit, asked,
  state, answer`;

export async function insertCorrection(
  trx: Trx,
  c: Pick<
    Correction,
    'subject' | 'group' | 'field' | 'stood' | 'wanted' | 'reason' | 'unit' | 'asked'
  >,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into facts.correction
    (subject, field_group, field, stood, wanted, reason, unit, asked)
    values (${c.subject}, ${c.group}, ${c.field}, ${JSON.stringify(c.stood)}::jsonb, ${c.wanted},
      ${c.reason}, ${c.unit}, ${c.asked}) returning id`.execute(trx);
  return rows[0]?.id ?? '';
}

/** Is one about this field open? */
export async function hasOpen(
  trx: Trx,
  of: { subject: string; group: string; field: string },
): Promise<boolean> {
  const { rows } = await sql`select from facts.correction where subject = ${of.subject}
    and field_group = ${of.group} and field = ${of.field} and state = 'open'`.execute(trx);
  return rows.length > 0;
}

export async function correctionsOf(db: Db | Trx, subject: string): Promise<Correction[]> {
  const { rows } = await sql<Correction>`select ${columns} from facts.correction
    where subject = ${subject} order by asked desc limit 100`.execute(db);
  return rows;
}

/** Open ones of these units, the oldest first. */
export async function openCorrections(
  db: Db | Trx,
  units: readonly string[],
): Promise<Correction[]> {
  const { rows } = await sql<Correction>`select ${columns} from facts.correction
    where unit = any(${[...units]}::text[]) and state = 'open' order by asked limit 200`.execute(
    db,
  );
  return rows;
}

/** One of these units, held till the end of the transaction. */
export async function lockCorrection(
  trx: Trx,
  id: string,
  units: readonly string[],
): Promise<Correction | undefined> {
  const { rows } = await sql<Correction>`select ${columns} from facts.correction
    where id = ${id} and unit = any(${[...units]}::text[]) for update`.execute(trx);
  return rows[0];
}

export async function answerCorrection(
  trx: Trx,
  a: { id: string; state: 'done' | 'refused'; answer: string; by: string; at: Date },
): Promise<void> {
  await sql`update facts.correction set state = ${a.state}, answer = ${a.answer},
    answered_by = ${a.by}, answered = ${a.at} where id = ${a.id}`.execute(trx);
}
