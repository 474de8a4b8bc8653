/** Functions of dates, times, moments and durations in SQL. */
import type { Term } from '../terms.ts';
import type { SqlCall } from './arguments.ts';
import { asDays, asText, equalTo } from '../compare.ts';
import { ageTerm, dayCall, daysBetween, yearPart } from '../dates.ts';
import { holds, valueOfPlanes } from '../logic.ts';
import { asNumeric } from '../numbers.ts';
import {
  all,
  any,
  anyUnknown,
  isNone,
  mismatch,
  negation,
  once,
  param,
  scalar,
  strict,
} from '../terms.ts';
import { called, dayOfMoment, parsed } from '../times.ts';
import { alone, fitted, plain } from './arguments.ts';

const isDated = (term: Term): boolean => term.kind === 'date' || term.kind === 'date-time';

/** A date, or the day of a moment. */
const dayIn = (term: Term): Term => (term.kind === 'date-time' ? dayOfMoment(term) : term);

const time: SqlCall = (args, at) => {
  const terms = args.map(alone);
  if (!terms.every((term) => term !== null)) return null;
  const [from, minute, second, place] = terms;
  if (from === undefined) return null;
  if (minute !== undefined && second !== undefined) {
    const parts = [from, minute, second];
    if (parts.some((term) => term.kind !== 'number'))
      return place?.unknown === undefined ? mismatch(parts) : null;
    const none = place === undefined || (place.kind === 'none' && place.unknown === undefined);
    // A place that is none is local time.
    if (!none && (place.kind !== 'seconds' || place.unknown !== undefined)) return null;
    return called('time_of', 'time', parts, () => [
      ...parts.map((term) => asNumeric(term, at.pool)),
      none ? 'NULL' : asNumeric(place, at.pool),
    ]);
  }
  if (terms.length > 1) return null;
  if (from.kind === 'time') return from;
  if (from.kind === 'text') return parsed('time', from, at.pool);
  if (from.kind === 'date-time') {
    const value = once(() => `(${from.value()})[2:3]`);
    return strict([from], { kind: 'time', value, total: true });
  }
  if (from.kind !== 'date') return mismatch([from]);
  const midnight = param(at.pool, 'numeric[]', '{0,0}');
  const value = once(() => `(CASE WHEN ${from.value()} IS NOT NULL THEN ${midnight} END)`);
  return strict([from], { kind: 'time', value, total: true });
};

const moment: SqlCall = (args, at) => {
  const terms = args.map(alone);
  if (!terms.every((term) => term !== null)) return null;
  const [from, clock] = terms;
  if (from === undefined) return null;
  if (clock !== undefined) {
    const fits = [
      isDated(from) ? from : mismatch([from]),
      clock.kind === 'time' ? clock : mismatch([clock]),
    ];
    if (fits.some((term) => term.kind === 'none')) return mismatch(fits);
    return called('moment', 'date-time', [from, clock], () => [
      asDays(dayIn(from), at.pool),
      `(${clock.value()})[1]`,
      `(${clock.value()})[2]`,
    ]);
  }
  if (from.kind === 'date-time') return from;
  if (from.kind === 'text') return parsed('date-time', from, at.pool);
  if (from.kind !== 'date') return mismatch([from]);
  const zero = param(at.pool, 'numeric', '0');
  return called('moment', 'date-time', [from], () => [asDays(from, at.pool), zero, zero]);
};

/** The same element of FEEL's domain: what cannot be compared is not the same. */
const is: SqlCall = (args, at) => {
  const [a, b] = args.map(scalar);
  if (a === null || b === null || a === undefined || b === undefined) return null;
  const timed = a.kind === 'time' || a.kind === 'date-time';
  const known = (): string => {
    if (a.kind !== b.kind) return 'FALSE';
    return timed ? `(${a.value()} = ${b.value()})` : holds(equalTo(a, b, at.pool));
  };
  const unknown = anyUnknown([a, b]);
  const yes = once(() => any([known(), all([isNone(a), isNone(b)])]));
  const not = once(() =>
    all([...(unknown === undefined ? [] : [negation(unknown())]), negation(yes(), true)]),
  );
  return {
    kind: 'boolean',
    none: false,
    ...(unknown && { unknown }),
    holds: yes,
    fails: not,
    value: valueOfPlanes(yes, not),
  };
};

const date: SqlCall = (args, at) => {
  if (args.length === 3) {
    const terms = fitted(args, ['number']);
    if (terms === null) return null;
    if (terms.some((term) => term.kind === 'none')) return mismatch(terms);
    return dayCall('day_of', terms, () => terms.map((term) => asNumeric(term, at.pool)));
  }
  const [from] = args.map(alone);
  if (from === null || from === undefined) return null;
  if (from.kind === 'date') return from;
  if (from.kind !== 'text') return from.kind === 'date-time' ? dayOfMoment(from) : mismatch([from]);
  return dayCall('parse_day', [from], () => [asText(from, at.pool)]);
};

/** A duration of a text: its kind must be seen in the rule. */
const duration: SqlCall = ([arg], at) => {
  const from = arg === undefined ? null : scalar(arg);
  if (from === null) return null;
  if (from.kind === 'months' || from.kind === 'seconds') return from;
  if (from.kind !== 'text') return mismatch([from]);
  if (typeof from.literal !== 'string') return null;
  const months = /^-?P[^T]*[YM]/.test(from.literal);
  const value = once(
    () => `rules.parse_span(${asText(from, at.pool)}, ${months ? 'TRUE' : 'FALSE'})`,
  );
  return strict([from], {
    kind: months ? 'months' : 'seconds',
    value,
    total: false,
    number: { as: 'numeric', size: null },
  });
};

const betweenDates = plain(['date', 'date'], ([from, to], at) => ({
  kind: 'months',
  total: true,
  number: { as: 'numeric', size: null },
  value: once(
    () =>
      `rules.months_between(${[from, to].map((one) => (one ? asDays(one, at.pool) : '')).join(', ')})::numeric`,
  ),
}));

const monthsBetween: SqlCall = (args, at) => {
  const terms = args.map(alone);
  return terms.every((term) => term !== null) ? betweenDates(terms.map(dayIn), at) : null;
};

const days: SqlCall = (args, at) => {
  const [from, to] = fitted(args, ['date']) ?? [];
  if (from === undefined || to === undefined) return null;
  return from.kind === 'none' || to.kind === 'none'
    ? mismatch([from, to])
    : daysBetween(from, to, at.pool);
};

const age: SqlCall = (args, at) => {
  const [birth, on = at.today()] = fitted(args, ['date']) ?? [];
  if (birth === undefined) return null;
  return birth.kind === 'none' || on.kind === 'none'
    ? mismatch([birth, on])
    : ageTerm(birth, on, at.pool);
};

function partOfDate(name: string): SqlCall {
  return ([arg], at) => {
    const of = arg === undefined ? null : alone(arg);
    if (of === null) return null;
    return isDated(of) ? yearPart(dayIn(of), name, at.pool) : mismatch([of]);
  };
}

function nameOf(name: string): SqlCall {
  return ([arg], at) => {
    const of = arg === undefined ? null : alone(arg);
    if (of === null) return null;
    if (!isDated(of)) return mismatch([of]);
    const value = once(
      () => `rules.name_of_date(${asDays(dayIn(of), at.pool)}, ${param(at.pool, 'text', name)})`,
    );
    return strict([of], { kind: 'text', value, total: true });
  };
}

/** The functions of dates, times, moments and durations. */
export const timeCalls: [string, SqlCall][] = [
  ['date', date],
  ['time', time],
  ['date and time', moment],
  ['duration', duration],
  ['is', is],
  ['years and months duration', monthsBetween],
  ['day of year', partOfDate('day of year')],
  ['week of year', partOfDate('week of year')],
  ['day of week', nameOf('day of week')],
  ['month of year', nameOf('month of year')],
  ['today', (_args, at) => at.today()],
  ['日数', days],
  ['周岁', age],
  ['年龄', age],
];
