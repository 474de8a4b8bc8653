/**
 * Years of the calendar that an administrator entered: read, checked in words, and brought into the
 * calendar that a running process holds. Versions of a year are kept, the last one counts.
 */
import { dateOfDay, dayNumber, makeCalendar, weekdayName, type Calendar } from './calendar.ts';
import { sql, type Db, type Trx } from './db.ts';
import { ANNOUNCED, FIXED_HOLIDAYS, type YearPlan } from './holidays.ts';

export type EnteredYear = YearPlan & {
  version: number; document: string; source: string; by: string; at: Date;
};

/** One thing that is wrong with what was typed; `at` is `off` or `work`. */
export type YearProblem = { at: 'off' | 'work'; message: { zh: string; en: string } };

/** Every version of every entered year, newest first. */
export async function enteredYears(db: Db | Trx): Promise<EnteredYear[]> {
  const { rows } = await sql<EnteredYear>`select year, version, off, work, document, source, by_name as by, at
    from base.calendar_year order by year desc, version desc`.execute(db);
  return rows;
}

/** The years that come with the software. */
export const announcedYears = (): YearPlan[] => [...ANNOUNCED];

/** The announced years with the last version of each entered one in its place. */
export function plansWith(entered: readonly EnteredYear[]): YearPlan[] {
  const plans = new Map(ANNOUNCED.map((plan) => [plan.year, plan]));
  for (const { year, off, work } of entered.toSorted((a, b) => a.version - b.version)) {
    plans.set(year, { year, off, work });
  }
  return [...plans.values()].toSorted((a, b) => a.year - b.year);
}

const held = new WeakMap<Calendar, { now: Calendar; last: number }>();

/** A calendar whose years can be changed while everybody holds it. */
export function makeChangingCalendar(): Calendar {
  const inner = { now: makeCalendar(), last: 0 };
  const calendar: Calendar = {
    get version() { return inner.now.version; },
    get lastAnnouncedYear() { return inner.now.lastAnnouncedYear; },
    workdays: (from, to) => inner.now.workdays(from, to),
    addWorkdays: (date, n) => inner.now.addWorkdays(date, n),
    isWorkday: (date) => inner.now.isWorkday(date),
    provisional: (from, to) => inner.now.provisional(from, to),
    why: (date) => inner.now.why(date),
    explain: (date, n) => inner.now.explain(date, n),
  };
  held.set(calendar, inner);
  return calendar;
}

/** Brings entered years into a changing calendar; costs one small query where nothing is new. */
export async function refreshCalendar(db: Db, calendar: Calendar): Promise<void> {
  const inner = held.get(calendar);
  if (!inner) return;
  const { rows } = await sql<{ last: number | null }>`select max(id)::int as last from base.calendar_year`.execute(db);
  const last = rows[0]?.last ?? 0;
  if (last === inner.last) return;
  inner.now = makeCalendar(plansWith(await enteredYears(db)));
  inner.last = last;
}

/** Keeps the calendar of a process up to date, every five seconds. Gives what ends it. */
export function watchCalendar(db: Db, calendar: Calendar): () => void {
  const look = (): void => void refreshCalendar(db, calendar).catch(() => undefined);
  look();
  const timer = setInterval(look, 5000).unref();
  return () => clearInterval(timer);
}

type Day = { day: number; name: string; at: 'off' | 'work' };

const shown = (day: number): string => {
  const date = dateOfDay(day);
  return `${date}（${weekdayName(date)}）`;
};

/**
 * What was typed, one entry a line: a name, a space, `MM-DD` or `MM-DD..MM-DD` (or with year; 至, ~ and
 * – count as ..). Gives the plan as it is kept, or everything that is wrong with it.
 */
export function readYear(
  year: number, typed: { off: string; work: string },
): { plan: YearPlan } | { problems: YearProblem[] } {
  const problems: YearProblem[] = [];
  const off = readLines(year, 'off', typed.off, problems);
  const work = readLines(year, 'work', typed.work, problems);
  if (problems.length === 0) problems.push(...contradictions(year, off.days, work.days));
  if (problems.length > 0) return { problems };
  return { plan: { year, off: off.texts.join(', '), work: work.texts.join(', ') } };
}

function readLines(
  year: number, at: 'off' | 'work', typed: string, problems: YearProblem[],
): { days: Day[]; texts: string[] } {
  const days: Day[] = [];
  const texts: string[] = [];
  for (const line of typed.normalize('NFKC').split(/[\n,;，；]/).map((l) => l.trim()).filter(Boolean)) {
    const found = /^(\S+)\s+(?:(\d{4})-)?(\d\d-\d\d)(?:\s*(?:\.\.|至|~|–)\s*(?:(\d{4})-)?(\d\d-\d\d))?$/.exec(line);
    const [, name = '', fromYear, from = '', toYear, to = from] = found ?? [];
    const other = [fromYear, toYear].find((y) => y !== undefined && Number(y) !== year);
    const span = found && other === undefined ? spanOf(year, from, to) : undefined;
    if (!found) {
      problems.push({ at, message: {
        zh: `看不懂“${line.slice(0, 40)}”。一行写一项，例如：元旦 01-01..01-03`,
        en: `“${line.slice(0, 40)}” cannot be read. One entry a line, for example: 元旦 01-01..01-03`,
      } });
    } else if (other !== undefined) {
      problems.push({ at, message: {
        zh: `“${line}”是 ${other} 年的日子，请在 ${other} 年的安排里改，不要和 ${year} 年重叠`,
        en: `“${line}” lies in ${other}. Please enter it there; years must not overlap`,
      } });
    } else if (span === undefined) {
      problems.push({ at, message: {
        zh: `“${line}”：没有这样的日期，或首尾颠倒`, en: `“${line}”: no such date, or first and last swapped`,
      } });
    } else {
      for (let day = span.from; day <= span.to; day++) days.push({ day, name, at });
      texts.push(from === to ? `${name} ${from}` : `${name} ${from}..${to}`);
    }
  }
  return { days, texts };
}

function spanOf(year: number, from: string, to: string): { from: number; to: number } | undefined {
  try {
    const span = { from: dayNumber(`${year}-${from}`), to: dayNumber(`${year}-${to}`) };
    return span.from <= span.to ? span : undefined;
  } catch {
    return undefined;
  }
}

/** Days named twice, both off and worked, make-up days that are no weekend, statutory days worked. */
function contradictions(year: number, off: Day[], work: Day[]): YearProblem[] {
  const problems: YearProblem[] = [];
  const seen = new Map<number, Day>();
  for (const one of [...off, ...work]) {
    const before = seen.get(one.day);
    if (before) {
      const both = before.at !== one.at;
      problems.push({ at: one.at, message: both
        ? { zh: `${shown(one.day)} 又放假（${before.name}）又上班（${one.name}），请改掉一处`,
            en: `${dateOfDay(one.day)} is both off and worked. Please change one of the two` }
        : { zh: `${shown(one.day)} 写了两次（${before.name}、${one.name}），请删掉一处`,
            en: `${dateOfDay(one.day)} is there twice. Please take one out` } });
    }
    seen.set(one.day, one);
    if (one.at === 'work' && !'六日'.includes(weekdayName(dateOfDay(one.day)).at(-1) ?? '')) {
      problems.push({ at: 'work', message: {
        zh: `${shown(one.day)} 本来就是工作日，不能列为调休上班日`,
        en: `${dateOfDay(one.day)} is a working day anyway and cannot be a make-up day`,
      } });
    }
  }
  for (const fixed of FIXED_HOLIDAYS.split(', ')) {
    const [name = '', days = ''] = fixed.split(' ');
    const [from = '', to = from] = days.split('..');
    const span = spanOf(year, from, to);
    for (let day = span?.from ?? 0; day <= (span?.to ?? -1); day++) {
      if (seen.get(day)?.at === 'off') continue;
      problems.push({ at: 'off', message: {
        zh: `${shown(day)} 是法定的${name}，没有列为放假`,
        en: `${dateOfDay(day)} is a statutory holiday (${name}) and is not listed as off`,
      } });
    }
  }
  return problems;
}
