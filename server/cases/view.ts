/** A case as party or officer sees it: course, clocks, papers, findings, and what may be done now. */
import { z } from 'zod';
import { light, longDate, notThere, shanghaiDate, shanghaiTime, sql, told, type DueDate } from '#base';
import { openVersion } from '#catalogue';
import { look } from '#facts';
import { describe, formOf, guide, review, type Description, type Facts, type Guide, type ReviewFinding } from '#graph';
import { findMandate } from '#identity';
import { ofCase } from '#licences';
import { anyHand, isOwn, ownerLeft } from './act.ts';
import type { ActContent } from './fold.ts';
import type { Cx } from './cx.ts';
import { deadlineNames, type DeadlineKind, type DeadlineState } from './deadlines.ts';
import { deliveryOf, deliveryOutput, deliveryView } from './delivery.ts';
import { docOutput, docView } from './draft-view.ts';
import { lightDaysNow } from './lights.ts';
import { insidePapers, paperNames, type PaperKind } from './paper-kinds.ts';
import { rowOutput, rowView, shownName, textOutput } from './rows.ts';
import { documentsOf, seeCase, type CaseRow } from './store.ts';
import { moreOf, moreOutput } from './view-more.ts';
import { actionNames, actionsFor, may, roleNames, type Action, type Role } from './states.ts';
import { seenOf, tiesOutput } from './view-ties.ts';

export const viewInput = z.object({ id: z.uuid('办件编号不对，请从列表里打开') });

export const viewOutput = rowOutput.extend({
  procedure: z.string(), itemVersion: z.string(), filer: z.string(), agent: z.boolean(),
  /** What the agent acts by: until when (that day included), or the day on which it was ended. */
  mandate: z.object({ id: z.string(), until: z.string(), endedOn: z.string().nullable() }).nullable(),
  description: z.custom<Description>(() => true),
  facts: z.custom<Facts>(() => true),
  form: z.custom<ReturnType<typeof formOf>>(() => true),
  documents: z.array(docOutput.extend({ addedAt: z.string() })),
  takes: z.array(z.object({
    material: z.string(), name: z.string(), en: z.string().optional(), number: z.string(),
  })),
  papers: z.array(z.object({
    id: z.string(), kind: z.string(), name: textOutput, number: z.string(), on: z.string(), ready: z.boolean(),
  })),
  log: z.array(z.object({
    seq: z.number(), action: z.string(), name: textOutput, at: z.string(), state: z.string(),
    by: z.object({ name: told, role: textOutput }), note: z.string().nullable(),
    reason: z.string().nullable(), computed: told.nullable(),
  })),
  deadlines: z.array(z.object({
    kind: z.string(), name: textOutput, due: z.string(), state: z.string(), light: z.string(),
    computation: textOutput, provisional: z.boolean(),
    stops: z.array(z.object({ from: z.string(), to: z.string(), why: told, open: z.boolean() })),
  })),
  supplement: z.object({
    points: z.array(z.object({ at: z.string(), message: z.string() })), until: z.string().nullable(),
    untilText: told.nullable(),
  }).nullable(),
  reviewFindings: z.custom<ReviewFinding[]>(() => true),
  conditions: z.custom<Guide['conditions']>(() => true),
  /** Questions with the answers given, and what was to be handed in: as the guide has it. */
  asks: z.custom<Guide['asks']>(() => true),
  materials: z.custom<Guide['materials']>(() => true),
  /** What was told once: later only this can be asked for again. Officers only. */
  told: z.array(z.object({ at: z.string(), message: z.string() })).nullable(),
  actions: z.array(z.object({
    action: z.string(), name: textOutput, allowed: z.boolean(), why: told.nullable(),
    key: z.string().nullable(),
  })),
  procedures: z.array(z.object({ id: z.string(), name: textOutput, staff: z.number(), kind: z.string() })),
  licence: z.object({
    id: z.string(), name: textOutput, number: z.string(), state: z.string(), until: z.string().nullable(),
    ready: z.boolean(),
  }).nullable(),
  reviewedByMe: z.boolean(),
  /** How the result is received, and where that stands. */
  delivery: deliveryOutput,
  ...moreOutput,
  ...tiesOutput,
});

type LogRow = {
  seq: number; action: Action; role: Role; actor: string; actor_name: string; at: Date; state: string;
  content: ActContent | null;
};
type PaperRow = { id: string; kind: PaperKind; number: string; on_date: string; file: string | null };
type DeadlineRow = { kind: DeadlineKind; n: number; due: string; state: DeadlineState; computed: DueDate };

/** The whole case. An officer's opening is a row that the holder sees. */
export async function viewCase(cx: Cx, input: z.output<typeof viewInput>) {
  const c = await seeCase(cx.db, cx.actor, input.id);
  if (!c) throw notThere();
  if (cx.actor.kind === 'staff') {
    if (await ownerLeft(cx.db, c, cx.actor, cx.today)) c.owner = null;
    await cx.db.transaction().execute((trx) => look(trx, {
      subject: c.subject, actor: cx.actor, now: cx.now, what: '打开办件，看到您填写的内容和材料',
      purpose: `办理“${c.item_name.zh}”`, case: { id: c.id, number: c.number },
    }));
  }
  const item = await openVersion(cx.db, c.item_version);
  const env = { today: c.decided_on ?? cx.today, calendar: cx.calendar };
  const seen = await seenOf(cx, c, item);
  const { facts } = seen;
  const found = guide(item, facts, env);
  const [documents, log, papers, deadlines, licence, mandate] = await Promise.all([
    documentsOf(cx.db, { case: c.id }), logOf(cx, c.id), papersOf(cx, c.id), deadlinesOf(cx, c.id),
    ofCase(cx.db, c.id, cx.today), mandateOf(cx, c),
  ]);
  return {
    ...rowView(cx, c, await lightDaysNow(cx)),
    procedure: c.path, itemVersion: c.item_version, filer: shownName(cx.actor, c.filer_name),
    agent: c.filer !== c.subject && c.mandate !== null, mandate,
    description: describe(item.version), facts,
    form: formOf(item, facts, env)
      .map((s) => ({ ...s, fields: s.fields.filter((f) => !seen.hides(f.address)) }))
      .filter((s) => s.fields.length > 0),
    documents: (seen.documents ? documents : []).map((d) => ({ ...docView(d), addedAt: d.added_at.toISOString() })),
    takes: seen.documents ? c.takes : [],
    papers: papers.filter((p) => cx.actor.kind === 'staff' || !insidePapers.includes(p.kind)).map((p) => ({
      id: p.id, kind: p.kind, name: paperNames[p.kind], number: p.number, on: p.on_date, ready: p.file !== null,
    })),
    log: log.filter((row) => cx.actor.kind === 'staff' || !inside.includes(row.action)).map((row) => logView(cx, row)),
    deadlines: deadlines.filter((d) => d.state !== 'void').map((d) => deadlineView(cx, d)),
    supplement: c.state === 'supplement-asked'
      ? { points: c.told ?? [], until: c.due, untilText: c.due ? longDate(c.due) : null } : null,
    reviewFindings: review(item, facts, env),
    conditions: found.conditions, asks: found.asks, materials: found.materials,
    told: cx.actor.kind === 'staff' ? c.told : null,
    actions: seen.view.onlyLooks ? [] : actionsOf(cx, c, log),
    procedures: item.item['special procedures'].map((p) => ({ id: p.id, name: p.name, staff: p.staff, kind: p.kind })),
    licence: licence ? {
      id: licence.id, name: licence.name, number: licence.number, state: licence.state,
      until: licence.until ?? null, ready: licence.file !== null,
    } : null,
    delivery: deliveryView(cx, c, await deliveryOf(cx.db, c.id)),
    reviewedByMe: reviewedBy(log, cx.actor.subject),
    ...await moreOf(cx, c, { item, log }),
    ...seen.view,
  };
}

async function mandateOf(cx: Cx, c: CaseRow) {
  const mandate = c.mandate === null ? undefined : await findMandate(cx.db, c.mandate);
  if (!mandate) return null;
  const { id, until, endedAt } = mandate;
  return { id, until, endedOn: endedAt === null ? null : shanghaiDate(endedAt) };
}

async function logOf(cx: Cx, id: string): Promise<LogRow[]> {
  const { rows } = await sql<LogRow>`select seq, action, role, actor, actor_name, at, state, content
    from cases.action where "case" = ${id} order by seq`.execute(cx.db);
  return rows;
}

async function papersOf(cx: Cx, id: string): Promise<PaperRow[]> {
  const { rows } = await sql<PaperRow>`select id, kind, number, on_date, file from cases.paper
    where "case" = ${id} order by seq, number`.execute(cx.db);
  return rows;
}

async function deadlinesOf(cx: Cx, id: string): Promise<DeadlineRow[]> {
  const { rows } = await sql<DeadlineRow>`select kind, n, due, state, computed from cases.deadline
    where "case" = ${id} order by from_date, due`.execute(cx.db);
  return rows;
}

const opinions: readonly Action[] = ['review', 'propose-refusal'];
const reviewedName = { zh: '审查完毕，送负责人决定', en: 'Reviewed, on to a decision' };
const staffOnly: readonly Action[] = ['claim', 'hand-back', 'raise'];
/** Not in the applicant's course at all. */
const inside: readonly Action[] = ['note', 'attach', 'ask-opinion', 'give-opinion', 'return-review'];

function logView(cx: Cx, row: LogRow) {
  const content = row.content ?? {};
  const text = (key: string): string | null => (typeof content[key] === 'string' ? content[key] : null);
  // Which way a reviewer leans is not for the applicant: the decision, with its reasons, is.
  const inner = cx.actor.kind !== 'staff' && opinions.includes(row.action);
  const hidden = inner || (cx.actor.kind !== 'staff' && staffOnly.includes(row.action));
  return {
    seq: row.seq, action: inner ? 'review' : row.action,
    name: inner ? reviewedName : actionNames[row.action].done, at: shanghaiTime(row.at),
    state: row.state,
    by: { name: shownName(cx.actor, row.actor_name), role: roleNames[row.role] },
    note: cx.actor.kind === 'staff' ? text('note') : null,
    reason: hidden ? null : text('reason') ?? text('opinion') ?? text('result')
      ?? text('question') ?? text('answer') ?? text('words') ?? text('found'),
    computed: text('computed'),
  };
}

function deadlineView(cx: Cx, d: DeadlineRow) {
  const stopped = d.state === 'stopped';
  const running = d.state === 'open' || stopped;
  return {
    kind: d.kind, name: deadlineNames[d.kind], due: d.due, state: d.state,
    light: running ? light(d.due, cx.today, { calendar: cx.calendar, stopped }).light : 'none',
    computation: d.computed.text, provisional: d.computed.provisional,
    stops: d.computed.stops.map((s) => ({ from: s.from, to: s.to, why: s.why, open: s.open ?? false })),
  };
}

/** Answered in its own page, by the unit that was asked. */
const beyondCourse: readonly Action[] = ['give-opinion'];

/** Did he give an opinion on it at any time? Then another decides. */
function reviewedBy(log: readonly LogRow[], subject: string): boolean {
  return log.some((row) => opinions.includes(row.action) && row.content?.set?.reviewer === subject);
}

/** What these roles could do, allowed or with the reason why not now. */
function actionsOf(cx: Cx, c: CaseRow, log: LogRow[]) {
  return actionsFor(c.path, cx.actor.roles).map((action) => {
    const allowed = may(c, action, cx.actor.roles);
    const barred = allowed.allowed ? barredFor(cx, c, action, log) : undefined;
    const words: { name: { zh: string; en: string }; key?: string } = actionNames[action];
    const { name, key = null } = words;
    return {
      action, name, allowed: allowed.allowed && barred === undefined, key,
      why: barred ?? (allowed.allowed ? null : allowed.why),
    };
  });
}

function barredFor(cx: Cx, c: CaseRow, action: Action, log: LogRow[]): string | undefined {
  if (action === 'answer-question' && !c.asked) return '没有等回答的问题。';
  if (cx.actor.kind !== 'staff') return undefined;
  if (action === 'supplement' && c.channel === 'online') return '由申请人自己在网上补正。';
  if (action === 'hand-back' && c.owner === null) return '这件没有人领办，不用退回。';
  if (action === 'claim' && c.owner === cx.actor.id) return '已经在您手上了。';
  if (beyondCourse.includes(action)) return '在征求意见的页面答复。';
  if (action === 'answer-question' && c.channel === 'online') return '由申请人自己在网上回答。';
  if (action === 'hand-in-later' && c.channel === 'online') return '由申请人自己在网上补交。';
  if (action === 'post' && c.due === null) return '申请人选的是网上下载，不用寄。';
  if (action === 'grant-on-promise' && !c.promised) return '申请人没有选择告知承诺。';
  if (c.owner !== null && c.owner !== cx.actor.id && !anyHand.includes(action)) return `由${c.owner_name ?? '另一位同事'}在办。`;
  if (isOwn(c, cx.actor)) return '您是当事人，应当回避。';
  if (action === 'decide' && reviewedBy(log, cx.actor.subject)) return '这件是您审查的，决定要由另一个人来做。';
  if (action === 'return-review' && c.opinion === null) return '还没有审查意见，不用退回。';
  if (action === 'decide' && c.opinion === null) return '还没有审查意见，请先由审查人员写明意见。';
  if (action === 'extend' && c.extended) return '办理期限只能延长一次。';
  return undefined;
}
