/** Dates and durations in SQL. A date of a column is a `date`; what may go further is a number. */
import type { ArithmeticOp } from '../check/tree.ts';
import type { Pool, Steps, Term, Text } from './terms.ts';
import { asDays } from './compare.ts';
import { asNumeric, calculate, numberTerm, wholeLiteral } from './numbers.ts';
import { dayText, type Day, type Span } from '../values/day.ts';
import { mismatch, once, param, strict } from './terms.ts';

/** The first and last day number that is carried as a `date`. */
export const NEAR = { low: -719162, high: 2932896 };

/** A date the rule writes. */
export function dateTerm(value: Day, pool: Pool): Term {
  const near = value.n >= NEAR.low && value.n <= NEAR.high;
  return {
    kind: 'date',
    none: false,
    literal: value,
    fixed: true,
    value: once(() =>
      near ? param(pool, 'date', dayText(value)) : param(pool, 'int8', String(value.n)),
    ),
    ...(near ? { near } : { days: true }),
  };
}

/** A duration the rule writes. */
export function spanTerm(value: Span, pool: Pool): Term {
  return {
    ...numberTerm(value.n, pool),
    kind: value.months ? 'months' : 'seconds',
    literal: value,
  };
}

/** A day number made by a function of the prelude. */
export function dayCall(name: string, args: Term[], texts: () => string[]): Term {
  const value = once(() => `rules.${name}(${texts().join(', ')})`);
  return strict(args, { kind: 'date', value, total: false, days: true });
}

/** Dates this many days or months apart from a near one are within the range of `date`. */
const FAR_DAYS = 1_000_000n;
const FAR_MONTHS = 20_000n;
const DAY = 86_400n;

/** date ± duration. */
function shifted(op: '+' | '-', date: Term, span: Term, pool: Pool): Term {
  const sign = op === '+' ? 1n : -1n;
  const whole = wholeLiteral(span);
  const abs = whole === null ? null : whole < 0n ? -whole : whole;
  if (date.near === true && whole !== null && abs !== null) {
    if (span.kind === 'months' && abs <= FAR_MONTHS) {
      const by = (): string => param(pool, 'int4', String(whole * sign));
      const value = once(() => `(${date.value()} + make_interval(months => ${by()}))::date`);
      return strict([date, span], {
        kind: 'date',
        value,
        total: true,
        ...(date.fixed && { fixed: true }),
      });
    }
    if (span.kind === 'seconds' && whole % DAY === 0n && abs <= FAR_DAYS * DAY) {
      const by = (): string => param(pool, 'int4', String((whole / DAY) * sign));
      const value = once(() => `(${date.value()} + ${by()})`);
      return strict([date, span], {
        kind: 'date',
        value,
        total: true,
        ...(date.fixed && { fixed: true }),
      });
    }
  }
  const name = span.kind === 'months' ? 'add_months' : 'add_seconds';
  return dayCall(name, [date, span], () => [
    asDays(date, pool),
    op === '+' ? asNumeric(span, pool) : `(-(${asNumeric(span, pool)}))`,
  ]);
}

/** Days from one date to another. */
export function daysBetween(from: Term, to: Term, pool: Pool): Term {
  const near = from.near === true && to.near === true;
  const end = near ? 4_000_000n : 800_000_000_000n;
  const value = once(() =>
    near ? `(${to.value()} - ${from.value()})` : `(${asDays(to, pool)} - ${asDays(from, pool)})`,
  );
  const size = { low: -end, high: end, scale: 0 };
  return strict([from, to], {
    kind: 'number',
    value,
    total: true,
    number: { as: near ? 'int4' : 'int8', size },
  });
}

const isSpan = (term: Term): boolean => term.kind === 'months' || term.kind === 'seconds';

/** Arithmetic of dates and durations; null where SQL cannot do it exactly. */
export function temporal(op: ArithmeticOp, a: Term, b: Term, pool: Pool): Term | null {
  if (a.kind === 'date' && b.kind === 'date' && op === '-') {
    const days = daysBetween(b, a, pool);
    const made = calculate('*', days, numberTerm(86_400, pool), pool);
    return made && { ...made, kind: 'seconds' };
  }
  if (a.kind === 'date' && isSpan(b) && (op === '+' || op === '-')) return shifted(op, a, b, pool);
  if (isSpan(a) && b.kind === 'date' && op === '+') return shifted(op, b, a, pool);
  if (isSpan(a) && a.kind === b.kind) {
    if (op === '/') return calculate('/', a, b, pool);
    return op === '+' || op === '-' ? calculate(op, a, b, pool) : mismatch([a, b]);
  }
  const [span, by] = isSpan(a) ? [a, b] : [b, a];
  if (isSpan(span) && by.kind === 'number' && (op === '*' || (op === '/' && isSpan(a)))) {
    return scaledSpan(op, span, by, pool);
  }
  return mismatch([a, b]);
}

/** Duration × or ÷ number; months are cut to whole ones. */
function scaledSpan(op: '*' | '/', span: Term, by: Term, pool: Pool): Term | null {
  const made = calculate(op, span, by, pool);
  if (made === null) return null;
  if (span.kind === 'seconds') return { ...made, kind: 'seconds' };
  const value = once(() => `trunc(${asNumeric(made, pool)})`);
  return { ...made, kind: 'months', value, number: { as: 'numeric', size: null } };
}

/** A year of a near date has thresholds: the first of January. */
function yearSteps(of: Term, pool: Pool): Steps {
  return {
    there: once(() => `(${of.value()} IS NOT NULL)`),
    atLeast: (k) =>
      once(() => {
        if (k <= 1n) return `(${of.value()} IS NOT NULL)`;
        if (k > 9999n) return 'FALSE';
        return `(${of.value()} >= ${param(pool, 'date', `${String(k).padStart(4, '0')}-01-01`)})`;
      }),
  };
}

const fields: Record<string, { field: string; low: bigint; high: bigint }> = {
  year: { field: 'year', low: 1n, high: 9999n },
  month: { field: 'month', low: 1n, high: 12n },
  day: { field: 'day', low: 1n, high: 31n },
  weekday: { field: 'isodow', low: 1n, high: 7n },
};

/** `date.year` …; null where there is no such part. */
export function datePart(of: Term, name: string, pool: Pool): Term | null {
  const part = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (part === undefined) return null;
  const { field, low, high } = part;
  if (of.near !== true) return yearPart(of, name, pool);
  return strict([of], {
    kind: 'number',
    total: true,
    number: { as: 'int4', size: { low, high, scale: 0 } },
    value: once(() => `extract(${field} from ${of.value()})::int4`),
    ...(name === 'year' && { steps: yearSteps(of, pool) }),
  });
}

/** Day and week of the year. */
export function yearPart(of: Term, name: string, pool: Pool): Term {
  return strict([of], {
    kind: 'number',
    total: true,
    number: { as: 'numeric', size: null },
    value: once(() => `rules.part_of_date(${asDays(of, pool)}, ${param(pool, 'text', name)})`),
  });
}

const units: Record<'months' | 'seconds', Record<string, [size: string, modulus: string]>> = {
  months: { years: ['12', '1000000000000000'], months: ['1', '12'] },
  seconds: {
    days: ['86400', '1000000000000000'],
    hours: ['3600', '24'],
    minutes: ['60', '60'],
    seconds: ['0', '60'],
  },
};

/** `duration.days` …; null where the kind has no such part. */
export function spanPart(of: Term, name: string, pool: Pool): Term | null {
  const known = units[of.kind as 'months' | 'seconds'];
  const part = Object.hasOwn(known, name) ? known[name] : undefined;
  if (part === undefined) return null;
  const [size, modulus] = part;
  return strict([of], {
    kind: 'number',
    total: true,
    number: { as: 'numeric', size: null },
    value: once(
      () =>
        `rules.part_of_span(${asNumeric(of, pool)}, ` +
        `${param(pool, 'numeric', size)}, ${param(pool, 'numeric', modulus)})`,
    ),
  });
}

/** The most years a threshold goes back: further would leave the range of `date`. */
const FAR_YEARS = 4000n;

/** 周岁: against a day that is the same in every row it is a threshold of the date of birth. */
export function ageTerm(birth: Term, at: Term, pool: Pool): Term {
  const near = birth.near === true && at.near === true;
  const value = once(() =>
    near
      ? `rules.age(${birth.value()}, ${at.value()})`
      : `rules.age(${asDays(birth, pool)}, ${asDays(at, pool)})`,
  );
  const there: Text = once(() => `(${birth.value()} <= ${at.value()})`);
  const atLeast = (k: bigint): Text =>
    once(() => {
      if (k <= 0n) return there();
      if (k > FAR_YEARS)
        return `(${value()} >= ${param(pool, 'int8', String(k > 99_999n ? 99_999n : k))})`;
      const back = `(${at.value()} - make_interval(years => ${param(pool, 'int4', String(k))}))::date`;
      return `(${birth.value()} <= ${back})`;
    });
  const size = { low: 0n, high: near ? 9999n : 2_000_000_000n, scale: 0 };
  return strict([birth, at], {
    kind: 'number',
    value,
    total: false,
    number: { as: 'int4', size },
    ...(near && at.fixed === true && { steps: { there, atLeast } }),
  });
}
