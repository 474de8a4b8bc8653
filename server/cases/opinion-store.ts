/** SQL of opinions asked of other units. */
import { sql, type Db, type Trx } from '#base';
import type { Actor } from '#identity';
import { askedOf } from './store.ts';

type Text = { zh: string; en?: string };

export type OpinionRow = {
  id: string; case: string; unit: string; unit_path: string; unit_name: Text; question: string; shares: string[];
  due: string; asked_by: string; asked_name: string; asked_at: Date;
  answer: 'agree' | 'disagree' | 'conditions' | null; words: string | null; answered_name: string | null;
  answered_at: Date | null;
};

export type NewOpinion = Omit<OpinionRow, 'answer' | 'words' | 'answered_name' | 'answered_at'>;

export async function insertOpinion(trx: Trx, o: NewOpinion): Promise<void> {
  await sql`insert into cases.opinion (id, "case", unit, unit_path, unit_name, question, shares, due, asked_by,
      asked_name, asked_at)
    values (${o.id}, ${o.case}, ${o.unit}, ${o.unit_path}, ${JSON.stringify(o.unit_name)}::jsonb, ${o.question},
      ${JSON.stringify(o.shares)}::jsonb, ${o.due}, ${o.asked_by}, ${o.asked_name}, ${o.asked_at})`.execute(trx);
}

export async function opinionsOf(db: Db | Trx, id: string): Promise<OpinionRow[]> {
  const { rows } = await sql<OpinionRow>`select * from cases.opinion where "case" = ${id}
    order by asked_at, id`.execute(db);
  return rows;
}

export async function answerOpinion(
  trx: Trx, id: string, given: Pick<OpinionRow, 'answer' | 'words' | 'answered_name' | 'answered_at'>,
): Promise<void> {
  await sql`update cases.opinion set answer = ${given.answer}, words = ${given.words},
    answered_name = ${given.answered_name}, answered_at = ${given.answered_at} where id = ${id}`.execute(trx);
}

export type AskedOpinion = OpinionRow & {
  number: string; item_name: Text; item_version: string; subject: string; subject_name: string; case_unit: Text;
};

/** The case still goes on: afterwards nobody is asked any more. */
const goesOn = sql`c.state in ('accepted', 'in-review', 'special-procedure', 'extended')`;
const asked = sql`select o.*, c.number, c.item_name, c.item_version, c.subject, c.subject_name,
    c.unit_name as case_unit from cases.opinion o join cases.case c on c.id = o."case"`;

/** One that a unit of his was asked for and that is open; undefined otherwise. */
export async function findAsked(db: Db | Trx, actor: Actor, id: string): Promise<AskedOpinion | undefined> {
  const { rows } = await sql<AskedOpinion>`${asked} where o.id = ${id} and ${askedOf(actor)} and ${goesOn}`.execute(db);
  return rows[0];
}

/** What his units are asked for now, the most urgent first. */
export async function listAsked(db: Db, actor: Actor): Promise<AskedOpinion[]> {
  const { rows } = await sql<AskedOpinion>`${asked} where ${askedOf(actor)} and ${goesOn}
    order by o.due, o.asked_at, o.id limit 200`.execute(db);
  return rows;
}
