/** Promises of a case: made at filing, running from acceptance or decision, asked before a grant. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { dueDate, Refused, shanghaiTime, type Db, type Trx } from '#base';
import { laterMaterials, promiseOffered, type Facts, type OpenItem } from '#graph';
import type { Cx } from './cx.ts';
import {
  brokenPromise, openPromises, promisesOf, type NewPromise, type PromiseMove, type PromiseRow,
} from './promise-store.ts';
import type { CaseRow, DraftRow } from './store.ts';

export type Lacking = {
  material: string; name: { zh: string; en?: string }; words: string; within: NewPromise['period'];
};

/** What may come later and was not handed in: what the applicant would promise. */
export function lackingLater(
  cx: Cx, { item, facts, handedIn }: { item: OpenItem; facts: Facts; handedIn: Record<string, number> },
): Lacking[] {
  return laterMaterials(item, facts, { today: cx.today, calendar: cx.calendar })
    .filter(({ id, count }) => (handedIn[id] ?? 0) < count)
    .map(({ id, name, within }) => ({
      material: id, name: name as Lacking['name'], within,
      words: `我承诺自受理之日起 ${within.n} 个${unitNames[within.unit]}内补交“${name.zh}”。`,
    }));
}

const unitNames: Record<NewPromise['period']['unit'], string> = {
  wd: '工作日', 'half-wd': '半个工作日', d: '自然日', month: '月', year: '年', instant: '当场',
};

/** How many of each are handed in where a chosen promise stands for what it covers. */
export function withPromised(
  item: OpenItem, promised: boolean, handedIn: Record<string, number>,
): Record<string, number> {
  if (!promised || !item.item.promise) return handedIn;
  return { ...handedIn, ...Object.fromEntries(item.item.promise.covers.map((id) => [id, 10_000])) };
}

/** Is the promise offered to this draft? `blocked`: one of his was broken and is not put right. */
export async function offerOf(
  cx: Cx, db: Db | Trx, item: OpenItem, draft: Pick<DraftRow, 'facts' | 'subject'>,
): Promise<{ offered: boolean; blocked: { zh: string; en: string } | null }> {
  const env = { today: cx.today, calendar: cx.calendar };
  const any = promiseOffered(item, draft.facts, env) || laterMaterials(item, draft.facts, env).length > 0;
  const broken = any ? await brokenPromise(db, draft.subject, cx.today) : undefined;
  return { offered: promiseOffered(item, draft.facts, env), blocked: broken ? brokenWords(broken) : null };
}

type BrokenPromise = { name: { zh: string; en?: string }; number: string };

function brokenWords({ name, number }: BrokenPromise): { zh: string; en: string } {
  return {
    zh: `您在办件 ${number} 里承诺的“${name.zh}”没有兑现，补上之前不能再用承诺代替材料。请先补上，或这次把材料交齐。`,
    en: `What you promised in case ${number} (${name.en ?? name.zh}) was not kept. `
      + 'Put it right first, or hand in everything now.',
  };
}

/** Promises made with the filing. Refuses 409 `promise-broken` where an earlier one was not kept. */
export async function promisesAtFiling(
  cx: Cx, trx: Trx, made: { c: CaseRow; item: OpenItem; later: Lacking[] },
): Promise<NewPromise[]> {
  const { c, item, later } = made;
  const told = c.promised ? item.item.promise : undefined;
  if (later.length === 0 && !told) return [];
  const broken = await brokenPromise(trx, c.subject, cx.today);
  if (broken) throw new Refused('promise-broken', 409, brokenWords(broken));
  const common = {
    case: c.id, subject: c.subject, promised_at: cx.now,
    promised_by: cx.actor.kind === 'staff' ? `${c.subject_name}（窗口代录：${cx.actor.name}）` : cx.actor.name,
  };
  return [
    ...later.map((l): NewPromise => ({
      ...common, id: crypto.randomUUID(), kind: 'later', what: l.material, name: l.name, words: l.words,
      period: l.within,
    })),
    ...(told ? [{
      ...common, id: crypto.randomUUID(), kind: 'told' as const, what: told.id,
      name: told.name as NewPromise['name'], words: told.text.zh, period: told.check,
    }] : []),
  ];
}

/** From acceptance the promised materials run; gives what the notice and what the log say of them. */
export async function beginLater(
  cx: Cx, trx: Trx, c: CaseRow, from: string,
): Promise<{ told: { name: string; due: string }[]; log: { promises?: PromiseMove[] } }> {
  const offered = (await promisesOf(trx, c.id)).filter((p) => p.kind === 'later' && p.state === 'offered');
  if (offered.length === 0) return { told: [], log: {} };
  const opened = offered.map((p) => ({ id: p.id, due: dueDate(from, p.period, { calendar: cx.calendar }).due }));
  const promises = await openPromises(trx, opened);
  return { told: offered.map((p, i) => ({ name: p.name.zh, due: opened[i]?.due ?? '' })), log: { promises } };
}

/** Nothing is granted before all that was to come later has come. */
export async function mustHaveCome(trx: Trx, id: string): Promise<void> {
  const open = (await promisesOf(trx, id))
    .filter((p) => p.kind === 'later' && ['open', 'offered', 'broken'].includes(p.state));
  if (open.length === 0) return;
  const fields = open.map((p) => ({ at: p.what, message: {
    zh: `申请人承诺 ${p.due ?? ''} 前补交，还没有来`, en: `Promised by ${p.due ?? ''}, has not come yet` } }));
  const names = open.map((p) => p.name.zh).join('、');
  throw new Refused('promise-open', 409, {
    zh: `申请人承诺补交的材料还没有到齐：${names}。到齐之后才能准予；过期不交的，可以终止办理或拟不予。`,
    en: `Promised materials have not come yet: ${names}. Grant after they came; `
      + 'once overdue, terminate or propose a refusal.',
  }, { fields });
}

const textOutput = z.object({ zh: z.string(), en: z.string().optional() });

export const promiseOutput = z.object({
  id: z.string(), kind: z.enum(['later', 'told']), what: z.string(), name: textOutput, words: z.string(),
  by: z.string(), at: z.string(), due: z.string().nullable(), state: z.string(), stateName: textOutput,
  /** Its day has passed and it is neither kept nor settled. */
  late: z.boolean(), found: z.string().nullable(), checkedBy: z.string().nullable(), checkedOn: z.string().nullable(),
  settled: z.string().nullable(), settledBy: z.string().nullable(), settledOn: z.string().nullable(),
});

export const promiseStates: Record<PromiseRow['state'], { zh: string; en: string }> = {
  offered: { zh: '已作出，等待受理', en: 'Given, waiting for acceptance' },
  open: { zh: '履行中', en: 'Running' },
  kept: { zh: '已兑现', en: 'Kept' },
  breach: { zh: '发现不实，等待决定', en: 'Found untrue, waiting for a decision' },
  broken: { zh: '没有兑现', en: 'Broken' },
  repaired: { zh: '已补正', en: 'Put right' },
  void: { zh: '随办件结束', en: 'Ended with the case' },
};

/** One as pages show it. */
export function promiseView(
  p: PromiseRow, today: string, named: (name: string) => string,
): z.input<typeof promiseOutput> {
  return {
    id: p.id, kind: p.kind, what: p.what, name: p.name, words: p.words, by: named(p.promised_by),
    at: shanghaiTime(p.promised_at), due: p.due, state: p.state, stateName: promiseStates[p.state],
    late: ['open', 'breach'].includes(p.state) && p.due !== null && p.due < today,
    found: p.found, checkedBy: p.checker_name === null ? null : named(p.checker_name), checkedOn: p.checked_on,
    settled: p.settled, settledBy: p.decider_name === null ? null : named(p.decider_name), settledOn: p.settled_on,
  };
}
