/**
 * Lights of open cases, before and after the due day: when they turn, by a rule that the
 * administrator sets; the same in SQL for whole lists. Source: domain reference §3 (亮灯).
 */
import { sql, type Calendar, type Db, type Trx } from '#base';
import type { Cx } from './cx.ts';
import type { Deadline } from './deadlines.ts';
import type { CaseRow } from './store.ts';

/** `none`: no clock runs. `grey`: it is stopped. `purple`: so late that the unit has to answer. */
export const lightNames = ['green', 'yellow', 'red', 'purple', 'grey', 'none'] as const;
export type LightName = (typeof lightNames)[number];

/** Working days: yellow at least so many ahead, or that share of the promise; purple so many after. */
export type LightRule = { yellowLeast: number; yellowPercent: number; purpleAfter: number };

/** As the domain reference proposes it; in force until an administrator sets another. */
export const usualLights: LightRule = { yellowLeast: 1, yellowPercent: 20, purpleAfter: 5 };

const kept = new WeakMap<Db, { rule: LightRule; until: number }>();

/**
 * The rule in force; a process asks the database for it once in half a minute. Within a transaction
 * through it: who holds a connection must not wait for another.
 */
export async function lightRule(db: Db, through: Db | Trx = db): Promise<LightRule> {
  const known = kept.get(db);
  if (known && known.until > performance.now()) return known.rule;
  const rule = await readLightRule(through);
  kept.set(db, { rule, until: performance.now() + 30_000 });
  return rule;
}

/** The rule in force as the database has it now. */
export async function readLightRule(db: Db | Trx): Promise<LightRule> {
  const { rows } = await sql<LightRule>`select yellow_least as "yellowLeast",
      yellow_percent as "yellowPercent", purple_after as "purpleAfter"
    from cases.light_rule order by id desc limit 1`.execute(db);
  return rows[0] ?? usualLights;
}

/** This process forgets the rule it remembers: it was changed. */
export function forgetLightRule(db: Db): void {
  kept.delete(db);
}

/** Days before the due day at which the light turns yellow, in working days. */
export function yellowAhead(rule: LightRule, promised: number): number {
  return Math.max(rule.yellowLeast, Math.ceil((promised * rule.yellowPercent) / 100));
}

/** First day of the yellow light of a case after an act; `deadlines` are those the act set. */
export async function warnOn(
  cx: Cx, trx: Trx, c: Pick<CaseRow, 'due' | 'warn_on'>, now: { due: string | null; deadlines: readonly Deadline[] },
): Promise<string | null> {
  const { due, deadlines } = now;
  if (due === null) return null;
  const set = deadlines.find((d) => d.due === due);
  if (!set && due === c.due) return c.warn_on;
  return warnDay(cx.calendar, due, { rule: await lightRule(cx.db, trx), promised: workdaysOf(cx.calendar, set) });
}

/** First yellow day of a due day: the light is yellow from the close of the last green working day. */
export function warnDay(
  calendar: Calendar, due: string, { rule, promised }: { rule: LightRule; promised: number },
): string {
  const ahead = yellowAhead(rule, promised);
  // With `ahead` working days left it is yellow: that many back from a due day that is worked.
  return ahead === 0 ? due : calendar.addWorkdays(due, -ahead);
}

/** How long a deadline's period is in working days, stops left out. */
function workdaysOf(calendar: Calendar, d: Pick<Deadline, 'period' | 'from_date' | 'due'> | undefined): number {
  if (!d) return 0;
  if (d.period.unit === 'wd') return d.period.n;
  if (d.period.unit === 'half-wd') return Math.ceil(d.period.n / 2);
  return Math.max(0, calendar.workdays(d.from_date, d.due));
}

/** The last due day that is purple on a day: so many working days have passed since. */
export function purpleUpTo(calendar: Calendar, today: string, rule: LightRule): string {
  const before = calendar.addWorkdays(today, -rule.purpleAfter);
  // On a day off the working days before it have all passed.
  return calendar.isWorkday(today) ? before : calendar.addWorkdays(before, -1);
}

/** The days a light is told by: today, the first due day still yellow without a rule, the last purple. */
export type LightDays = { today: string; soon: string; purple: string };

export function lightDays(calendar: Calendar, today: string, rule: LightRule): LightDays {
  return { today, soon: calendar.addWorkdays(today, 1), purple: purpleUpTo(calendar, today, rule) };
}

/** The days by which lights are told now. */
export async function lightDaysNow(cx: Cx): Promise<LightDays> {
  return lightDays(cx.calendar, cx.today, await lightRule(cx.db));
}

export type Lit = Pick<CaseRow, 'due' | 'stopped' | 'warn_on' | 'promise_due'>;

/** The light of a case by its columns: its own clock's, or that of a promise whose day comes or has passed. */
export function lightFrom(c: Lit, days: LightDays): LightName {
  const own = clockLight(c, days);
  const { promise_due: promised } = c;
  if (promised === null || own === 'purple') return own;
  if (promised <= days.purple) return 'purple';
  if (promised < days.today) return 'red';
  return promised <= days.soon && own !== 'red' ? 'yellow' : own;
}

function clockLight(c: Omit<Lit, 'promise_due'>, days: LightDays): LightName {
  // While the clock stands, due is the day told for the special procedure: over it, it is late.
  if (c.stopped && (c.due === null || c.due >= days.today)) return 'grey';
  if (c.due === null) return 'none';
  if (c.due <= days.purple) return 'purple';
  if (c.due < days.today) return 'red';
  return (c.warn_on === null ? c.due <= days.soon : c.warn_on <= days.today) ? 'yellow' : 'green';
}

/** The same in SQL, for the case `c`. */
export function lightSql(days: LightDays) {
  return sql`case when c.promise_due <= ${days.purple}::date then 'purple'
    when c.promise_due < ${days.today}::date and (c.due is null or c.due > ${days.purple}::date) then 'red'
    when c.promise_due <= ${days.soon}::date and ${clockSql(days)} not in ('red', 'purple') then 'yellow'
    else ${clockSql(days)} end`;
}

function clockSql(days: LightDays) {
  return sql`case when c.stopped and (c.due is null or c.due >= ${days.today}::date) then 'grey'
    when c.due is null then 'none'
    when c.due <= ${days.purple}::date then 'purple' when c.due < ${days.today}::date then 'red'
    when (c.warn_on is null and c.due <= ${days.soon}::date) or c.warn_on <= ${days.today}::date then 'yellow'
    else 'green' end`;
}
