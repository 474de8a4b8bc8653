/** 录取通知: places for all who were verified in a round, in one draw; and how a round stands. */
import crypto from 'node:crypto';
import { z } from 'zod';
import { notThere, Refused, sql, type Db, type Trx } from '#base';
import { current, openVersion } from '#catalogue';
import type { Facts, OpenItem } from '#graph';
import { findSubject } from '#identity';
import { run } from './course.ts';
import type { Cx } from './cx.ts';
import { makeLicence } from './issue.ts';
import { optionsOf } from './opening.ts';
import { digestOfNumber } from './parties.ts';
import { placeAll, type Placed, type Registered } from './registration-place.ts';
import { registrationFields, windowOf, windowOutput } from './registration.ts';
import { textOutput } from './rows.ts';
import { visible, type CaseRow } from './store.ts';
import { factsDigest } from './submit.ts';
import { tellApplicant } from './tell.ts';

export const roundInput = z.object({ item: z.string().max(100) });

const option = z.object({
  id: z.string(), name: textOutput, quota: z.number(), first: z.number(), placed: z.number(),
});
const row = z.object({
  case: z.string(), number: z.string(), name: z.string(), state: z.string(), wishes: z.array(textOutput),
  place: textOutput.nullable(), wish: z.number().nullable(), lot: z.string().nullable(),
});

export const roundOutput = z.object({
  item: z.string(), name: textOutput, window: windowOutput,
  counts: z.object({
    registered: z.number(), asked: z.number(), verified: z.number(), placed: z.number(), out: z.number(),
  }),
  options: z.array(option), rows: z.array(row),
  draws: z.array(z.object({
    n: z.number(), at: z.string(), by: z.string(), seed: z.string(), placed: z.number(), waiting: z.number(),
  })),
});

type Reg = {
  case: string; person_digest: string; wishes: string[]; lot: string | null; place: string | null; wish: number | null;
  number: string; state: string; facts: Facts;
};

async function registered(cx: Cx, db: Db | Trx, item: string, round: string): Promise<Reg[]> {
  const { rows } = await sql<Reg>`select r."case", r.person_digest, r.wishes, r.lot, r.place, r.wish, c.number,
      c.state, c.facts
    from cases.registration r join cases.case c on c.id = r."case"
    where r.item = ${item} and r.round = ${round} and ${visible(cx.actor)}
    order by c.number limit 5000`.execute(db);
  return rows;
}

const out = ['withdrawn', 'terminated', 'not-accepted'];
const toVerify = ['submitted', 'received', 'supplement-asked'];

/** How the round stands: quotas, wishes, who is verified. 404 where the item is none of his unit. */
export async function readRound(cx: Cx, input: z.output<typeof roundInput>) {
  const item = await current(cx, input.item);
  const window = windowOf(item, cx.now);
  if (!window || !isOurs(cx, item)) throw notThere();
  const all = await registered(cx, cx.db, input.item, window.round);
  const count = (...states: string[]): number => all.filter((r) => states.includes(r.state)).length;
  const options = optionsOf(item);
  const name = (id: string | null) => options.find((o) => o.id === id)?.name ?? null;
  const draws = await sql<{ n: number; at: Date; by_name: string; seed: string; placed: number; waiting: number }>`
    select n, at, by_name, seed, placed, waiting from cases.draw
    where item = ${input.item} and round = ${window.round} order by n`.execute(cx.db);
  return {
    item: input.item, name: item.item.name, window,
    counts: {
      registered: count('submitted', 'received'), asked: count('supplement-asked'), verified: count('verified'),
      placed: all.filter((r) => r.place !== null).length, out: count(...out),
    },
    options: options.map((o) => ({
      ...o,
      first: all.filter((r) => !out.includes(r.state) && r.wishes[0] === o.id).length,
      placed: all.filter((r) => !out.includes(r.state) && r.place === o.id).length,
    })),
    rows: all.map((r) => ({
      case: r.case, number: r.number, name: childName(item, r.facts), state: r.state,
      wishes: r.wishes.flatMap((w) => name(w) ?? []), place: name(r.place), wish: r.wish, lot: r.lot,
    })),
    draws: draws.rows.map((d) => ({
      n: d.n, at: d.at.toISOString(), by: d.by_name, seed: d.seed, placed: d.placed, waiting: d.waiting,
    })),
  };
}

function isOurs(cx: Cx, item: OpenItem): boolean {
  const by = item.item['handled by'];
  const mine = new Set(cx.actor.units.map((u) => u.id));
  let at = typeof by === 'string' ? by : undefined;
  while (at !== undefined && !mine.has(at)) at = item.version.units[at]?.parent;
  return at !== undefined;
}

function valueOf(facts: Facts, at: string): string | null {
  const fact = facts[at];
  return fact?.state === 'known' && typeof fact.value === 'string' ? fact.value : null;
}

function childName(item: OpenItem, facts: Facts): string {
  const party = item.parties.find((p) => p.written === item.item.registration?.of)?.id ?? '';
  return valueOf(facts, `${party}.name`) ?? '';
}

export const drawInput = z.object({ item: z.string().max(100), preview: z.boolean().optional() });
export const drawOutput = z.object({
  placed: z.number(), waiting: z.number(), seed: z.string(),
  rows: z.array(z.object({
    case: z.string(), number: z.string(), name: z.string(), place: textOutput.nullable(), wish: z.number(),
  })),
});

/**
 * Gives the places and tells everybody. Refuses 409 `window-open`, `still-to-verify`, `nobody`; 403
 * where the decider is a party of one of them.
 */
export async function draw(cx: Cx, input: z.output<typeof drawInput>) {
  return cx.tx(async (trx) => {
    const item = await current(cx, input.item);
    const window = windowOf(item, cx.now);
    if (!window || !isOurs(cx, item)) throw notThere();
    if (window.state !== 'closed') {
      throw new Refused('window-open', 409, {
        zh: '登记期还没有结束，不能录取。', en: 'The window is not closed yet: no places are given.',
      });
    }
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${input.item} ${window.round}`}, 9))`.execute(trx);
    const all = await registered(cx, trx, input.item, window.round);
    await noParty(cx, trx, all);
    const open = all.filter((r) => toVerify.includes(r.state)).length;
    if (open > 0) {
      throw new Refused('still-to-verify', 409, {
        zh: `还有 ${open} 份没有验证完，等都验证了再统一录取，对大家才公平。`,
        en: `${open} are still to be verified: places are given to all at once.`,
      });
    }
    const waiting = all.filter((r) => r.state === 'verified');
    if (waiting.length === 0) {
      throw new Refused('nobody', 409, { zh: '没有等录取的登记。', en: 'Nobody is waiting for a place.' });
    }
    const seed = seedOf(cx, window.round, all);
    const placed = placeAll(waiting.map((r) => registeredOf(item, r)), leftOver(item, all), seed);
    const options = optionsOf(item);
    const answer = {
      placed: placed.filter((p) => p.place !== null).length, waiting: placed.filter((p) => p.place === null).length,
      seed,
      rows: placed.map((p) => {
        const r = all.find((one) => one.case === p.case);
        return {
          case: p.case, number: r?.number ?? '', name: r ? childName(item, r.facts) : '',
          place: options.find((o) => o.id === p.place)?.name ?? null, wish: p.wish,
        };
      }),
    };
    if (input.preview) return answer;
    for (const one of placed) await tellPlace(cx, trx, one, seed);
    await sql`insert into cases.draw (item, round, n, seed, at, by_account, by_name, placed, waiting)
      select ${input.item}, ${window.round}, coalesce(max(n), 0) + 1, ${seed}, ${cx.now}, ${cx.actor.id},
        ${cx.actor.name}, ${answer.placed}, ${answer.waiting}
      from cases.draw where item = ${input.item} and round = ${window.round}`.execute(trx);
    return answer;
  });
}

/** Nobody chooses it: it follows from who registered, and from a key that nobody reads. */
function seedOf(cx: Cx, round: string, all: Reg[]): string {
  const text = `${round}\n${all.map((r) => r.case).sort().join('\n')}`;
  return crypto.createHmac('sha256', cx.secrets.hmacKey).update(`draw\n${text}`).digest('hex').slice(0, 32);
}

function registeredOf(item: OpenItem, r: Reg): Registered {
  const fields = registrationFields(item);
  return {
    case: r.case, person: r.person_digest, wishes: r.wishes,
    order: (fields?.order ?? []).map((at) => valueOf(r.facts, at)),
  };
}

/** What earlier draws of the round left. */
function leftOver(item: OpenItem, all: Reg[]): Record<string, number> {
  return Object.fromEntries(Object.entries(item.item.registration?.quota ?? {}).map(([id, n]) => [
    id, Math.max(0, n - all.filter((r) => r.place === id && !out.includes(r.state)).length),
  ]));
}

async function noParty(cx: Cx, trx: Trx, all: Reg[]): Promise<void> {
  const number = (await findSubject(trx, cx.actor.subject))?.idNumber;
  const digest = number ? digestOfNumber(cx.secrets, number) : '';
  const { rows } = await sql`select from cases.party p where p.number_digest = ${digest}
    and p."case" = any(${all.map((r) => r.case)}::uuid[]) limit 1`.execute(trx);
  if (rows.length === 0) return;
  throw new Refused('own-case', 403, {
    zh: '这一批里有您自己家的孩子，您应当回避。请由另一位决定人员来录取。',
    en: 'A child of yours is among them: please leave the draw to another decider.',
  });
}

/** One place: written to the log of the case, with the offer; or that none was left. */
async function tellPlace(cx: Cx, trx: Trx, one: Placed, seed: string): Promise<void> {
  const { rows } = await sql<CaseRow>`select * from cases.case where id = ${one.case} for no key update`.execute(trx);
  const c = rows[0];
  if (!c) throw new Error(`registration without its case: ${one.case}`);
  if (one.place === null) return tellApplicant(cx, trx, c, 'no-place');
  const item = await openVersion(trx, c.item_version);
  const at = registrationFields(item)?.place ?? '';
  const facts: Facts = {
    ...c.facts, [at]: { state: 'known', value: one.place, source: 'decision', grade: 'A', on: cx.today },
  };
  await sql`update cases.registration set place = ${one.place}, lot = ${one.lot}, wish = ${one.wish}
    where "case" = ${one.case}`.execute(trx);
  const decided = { ...c, facts, decided_on: cx.today };
  const done = await run(cx, trx, c, {
    deeds: [
      {
        action: 'place', role: 'decider',
        content: {
          outcome: 'grant', place: one.place, wish: one.wish, lot: one.lot, seed, facts: factsDigest(facts),
          licence: await makeLicence(cx, trx, decided, item),
        },
        set: { outcome: 'grant', decided_on: cx.today, decider: cx.actor.subject, owner: null },
      },
    ],
    columns: { due: null, facts },
    papers: [{ kind: 'grant', content: { decidedOn: cx.today } }],
  });
  await tellApplicant(cx, trx, done, 'issued');
}
