/** SQL of contacts, ratings and tasks. Ratings and steps are only ever added. */
import { sql, type Db, type Trx } from '#base';
import { actsFor, type Actor } from '#identity';
import type { ContactKind, TaskAction, TaskState } from './states.ts';

export type Text = { zh: string; en?: string };
export type About = { kind: 'item' | 'material' | 'step'; id: string; name: Text };

export type ContactRow = {
  id: string; kind: ContactKind; channel: 'online' | 'counter'; case: string | null; seq: number | null;
  case_number: string | null; subject: string | null; item: string | null; item_name: Text | null;
  item_version: string | null; unit: string; unit_path: string; unit_name: Text; officer: string | null;
  at: Date; until: Date; code_digest: string | null;
};

export type RatingRow = {
  contact: string; level: number; indicators: string[]; indicator_set: string; words: string | null;
  about: About | null; channel: 'web' | 'phone' | 'code'; subject: string | null; rater: string | null;
  rater_name: string | null; at: Date;
};

export type TaskRow = {
  id: string; contact: string; unit: string; unit_path: string; officer: string | null; state: TaskState;
  round: number; tries: number; appealed: boolean; due: string | null; result: string | null;
  opened_at: Date; ended_at: Date | null;
};

export type StepRow = {
  task: string; n: number; action: TaskAction; role: string; actor: string; actor_name: string;
  unit_name: Text | null; at: Date; state: TaskState; content: Record<string, unknown>;
};

/** Adds contacts; one that is noted already is left out. Gives the ids of the new ones. */
export async function addContacts(trx: Trx, rows: readonly ContactRow[]): Promise<string[]> {
  const { rows: added } = await sql<{ id: string }>`insert into feedback.contact (id, kind, channel, "case", seq,
      case_number, subject, item, item_name, item_version, unit, unit_path, unit_name, officer, at, until, code_digest)
    select r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, kind text, channel text,
      "case" uuid, seq int, case_number text, subject uuid, item text, item_name jsonb, item_version text,
      unit text, unit_path text, unit_name jsonb, officer text, at timestamptz, until timestamptz, code_digest text)
    on conflict do nothing returning id`.execute(trx);
  return added.map(({ id }) => id);
}

/** Contacts are those of the subject he acts for, an agent's of the items of his mandate. */
function his(actor: Actor) {
  const items = actor.actingFor?.items ?? 'all';
  const within = items === 'all' ? sql`true` : sql`k.item = any(${items}::text[])`;
  return sql`(k.subject = ${actsFor(actor) || null} and ${within})`;
}

/** The contact, if it was his. `lock` where he is about to rate it. */
export async function findContact(
  db: Db | Trx, actor: Actor, id: string, lock = false,
): Promise<ContactRow | undefined> {
  const { rows } = await sql<ContactRow>`select k.* from feedback.contact k where k.id = ${id} and ${his(actor)}
    ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

/** The contact a code was given for. */
export async function contactOfCode(db: Db | Trx, digests: string[], lock = false): Promise<ContactRow | undefined> {
  const { rows } = await sql<ContactRow>`select k.* from feedback.contact k
    where k.code_digest = any(${digests}::text[])
    ${lock ? sql`for update` : sql``}`.execute(db);
  return rows[0];
}

export type Mine = ContactRow & {
  level: number | null; indicators: string[] | null; indicator_set: string | null; words: string | null;
  rated_at: Date | null; task: string | null; task_state: TaskState | null; due: string | null; result: string | null;
};

/** His contacts, the newest first; of one case, or all that can still be rated or were. */
export async function listMine(db: Db, actor: Actor, of: string | undefined): Promise<Mine[]> {
  const { rows } = await sql<Mine>`select k.*, r.level, r.indicators, r.indicator_set, r.words, r.at as rated_at,
      t.id as task, t.state as task_state, t.due, t.result
    from feedback.contact k left join feedback.rating r on r.contact = k.id
      left join feedback.task t on t.contact = k.id
    where ${his(actor)} ${of === undefined ? sql`` : sql`and k."case" = ${of}`}
    order by k.at desc, k.seq desc limit 100`.execute(db);
  return rows;
}

export async function findRating(db: Db | Trx, contact: string): Promise<RatingRow | undefined> {
  const { rows } = await sql<RatingRow>`select * from feedback.rating where contact = ${contact}`.execute(db);
  return rows[0];
}

export async function addRating(trx: Trx, r: RatingRow): Promise<void> {
  await sql`insert into feedback.rating (contact, level, indicators, indicator_set, words, about, channel, subject,
      rater, rater_name, at)
    values (${r.contact}, ${r.level}, ${r.indicators}::text[], ${r.indicator_set}, ${r.words},
      ${r.about === null ? null : JSON.stringify(r.about)}::jsonb, ${r.channel}, ${r.subject}, ${r.rater},
      ${r.rater_name}, ${r.at})`.execute(trx);
}

export async function addTask(trx: Trx, t: TaskRow): Promise<void> {
  await sql`insert into feedback.task (id, contact, unit, unit_path, officer, state, due, opened_at)
    values (${t.id}, ${t.contact}, ${t.unit}, ${t.unit_path}, ${t.officer}, ${t.state}, ${t.due}, ${t.opened_at})`
    .execute(trx);
}

export async function updateTask(trx: Trx, t: TaskRow): Promise<void> {
  await sql`update feedback.task set state = ${t.state}, round = ${t.round}, tries = ${t.tries},
      appealed = ${t.appealed}, due = ${t.due}, result = ${t.result}, ended_at = ${t.ended_at}
    where id = ${t.id}`.execute(trx);
}

export async function addStep(trx: Trx, s: Omit<StepRow, 'n'>): Promise<void> {
  await sql`insert into feedback.step (task, n, action, role, actor, actor_name, unit_name, at, state, content)
    select ${s.task}, coalesce(max(n), 0) + 1, ${s.action}, ${s.role}, ${s.actor}, ${s.actor_name},
      ${s.unit_name === null ? null : JSON.stringify(s.unit_name)}::jsonb, ${s.at}, ${s.state},
      ${JSON.stringify(s.content)}::jsonb from feedback.step where task = ${s.task}`.execute(trx);
}

export async function stepsOf(db: Db | Trx, task: string): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`select * from feedback.step where task = ${task} order by n`.execute(db);
  return rows;
}

/**
 * Tasks of an officer's units and below; never one about himself, nor one he gave the rating of: who
 * is rated does not learn who rated, and for him the task does not exist.
 */
function visible(actor: Actor) {
  const paths = actor.units.map((u) => `${u.path.replace(/[%_\\]/g, '\\$&')}%`);
  return sql`(t.unit_path like any(${paths}::text[]) and t.officer is distinct from ${actor.id}
    and r.rater is distinct from ${actor.subject || null})`;
}

export type TaskView = TaskRow & Pick<ContactRow,
  'kind' | 'case' | 'case_number' | 'item' | 'item_name' | 'unit_name' | 'subject'> & { contact_at: Date }
  & Pick<RatingRow, 'level' | 'indicators' | 'indicator_set' | 'words' | 'about' | 'channel' | 'rater_name'>;

const joined = sql`select t.*, k.kind, k."case", k.case_number, k.item, k.item_name, k.unit_name, k.subject,
    r.at as contact_at, r.level, r.indicators, r.indicator_set, r.words, r.about, r.channel, r.rater_name
  from feedback.task t join feedback.rating r on r.contact = t.contact join feedback.contact k on k.id = t.contact`;

/** Tasks he may see: those still to be done, the most urgent first, or those that ended. */
export async function listTasks(db: Db, actor: Actor, box: 'open' | 'ended'): Promise<TaskView[]> {
  const open = sql`t.state in ('open', 'answered', 'appealed')`;
  const { rows } = await sql<TaskView>`${joined} where ${visible(actor)}
    ${box === 'open' ? sql`and ${open} order by t.due, t.opened_at` : sql`and not ${open} order by t.opened_at desc`}
    limit 200`.execute(db);
  return rows;
}

/** The task, if he may see it. `lock` where he is about to act. */
export async function findTask(
  db: Db | Trx, actor: Actor, id: string, lock = false,
): Promise<TaskView | undefined> {
  const { rows } = await sql<TaskView>`${joined} where t.id = ${id} and ${visible(actor)}
    ${lock ? sql`for update of t` : sql``}`.execute(db);
  return rows[0];
}

export type Counted = {
  unit: string; unit_name: Text; item: string | null; item_name: Text | null; n: number; bad: number;
  levels: Record<string, number>; mistaken: number; put_right: number; tasks: number;
};

/** Ratings counted per unit and item. Those found mistaken are counted apart. */
export async function countRatings(db: Db): Promise<Counted[]> {
  const { rows } = await sql<Counted>`select k.unit, max(k.unit_name::text)::jsonb as unit_name, k.item,
      max(k.item_name::text)::jsonb as item_name,
      count(*) filter (where t.state is distinct from 'mistaken')::int as n,
      count(*) filter (where r.level <= 2 and t.state is distinct from 'mistaken')::int as bad,
      count(*) filter (where t.state = 'mistaken')::int as mistaken,
      count(*) filter (where t.state is distinct from 'mistaken' and t.id is not null)::int as tasks,
      count(*) filter (where t.state = 'closed')::int as put_right,
      jsonb_build_object('1', count(*) filter (where r.level = 1 and t.state is distinct from 'mistaken'),
        '2', count(*) filter (where r.level = 2 and t.state is distinct from 'mistaken'),
        '3', count(*) filter (where r.level = 3), '4', count(*) filter (where r.level = 4),
        '5', count(*) filter (where r.level = 5)) as levels
    from feedback.rating r join feedback.contact k on k.id = r.contact
      left join feedback.task t on t.contact = r.contact
    group by k.unit, k.item order by k.unit, k.item`.execute(db);
  return rows;
}
