/** Whole cases in bulk, for rooms that report them elsewhere. */
import { sql, type Db, type Trx } from '#base';
import type { ActContent } from './fold.ts';
import type { CaseRow } from './store.ts';
import { actionNames, stateNames, type Action, type State } from './states.ts';

type Text = { zh: string; en?: string };
export type ReportedAct = {
  seq: number;
  action: string;
  state: string;
  by: string;
  unit: string | null;
  at: string;
  said: string | null;
};
/** One case with all that happened in it. Instants are ISO texts, dates `YYYY-MM-DD`. */
export type ReportedCase = {
  id: string;
  number: string;
  item: string;
  item_version: string;
  item_name: Text;
  path: string;
  state: string;
  outcome: string | null;
  subject: string;
  subject_kind: string;
  subject_name: string;
  filer: string;
  filer_name: string;
  channel: string;
  unit: string;
  unit_name: Text;
  facts: CaseRow['facts'];
  submitted_at: string;
  received_on: string | null;
  accepted_on: string | null;
  decided_on: string | null;
  ended_on: string | null;
  seq: number;
  acted_at: string;
  acts: ReportedAct[];
  documents: { id: string; material: string; idx: number; name: string; added_at: string }[];
  takes: CaseRow['takes'];
  stops: {
    n: number;
    name: Text;
    reason: string;
    staff: unknown;
    from_date: string;
    until: string | null;
    result: string | null;
  }[];
  papers: { kind: string; number: string; on_date: string }[];
  promised: string | null;
  delivery: { way: string; carrier: string | null; tracking: string | null } | null;
  payment: { amount: string; ordered_on: string } | null;
};

type Raw = Omit<ReportedCase, 'acts'> & {
  acts: (Omit<ReportedAct, 'said'> & { content: ActContent | null })[];
};

/** Steps inside the office that nobody outside is told of. */
const inside = new Set<string>(['claim', 'hand-back', 'raise', 'assign', 'note']);

/** Cases that moved at or after a moment, oldest first, after the one given; without their content. */
export async function movedCases(
  db: Db | Trx,
  since: Date,
  page: { after: { at: Date; id: string } | undefined; most: number },
): Promise<{ id: string; seq: number; at: Date }[]> {
  const after = page.after
    ? sql`and (c.acted_at, c.id) > (${page.after.at}::timestamptz, ${page.after.id}::uuid)`
    : sql``;
  const { rows } = await sql<{
    id: string;
    seq: number;
    at: Date;
  }>`select c.id, c.seq, c.acted_at as at
    from cases."case" c where c.acted_at >= ${since} ${after}
    order by c.acted_at, c.id limit ${page.most}`.execute(db);
  return rows;
}

/** The cases with everything, in one statement. */
export async function reportedCases(db: Db | Trx, ids: readonly string[]): Promise<ReportedCase[]> {
  const { rows } =
    await sql<Raw>`select c.id, c.number, c.item, c.item_version, c.item_name, c.path, c.state,
      c.outcome, c.subject, c.subject_kind, c.subject_name, c.filer, c.filer_name, c.channel, c.unit, c.unit_name,
      c.facts, to_json(c.submitted_at) as submitted_at, c.received_on, c.accepted_on, c.decided_on, c.ended_on,
      c.seq, to_json(c.acted_at) as acted_at, c.takes,
      (select coalesce(jsonb_agg(jsonb_build_object('seq', a.seq, 'action', a.action, 'state', a.state,
          'by', a.actor_name, 'unit', a.actor_unit, 'at', a.at, 'content', a.content) order by a.seq), '[]')
        from cases.action a where a."case" = c.id) as acts,
      (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'material', d.material, 'idx', d.idx, 'name', d.name,
          'added_at', d.added_at) order by d.added_at, d.id), '[]')
        from cases.document d where d."case" = c.id) as documents,
      (select coalesce(jsonb_agg(jsonb_build_object('n', s.n, 'name', s.name, 'reason', s.reason, 'staff', s.staff,
          'from_date', s.from_date, 'until', s.until, 'result', s.result) order by s.n), '[]')
        from cases.stop s where s."case" = c.id) as stops,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', p.kind, 'number', p.number, 'on_date', p.on_date)
          order by p.seq, p.number), '[]') from cases.paper p where p."case" = c.id) as papers,
      (select d.due from cases.deadline d where d."case" = c.id and d.kind = 'decision') as promised,
      (select jsonb_build_object('way', d.way, 'carrier', d.carrier, 'tracking', d.tracking)
        from cases.delivery d where d."case" = c.id) as delivery,
      (select jsonb_build_object('amount', p.amount::text, 'ordered_on', p.ordered_on)
        from cases.payment p where p."case" = c.id) as payment
    from cases."case" c where c.id = any(${ids}::uuid[]) order by c.acted_at, c.id`.execute(db);
  return rows.map((row) => ({
    ...row,
    acts: row.acts
      .filter((act) => !inside.has(act.action))
      .map(({ content, ...act }) => ({ ...act, said: saidIn(content) })),
  }));
}

function saidIn(content: ActContent | null): string | null {
  for (const key of ['reason', 'opinion', 'result'] as const) {
    const said = content?.[key];
    if (typeof said === 'string' && said !== '') return said;
  }
  return null;
}

/** Name of a step as the log shows it, and of the state it leads to. */
export function stepNames(act: { action: string; state: string }): {
  action: string;
  state: string;
} {
  const action = (actionNames as Record<string, { done: { zh: string } }>)[act.action as Action];
  return {
    action: action?.done.zh ?? act.action,
    state: stateNames[act.state as State]?.zh ?? act.state,
  };
}
