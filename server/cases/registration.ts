/** A registration: the window by the server's clock, one for each person, and its verification. */
import { z } from 'zod';
import { longDate, Refused, shanghaiTime, sql, type Trx } from '#base';
import type { Facts, OpenItem } from '#graph';
import { act, actInput, actOutput } from './act.ts';
import type { Cx } from './cx.ts';
import { digestOfNumber } from './parties.ts';
import { mustMeet } from './settle.ts';

type Rounds = NonNullable<OpenItem['item']['registration']>['rounds'];
export type Round = Rounds[number];

export const windowOutput = z.object({
  round: z.string(),
  state: z.enum(['before', 'open', 'closed']),
  opens: z.string(),
  closes: z.string(),
  verified: z.object({ from: z.string(), until: z.string() }),
  told: z.string(),
});
export type Window = z.output<typeof windowOutput>;

/** The round that is open, else the next one, else the last one; undefined where the item has none. */
export function windowOf(item: OpenItem, now: Date): Window | undefined {
  const rounds = [...(item.item.registration?.rounds ?? [])].sort((a, b) =>
    a.opens < b.opens ? -1 : 1,
  );
  const round = rounds.find((r) => now.getTime() < Date.parse(r.closes)) ?? rounds.at(-1);
  if (!round) return undefined;
  const at = now.getTime();
  const state =
    at < Date.parse(round.opens) ? 'before' : at < Date.parse(round.closes) ? 'open' : 'closed';
  const { opens, closes, verified, told } = round;
  return { round: round.id, state, opens, closes, verified, told };
}

/** 2026-11-16 09:00, as the item has it. */
const plain = (text: string): string => text.slice(0, 16).replace('T', ' ');

/** 11 月 16 日 09:00, by the clock of Asia/Shanghai. */
function moment(text: string): string {
  const local = shanghaiTime(new Date(text));
  return `${longDate(local.slice(0, 10))} ${local.slice(11, 16)}`;
}

/** What one may not do yet, or no more, in words: begin an application, or hand it in. */
const shut = {
  before: {
    begin: (zh: string, en: string) => ({
      zh: `登记还没有开始，${zh}开始。到时候再来填；先后不影响结果。`,
      en: `Registration opens on ${en}. Please come back then; being first makes no difference.`,
    }),
    submit: (zh: string, en: string) => ({
      zh: `登记还没有开始，${zh}开始。您填的内容替您留着，到时候打开草稿提交就行；先后不影响结果。`,
      en: `Registration opens on ${en}. Your draft is kept; being first makes no difference.`,
    }),
  },
  closed: {
    begin: (zh: string, en: string) => ({
      zh: `登记已经在 ${zh}结束了，这一轮不能再登记。有特殊情况的，请打负责部门的电话问怎么补。`,
      en: `Registration closed on ${en}. Please call the office if yours is a special case.`,
    }),
    submit: (zh: string, en: string) => ({
      zh:
        `登记已经在 ${zh}结束了，现在不能提交。您填的内容还在草稿里；` +
        '有特殊情况的，请打负责部门的电话问怎么补。',
      en:
        `Registration closed on ${en}. Your draft is kept; ` +
        'call the office if yours is a special case.',
    }),
  },
};

/**
 * The window is open: from the second it opens to the second before it closes. Refuses 409
 * `not-open-yet`, `window-closed` with the times.
 */
export function mustBeOpen(item: OpenItem, now: Date, to: 'begin' | 'submit'): void {
  const window = windowOf(item, now);
  if (!window || window.state === 'open') return;
  const { state, opens, closes } = window;
  const at = state === 'before' ? opens : closes;
  throw new Refused(
    state === 'before' ? 'not-open-yet' : 'window-closed',
    409,
    shut[state][to](moment(at), plain(at)),
    { details: { opens, closes } },
  );
}

const valueAt = (facts: Facts, at: string | undefined): string | undefined => {
  const fact = at === undefined ? undefined : facts[at];
  return fact?.state === 'known' && typeof fact.value === 'string' ? fact.value : undefined;
};

/** Where the fields of a registration stand. */
export function registrationFields(item: OpenItem):
  | {
      person: string;
      wishes: string[];
      place: string;
      order: string[];
    }
  | undefined {
  const r = item.item.registration;
  if (!r) return undefined;
  const at = (written: string): string => item.names.byWritten.get(written)?.address ?? written;
  const party = item.parties.find((p) => p.written === r.of);
  const [wishes, order] = [r.wishes.map(at), r.order.map(at)];
  return { person: `${party?.id ?? ''}.id-number`, wishes, place: at(r.place), order };
}

/** One for each person and round, whoever files it. Refuses 409 `registered-already` with its number. */
export async function keepRegistration(
  cx: Cx,
  trx: Trx,
  of: { case: string; item: OpenItem; facts: Facts },
): Promise<void> {
  const fields = registrationFields(of.item);
  const window = windowOf(of.item, cx.now);
  if (!fields || !window) return;
  const id = of.item.item.id;
  const person = digestOfNumber(cx.secrets, valueAt(of.facts, fields.person) ?? '');
  // Both guardians at once: the second waits until the first is there.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${id} ${window.round} ${person}`}, 8))`.execute(
    trx,
  );
  const { rows } = await sql<{ number: string }>`select c.number from cases.registration r
    join cases.case c on c.id = r."case"
    where r.item = ${id} and r.round = ${window.round} and r.person_digest = ${person}
      and c.state not in ('withdrawn', 'terminated', 'not-accepted')`.execute(trx);
  if (rows[0]) {
    throw new Refused(
      'registered-already',
      409,
      {
        zh: `这个孩子已经登记过了，登记编号 ${rows[0].number}。一个孩子只登记一次，您和另一位监护人在“我的办件”里都看得到。`,
        en: `This child is registered already, number ${rows[0].number}. Both guardians find it under “My cases”.`,
      },
      { details: { number: rows[0].number } },
    );
  }
  const wishes = fields.wishes.flatMap((at) => valueAt(of.facts, at) ?? []);
  await sql`insert into cases.registration ("case", item, round, person_digest, wishes)
    values (${of.case}, ${id}, ${window.round}, ${person}, ${wishes}::text[])`.execute(trx);
}

/** After a supplement the wishes may be others. */
export async function keepWishes(
  trx: Trx,
  caseId: string,
  item: OpenItem,
  facts: Facts,
): Promise<void> {
  const fields = registrationFields(item);
  if (!fields) return;
  const wishes = fields.wishes.flatMap((at) => valueAt(facts, at) ?? []);
  await sql`update cases.registration set wishes = ${wishes}::text[] where "case" = ${caseId}`.execute(
    trx,
  );
}

export const verifyInput = z.object(actInput);
export const verifyOutput = actOutput;

/** 报名验证: what was registered is right. From the day the round says, not before. */
export async function verify(cx: Cx, input: z.output<typeof verifyInput>) {
  return act(cx, { action: 'verify', input }, async (found, trx) => {
    const { rows } = await sql<{ round: string }>`select round from cases.registration
      where "case" = ${found.case.id}`.execute(trx);
    const round = found.item.item.registration?.rounds.find((r) => r.id === rows[0]?.round);
    if (round && cx.today < round.verified.from) {
      throw new Refused('not-yet', 409, {
        zh: `登记期内先后都一样，验证从${longDate(round.verified.from)}开始。`,
        en: `All who register in the window are equal: verification begins on ${round.verified.from}.`,
      });
    }
    mustMeet(cx, found);
    return {
      content: { round: round?.id ?? null },
      set: { accepted_on: cx.today, reviewer: cx.actor.subject },
      columns: { due: round?.told ?? null },
      ends: [
        { kind: 'supplement', state: 'met' },
        { kind: 'notice', state: 'met' },
      ],
      papers: [{ kind: 'verified', content: { told: round?.told ?? null } }],
      tell: 'verified',
    };
  });
}
