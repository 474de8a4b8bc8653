/** The course of a case: writes acts to its log with all that follows from them, in one statement. */
import crypto from 'node:crypto';
import {
  canonicalJson, contentDigest, linkHash, sql, type Link, type Trx,
} from '#base';
import type { Actor } from '#identity';
import type { Cx } from './cx.ts';
import type { Deadline, DeadlineKind, DeadlineState } from './deadlines.ts';
import { fold, type Act, type ActContent, type Columns } from './fold.ts';
import { warnOn } from './lights.ts';
import type { PaperKind } from './paper-kinds.ts';
import { prefixOf, templateName, templateOn } from './paper-templates.ts';
import { mustFill } from './paper-texts.ts';
import type { CaseRow } from './store.ts';
import { after, type Action, type Role } from './states.ts';

export type Deed = {
  action: Action;
  role: Role;
  /** Reasons, notes, points: can be erased later without breaking the chain. */
  content?: Record<string, unknown>;
  /** What the log determines of the columns. */
  set?: Partial<Columns>;
};

/** Columns that do not come from the log alone. */
export type OtherColumns = Partial<Pick<CaseRow,
  'due' | 'stopped' | 'told' | 'facts' | 'findings' | 'takes' | 'owner_name'>>;

export type Course = {
  deeds: Deed[];
  columns?: OtherColumns;
  papers?: { kind: PaperKind; content: Record<string, unknown> }[];
  /** New or recomputed deadlines. */
  deadlines?: Deadline[];
  /** Deadlines that end: met, void … */
  ends?: { kind: DeadlineKind; state: DeadlineState }[];
};

type Written = {
  seq: number; action: string; role: string; actor: string; actor_name: string; actor_unit: string | null;
  at: string; state: string; salt: string; content: ActContent; digest: string; hash: string;
};

/** Who did it, as the log keeps it. */
function doer(actor: Actor): { actor: string; actor_name: string; actor_unit: string | null } {
  const id = actor.kind === 'system' ? `system:${actor.name}` : actor.id;
  const name = actor.kind === 'system' ? '系统' : actor.name;
  return { actor: id, actor_name: name, actor_unit: actor.units[0]?.id ?? null };
}

/** The log rows of these deeds after the head of the case, and the columns they leave. */
function writeDown(
  cx: Cx, c: CaseRow, deeds: Deed[],
): { rows: Written[]; columns: Columns; seq: number; head: string } {
  let columns = columnsOf(c);
  let { seq, head } = c;
  const at = cx.now.toISOString();
  const rows = deeds.map((deed): Written => {
    const state = after({ path: c.path, state: columns.state, outcome: columns.outcome }, deed.action, deed.role);
    columns = { ...columns, ...deed.set, state };
    const content: ActContent = { ...deed.content, ...(deed.set ? { set: deed.set } : {}) };
    const salt = crypto.randomBytes(9).toString('base64url');
    const digest = contentDigest(salt, deed.content ?? {});
    const system = deed.role === 'system' && cx.actor.kind !== 'system';
    const who = system ? { actor: 'system', actor_name: '系统', actor_unit: null } : doer(cx.actor);
    seq += 1;
    head = linkHash(cx.secrets.hmacKey, head, link({ ...who, chain: c.id, seq, action: deed.action,
      role: deed.role, state, at, digest, content }));
    return { seq, action: deed.action, role: deed.role, ...who, at, state, salt, content, digest, hash: head };
  });
  return { rows, columns, seq, head };
}

/**
 * All of a log row that cannot be erased, as the chain covers it: also what it sets of the columns,
 * so that the rest of its content can go and the log still folds.
 */
export function link(row: {
  chain: string; seq: number; action: string; role: string; state: string; actor: string;
  actor_name: string; actor_unit: string | null; at: string; digest: string; content: ActContent | null;
}): Link {
  const set = row.content?.set;
  return {
    chain: row.chain, seq: row.seq, at: row.at, digest: row.digest,
    action: `${row.action} ${row.role} ${row.state}${set ? ` ${canonicalJson(set)}` : ''}`,
    actor: JSON.stringify([row.actor, row.actor_name, row.actor_unit]),
  };
}

function columnsOf(c: CaseRow): Columns {
  const { state, outcome, owner, reviewer, opinion, decider, received_on, accepted_on, decided_on } = c;
  return {
    state, outcome, owner, reviewer, opinion, decider, received_on, accepted_on, decided_on,
    ended_on: c.ended_on, extended: c.extended, raised: c.raised, asked: c.asked,
  };
}

/** A number of a paper: the case's own number and the place in its log, so no counter is shared. */
export function paperNumber(c: { number: string; unit_path: string }, seq: number, mark: string): string {
  return `${prefixOf(c.unit_path)}${mark}〔${c.number.slice(6, 10)}〕${c.number.slice(15, 23)}-${seq}号`;
}

/** Worded by the templates in force today; what a template lacks is told before anything is kept. */
function papersOf(cx: Cx, c: CaseRow, course: Course) {
  const seq = c.seq + course.deeds.length;
  return (course.papers ?? []).map((p, i) => {
    const template = templateOn(p.kind, cx.today);
    mustFill(template, p.content);
    return {
      id: crypto.randomUUID(), seq, kind: p.kind, on_date: cx.today, content: p.content,
      number: paperNumber(c, seq, `${template.mark}${i === 0 ? '' : i}`), template: templateName(template),
    };
  });
}

/**
 * Writes the course: log rows, columns, papers (queued), deadlines and news, in the use case's
 * transaction. Gives the case as it is afterwards. The caller has locked the row and asked `may`.
 */
export async function run(cx: Cx, trx: Trx, c: CaseRow, course: Course): Promise<CaseRow> {
  const papers = papersOf(cx, c, course);
  const { rows, columns, seq, head } = writeDown(cx, c, course.deeds.map((deed, i) => (
    // The log knows its papers: one taken away is missed (`bantuo audit`).
    i === 0 && papers.length > 0
      ? { ...deed, content: { ...deed.content, papers: papers.map(({ id, number }) => ({ id, number })) } } : deed
  )));
  const other = { due: c.due, stopped: c.stopped, told: c.told, facts: c.facts, findings: c.findings,
    takes: c.takes, owner_name: columns.owner === c.owner ? c.owner_name : null, ...course.columns };
  const warn = await warnOn(cx, trx, c, { due: other.due, deadlines: course.deadlines ?? [] });
  const changed = { ...columns, ...other, seq, head, warn_on: warn };
  const news = {
    case: c.id, seq, actions: rows.map((r) => r.action), papers: papers.map((p) => p.id),
    live: { topic: 'cases', to: watchers(c) },
  };
  await sql`with acts as (
      insert into cases.action ("case", seq, action, role, actor, actor_name, actor_unit, at, state, salt,
        content, digest, hash)
      select ${c.id}, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(seq int, action text,
        role text, actor text, actor_name text, actor_unit text, at timestamptz, state text, salt text,
        content jsonb, digest text, hash text)),
    papers as (
      insert into cases.paper (id, "case", seq, kind, number, on_date, content, template)
      select p.id, ${c.id}, p.seq, p.kind, p.number, p.on_date, p.content, p.template
      from jsonb_to_recordset(${JSON.stringify(papers)}::jsonb) as p(id uuid, seq int, kind text,
        number text, on_date date, content jsonb, template text)),
    ended as (
      update cases.deadline d set
        state = case when e.state = 'met' and d.due < ${cx.today}::date then 'missed' else e.state end
      from jsonb_to_recordset(${JSON.stringify(course.ends ?? [])}::jsonb) as e(kind text, state text)
      where d."case" = ${c.id} and d.kind = e.kind and d.state in ('open', 'stopped')),
    deadlines as (
      insert into cases.deadline ("case", kind, n, from_date, period, due, computed, state)
      select ${c.id}, d.* from jsonb_to_recordset(${JSON.stringify(course.deadlines ?? [])}::jsonb) as d(
        kind text, n int, from_date date, period jsonb, due date, computed jsonb, state text)
      on conflict ("case", kind, n) do update set from_date = excluded.from_date, period = excluded.period,
        due = excluded.due, computed = excluded.computed, state = excluded.state),
    news as (
      insert into base.outbox (topic, payload) values ('case.acted', ${JSON.stringify(news)}::jsonb))
    update cases.case set state = ${columns.state}, outcome = ${columns.outcome}, owner = ${columns.owner},
      owner_name = ${other.owner_name}, reviewer = ${columns.reviewer}, opinion = ${columns.opinion},
      decider = ${columns.decider}, received_on = ${columns.received_on}, accepted_on = ${columns.accepted_on},
      decided_on = ${columns.decided_on}, ended_on = ${columns.ended_on}, extended = ${columns.extended},
      raised = ${columns.raised}, asked = ${columns.asked},
      due = ${other.due}, stopped = ${other.stopped}, warn_on = ${warn},
      told = ${other.told === null ? null : JSON.stringify(other.told)}::jsonb, seq = ${seq}, head = ${head},
      acted_at = ${cx.now}
      ${course.columns?.facts ? sql`, facts = ${JSON.stringify(course.columns.facts)}::jsonb` : sql``}
      ${course.columns?.takes ? sql`, takes = ${JSON.stringify(course.columns.takes)}::jsonb` : sql``}
      ${course.columns?.findings ? sql`, findings = ${JSON.stringify(course.columns.findings)}::jsonb` : sql``}
    where id = ${c.id}`.execute(trx);
  return { ...c, ...changed, acted_at: cx.now };
}

/** Applicant, filer, and the officers of the unit and of every unit above it. */
function watchers(c: CaseRow): string[] {
  const units = c.unit_path.split('/').filter((unit) => unit !== '');
  return [`subject:${c.subject}`, `subject:${c.filer}`, ...units.map((unit) => `unit:${unit}`)];
}

/** Folds a stored log; gives what differs from the columns (for `bantuo audit` and the tests). */
export function foldFaults(c: CaseRow, acts: Act[]): string[] {
  try {
    const folded = fold(c.path, acts);
    const real = columnsOf(c);
    return (Object.keys(folded) as (keyof Columns)[])
      .filter((key) => folded[key] !== real[key])
      .map((key) => `${c.number}：${key} 记的是 ${String(real[key])}，由日志应是 ${String(folded[key])}`);
  } catch (error) {
    return [`${c.number}：日志不合规则，${(error as Error).message}`];
  }
}
