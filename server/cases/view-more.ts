/** Of a case as it is seen: what stands beside its course, questions, notes, promises, opinions, own documents. */
import { z } from 'zod';
import { shanghaiTime } from '#base';
import type { OpenItem } from '#graph';
import { allUnits } from '#identity';
import { ownDocumentsOf } from './attach.ts';
import type { Cx } from './cx.ts';
import type { ActContent } from './fold.ts';
import { colleaguesOf } from './inspectors.ts';
import { opinionRow, opinionView } from './opinion.ts';
import { opinionsOf } from './opinion-store.ts';
import { promiseOutput, promiseView } from './promises.ts';
import { promisesOf } from './promise-store.ts';
import { shownName, textOutput } from './rows.ts';
import { stopOutput, stopsOf, stopView } from './stops.ts';
import type { CaseRow } from './store.ts';
import type { Action } from './states.ts';

export const moreOutput = {
  /** Special procedures that were begun, with what they found. */
  stops: z.array(stopOutput),
  /** Questions and answers that stop no clock, in order; notes only for officers. */
  talk: z.array(z.object({
    seq: z.number(), kind: z.enum(['question', 'answer', 'note']), words: z.string(), at: z.string(), by: z.string(),
  })),
  /** A question waits for the applicant. */
  asked: z.boolean(),
  promises: z.array(promiseOutput),
  /** The applicant chose 告知承诺 when he filed. */
  promised: z.boolean(),
  /** Officers only. */
  opinions: z.array(opinionRow),
  /** Officers' documents: the applicant sees those shared with him. */
  ownDocuments: z.array(z.object({
    id: z.string(), name: z.string(), kind: z.string(), size: z.number(), shared: z.boolean(), at: z.string(),
    by: z.string(),
  })),
  /** Conditions and review points a refusal or an on-site record can stand on. Officers only. */
  citable: z.array(z.object({ id: z.string(), name: textOutput, kind: z.enum(['condition', 'review']) })),
  /** Who can do a special procedure, and which units can be asked. Officers only. */
  colleagues: z.array(z.object({ account: z.string(), name: z.string(), unit: textOutput })),
  otherUnits: z.array(z.object({ id: z.string(), name: textOutput })),
  /** Levels of approval the item declares. */
  levels: z.number().nullable(),
};

type LogRow = { seq: number; action: Action; actor_name: string; at: Date; content: ActContent | null };

/** All of it for whoever looks. */
export async function moreOf(cx: Cx, c: CaseRow, { item, log }: { item: OpenItem; log: LogRow[] }) {
  const staff = cx.actor.kind === 'staff';
  const named = (name: string): string => shownName(cx.actor, name);
  const [stops, promises, opinions, own] = await Promise.all([
    stopsOf(cx.db, c.id), promisesOf(cx.db, c.id), staff ? opinionsOf(cx.db, c.id) : [], ownDocumentsOf(cx.db, c.id),
  ]);
  return {
    stops: stops.map((row) => stopView(row, cx.today, named)),
    talk: log.flatMap((row) => talkOf(cx, row)),
    asked: c.asked,
    promises: promises.map((p) => promiseView(p, cx.today, (name) => (name === c.subject_name ? name : named(name)))),
    promised: c.promised,
    opinions: opinions.map((o) => opinionView(cx, o)),
    ownDocuments: own.filter((d) => staff || d.shared).map((d) => ({
      id: d.id, name: d.name, kind: d.kind, size: d.size, shared: d.shared, at: shanghaiTime(d.added_at),
      by: named(d.added_name),
    })),
    ...(staff ? await choices(cx, c, item) : { citable: [], colleagues: [], otherUnits: [] }),
    levels: item.item.approval?.levels ?? null,
  };
}

/** What an officer chooses from in the forms of acts. */
async function choices(cx: Cx, c: CaseRow, item: OpenItem) {
  const inCase = c.unit_path.split('/');
  // A review point with the id of a condition says the same of it: it is cited as the condition.
  const conditions = new Set(item.item.conditions.map((p) => p.id));
  const [colleagues, units] = await Promise.all([
    cx.db.transaction().execute((trx) => colleaguesOf(trx, c)), allUnits(cx.db),
  ]);
  return {
    citable: [
      ...item.item.conditions.map((p) => ({ id: p.id, name: p.name, kind: 'condition' as const })),
      ...item.item.review.filter((p) => !conditions.has(p.id))
        .map((p) => ({ id: p.id, name: p.name, kind: 'review' as const })),
    ],
    colleagues: colleagues.map((one) => ({ account: one.account, name: one.name, unit: one.unitName })),
    otherUnits: units.filter((u) => !inCase.includes(u.id) && u.kind !== 'counter')
      .map((u) => ({ id: u.id, name: u.name })),
  };
}

const kinds = { 'ask-question': 'question', 'answer-question': 'answer', 'note': 'note' } as const;

function talkOf(cx: Cx, row: LogRow) {
  const { action } = row;
  if (!(action in kinds)) return [];
  const kind = kinds[action as keyof typeof kinds];
  if (kind === 'note' && cx.actor.kind !== 'staff') return [];
  const words = row.content?.[kind];
  if (typeof words !== 'string') return [];
  return [{ seq: row.seq, kind, words, at: shanghaiTime(row.at), by: shownName(cx.actor, row.actor_name) }];
}
