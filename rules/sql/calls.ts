/** Functions of the language in SQL: one row each; what has no row here is refused. */
import type { Emit } from './emit.ts';
import type { Kind, Part, Term } from './terms.ts';
import { asDays, asText, contains } from './compare.ts';
import { ageTerm, datePart, dayCall, daysBetween } from './dates.ts';
import { joined, negated } from './logic.ts';
import { asNumeric, calculate, numberTerm, numeric } from './numbers.ts';
import { isPresent, mismatch, once, param, scalar, strict } from './terms.ts';

/** A row: the parts of the arguments to the part of the call; null where SQL cannot. */
export type SqlCall = (args: Part[], at: Emit) => Part | null;

/** A scalar, or the only member of a list of one. */
function alone(part: Part): Term | null {
  const [only, more] = part.kind === 'list' ? part.items : [part];
  return only === undefined || more !== undefined ? null : scalar(only);
}

/** Arguments as scalars of the kinds wanted; another kind stands for none. */
function fitted(args: Part[], kinds: Kind[]): Term[] | null {
  const terms: Term[] = [];
  for (const [at, arg] of args.entries()) {
    const term = alone(arg);
    const kind = kinds[Math.min(at, kinds.length - 1)];
    if (term === null) return null;
    terms.push(term.kind === kind ? term : mismatch([term]));
  }
  return terms;
}

type Make = (args: Term[], at: Emit) => Omit<Term, 'none' | 'unknown'> & { total: boolean };

/** A function that is none or unknown where an argument is. */
function plain(kinds: Kind[], make: Make): SqlCall {
  return (args, at) => {
    const terms = fitted(args, kinds);
    if (terms === null) return null;
    return terms.some((term) => term.kind === 'none') ? mismatch(terms) : strict(terms, make(terms, at));
  };
}

const text = (total: boolean, make: (args: Term[], at: Emit) => string): Make => (args, at) => ({
  kind: 'text', total, value: once(() => make(args, at)),
});

function texted(name: string, arity: number): SqlCall {
  return plain(Array.from({ length: arity }, () => 'text' as const), text(true, (args, at) =>
    `rules.${name}(${args.map((arg) => asText(arg, at.pool)).join(', ')})`));
}

function test(make: (args: string[]) => string): SqlCall {
  return plain(['text', 'text'], (args, at) => ({
    kind: 'boolean', total: true, value: once(() => make(args.map((arg) => asText(arg, at.pool)))),
  }));
}

/** A number function of the prelude, or one that stands in a row of its own. */
function numberCall(name: string): SqlCall {
  return (args, at) => {
    const terms = fitted(args, ['number']);
    if (terms === null) return null;
    return terms.some((term) => term.kind === 'none') ? mismatch(terms) : numeric(name, terms, at.pool);
  };
}

function rounding(how: string): SqlCall {
  return (args, at) => {
    const terms = fitted(args, ['number']);
    if (terms === null) return null;
    const [n, places = numberTerm(0, at.pool)] = terms;
    if (n === undefined || terms.some((term) => term.kind === 'none')) return mismatch(terms);
    const value = once(() => `rules.rounded(${asNumeric(n, at.pool)}, ${asNumeric(places, at.pool)}, `
      + `${param(at.pool, 'text', how)})`);
    return strict([n, places], { kind: 'number', value, total: false, number: { as: 'numeric', size: null } });
  };
}

const abs: SqlCall = ([arg], at) => {
  const term = arg === undefined ? null : scalar(arg);
  if (term === null) return null;
  if (term.kind !== 'number' && term.kind !== 'months' && term.kind !== 'seconds') return mismatch([term]);
  const value = once(() => `abs(${asNumeric(term, at.pool)})`);
  return strict([term], { kind: term.kind, value, total: true, number: { as: 'numeric', size: null } });
};

function parity(odd: string): SqlCall {
  return plain(['number'], ([n], at) => ({
    kind: 'boolean', total: true,
    value: once(() => {
      const number = n === undefined ? 'NULL' : asNumeric(n, at.pool);
      const two = param(at.pool, 'numeric', '2');
      const rest = `mod(abs(${number}), ${two})`;
      return `(CASE ${rest} WHEN ${param(at.pool, 'numeric', '0')} THEN NOT ${odd} `
        + `WHEN ${param(at.pool, 'numeric', '1')} THEN ${odd} END)`;
    }),
  }));
}

/** FEEL's text of a value. */
const string: SqlCall = ([arg], at) => {
  const term = arg === undefined ? null : scalar(arg);
  if (term === null) return null;
  const made = (make: () => string): Term => strict([term], { kind: 'text', value: once(make), total: true });
  switch (term.kind) {
    case 'text':
      return term;
    case 'number':
      return made(() => `trim_scale(${asNumeric(term, at.pool)})::text`);
    case 'boolean':
      return made(() => `(${term.value()})::text`);
    case 'date':
      return made(() => `rules.day_text(${asDays(term, at.pool)})`);
    case 'months':
      return made(() => `rules.span_text(${asNumeric(term, at.pool)}, TRUE)`);
    case 'seconds':
      return made(() => `rules.span_text(${asNumeric(term, at.pool)}, FALSE)`);
    case 'none':
      return mismatch([term]);
    default:
      return null;
  }
};

/** Two marks may be none: then they are left out, as when they are not given. */
const number: SqlCall = (args, at) => {
  const [from, ...marks] = args.map(scalar);
  if (from === null || from === undefined) return null;
  if (marks.some((mark) => mark === null || (mark.kind !== 'text' && mark.kind !== 'none'))) return null;
  if (marks.some((mark) => mark?.unknown !== undefined)) return null;
  if (from.kind !== 'text') return from.kind === 'number' && marks.length === 0 ? from : mismatch([from]);
  const value = once(() => {
    const given = marks.map((mark) => (mark === null ? 'NULL' : asText(mark, at.pool)));
    while (given.length < 2) given.push('NULL');
    return `rules.number_from(${[asText(from, at.pool), ...given].join(', ')})`;
  });
  return strict([from], { kind: 'number', value, total: false, number: { as: 'numeric', size: null } });
};

const slice: SqlCall = (args, at) => {
  const last = args[2] === undefined ? undefined : scalar(args[2]);
  const whole = last === undefined || (last?.kind === 'none' && last.unknown === undefined);
  const terms = fitted(whole ? args.slice(0, 2) : args, ['text', 'number', 'number']);
  if (terms === null) return null;
  const [of, start, size] = terms;
  // A length that is none is a length left out: which of the two it is must be seen in the rule.
  if (size?.none === true) return null;
  if (of === undefined || start === undefined || terms.some((term) => term.kind === 'none')) return mismatch(terms);
  const value = once(() => `rules.slice(${asText(of, at.pool)}, ${asNumeric(start, at.pool)}, `
    + `${size === undefined ? 'NULL' : asNumeric(size, at.pool)})`);
  return strict(terms, { kind: 'text', value, total: false });
};

/** The members a function of lists is given: one list, or the arguments themselves. */
function members(args: Part[]): Term[] | null {
  const [first] = args;
  const items = args.length === 1 && first?.kind === 'list' ? first.items : args;
  const terms = items.map(scalar);
  return terms.every((term) => term !== null) ? terms : null;
}

/** Sums and products, put together two by two from the left. */
function folded(op: '+' | '*'): SqlCall {
  return (args, at) => {
    const terms = members(args);
    if (terms === null) return null;
    if (terms.length === 0) return mismatch([]);
    if (terms.some((term) => term.kind !== 'number')) return mismatch(terms);
    const start = numberTerm(op === '+' ? 0 : 1, at.pool);
    return terms.reduce((sum, term) => calculate(op, sum, term, at.pool) ?? sum, start);
  };
}

const mean: SqlCall = (args, at) => {
  const terms = members(args);
  const sum = folded('+')(args, at);
  const total = sum === null ? null : scalar(sum);
  if (terms === null || total === null) return null;
  return total.kind === 'number' ? numeric('divide', [total, numberTerm(terms.length, at.pool)], at.pool) : total;
};

const orderable = new Set<Kind>(['number', 'text', 'date', 'months', 'seconds']);

function extreme(name: 'GREATEST' | 'LEAST'): SqlCall {
  return (args, at) => {
    const terms = members(args);
    if (terms === null) return null;
    const [first] = terms;
    if (first === undefined) return mismatch([]);
    const { kind } = first;
    if (terms.some((term) => term.kind !== kind) || !orderable.has(kind)) return mismatch(terms);
    const one = (term: Term): string => {
      if (kind === 'text') return `(${asText(term, at.pool)} COLLATE "C")`;
      return kind === 'date' ? asDays(term, at.pool) : asNumeric(term, at.pool);
    };
    const value = once(() => {
      const there = terms.map(isPresent).filter((present) => present !== 'TRUE');
      const best = `${name}(${terms.map(one).join(', ')})`;
      return there.length === 0 ? best : `(CASE WHEN ${there.join(' AND ')} THEN ${best} END)`;
    });
    const form = kind === 'text' || kind === 'date' ? {} : { number: { as: 'numeric', size: null } as const };
    return strict(terms, { kind, value, total: true, ...form, ...(kind === 'date' && { days: true }) });
  };
}

function folding(op: 'and' | 'or'): SqlCall {
  return (args) => {
    const terms = members(args);
    return terms && joined(op, terms);
  };
}

const not: SqlCall = ([arg]) => {
  const term = arg === undefined ? null : scalar(arg);
  return term && negated(term);
};

const listContains: SqlCall = ([list, value], at) => {
  const term = value === undefined ? null : scalar(value);
  if (list?.kind !== 'list' || term === null) return null;
  const items = list.items.map(scalar);
  return items.every((item) => item !== null) ? contains(items, term, at.pool) : null;
};

const count: SqlCall = ([list], at) => (list?.kind === 'list' ? numberTerm(list.items.length, at.pool) : null);

const joinTexts: SqlCall = (args, at) => {
  const [list, mark] = args;
  if (list?.kind !== 'list') return null;
  const between = mark === undefined ? undefined : scalar(mark);
  const items = list.items.map(scalar);
  if (between === null || !items.every((item) => item !== null)) return null;
  const given = [...items, ...(between === undefined ? [] : [between])];
  if (given.some((term) => (term.kind !== 'text' && term.kind !== 'none') || term.unknown !== undefined)) return null;
  const value = once(() => {
    const by = between === undefined || between.kind === 'none'
      ? param(at.pool, 'text', '') : `coalesce(${asText(between, at.pool)}, ${param(at.pool, 'text', '')})`;
    return `concat_ws(${[by, ...items.map((item) => asText(item, at.pool))].join(', ')})`;
  });
  return { kind: 'text', value, none: false };
};

const date: SqlCall = (args, at) => {
  if (args.length === 3) {
    const terms = fitted(args, ['number']);
    if (terms === null) return null;
    if (terms.some((term) => term.kind === 'none')) return mismatch(terms);
    return dayCall('day_of', terms, () => terms.map((term) => asNumeric(term, at.pool)));
  }
  const [from] = args.map(scalar);
  if (from === null || from === undefined) return null;
  if (from.kind === 'date') return from;
  if (from.kind !== 'text') return from.kind === 'date-time' ? null : mismatch([from]);
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
  const value = once(() => `rules.parse_span(${asText(from, at.pool)}, ${months ? 'TRUE' : 'FALSE'})`);
  return strict([from], {
    kind: months ? 'months' : 'seconds', value, total: false, number: { as: 'numeric', size: null },
  });
};

const monthsBetween: SqlCall = plain(['date', 'date'], ([from, to], at) => ({
  kind: 'months', total: true, number: { as: 'numeric', size: null },
  value: once(() => `rules.months_between(${[from, to].map((one) => (one ? asDays(one, at.pool) : '')).join(', ')})::numeric`),
}));

const days: SqlCall = (args, at) => {
  const [from, to] = fitted(args, ['date']) ?? [];
  if (from === undefined || to === undefined) return null;
  return from.kind === 'none' || to.kind === 'none' ? mismatch([from, to]) : daysBetween(from, to, at.pool);
};

const age: SqlCall = (args, at) => {
  const [birth, on = at.today()] = fitted(args, ['date']) ?? [];
  if (birth === undefined) return null;
  return birth.kind === 'none' || on.kind === 'none' ? mismatch([birth, on]) : ageTerm(birth, on, at.pool);
};

function partOfDate(name: string): SqlCall {
  return ([arg], at) => {
    const of = arg === undefined ? null : scalar(arg);
    if (of === null) return null;
    return of.kind === 'date' ? datePart(of, name, at.pool) : of.kind === 'date-time' ? null : mismatch([of]);
  };
}

/** A number of units: money, or a duration of so many. */
function units(size: number, kind: 'number' | 'months' | 'seconds'): SqlCall {
  return (args, at) => {
    const [n] = fitted(args, ['number']) ?? [];
    if (n === undefined) return null;
    if (n.kind === 'none') return mismatch([n]);
    if (kind === 'months' && (n.number?.size === null || n.number?.size?.scale !== 0)) return null;
    const made = calculate('*', n, numberTerm(size, at.pool), at.pool);
    return made && { ...made, kind };
  };
}

/** The functions SQL has, by name. */
export const sqlCalls: ReadonlyMap<string, SqlCall> = new Map<string, SqlCall>([
  ['not', not],
  ['string length', plain(['text'], ([t], at) => ({
    kind: 'number', total: true, number: { as: 'int4', size: { low: 0n, high: 2_000_000_000n, scale: 0 } },
    value: once(() => `char_length(${t === undefined ? 'NULL' : asText(t, at.pool)})`),
  }))],
  ['substring', slice],
  ['substring before', texted('before', 2)],
  ['substring after', texted('after', 2)],
  ['contains', test(([t, part]) => `(strpos(${t}, ${part}) > 0)`)],
  ['starts with', test(([t, part]) => `starts_with(${t}, ${part})`)],
  ['ends with', test(([t, part]) => `(right(${t}, char_length(${part})) COLLATE "C" = ${part})`)],
  ['string', string],
  ['string join', joinTexts],
  ['number', number],
  ['round half up', rounding('half up')],
  ['round half down', rounding('half down')],
  ['round up', rounding('up')],
  ['round down', rounding('down')],
  ['decimal', rounding('half even')],
  ['floor', rounding('floor')],
  ['ceiling', rounding('ceiling')],
  ['abs', abs],
  ['modulo', numberCall('modulo')],
  ['sqrt', numberCall('root')],
  ['log', numberCall('logarithm')],
  ['exp', numberCall('exponential')],
  ['odd', parity('TRUE')],
  ['even', parity('FALSE')],
  ['count', count],
  ['sum', folded('+')],
  ['product', folded('*')],
  ['mean', mean],
  ['min', extreme('LEAST')],
  ['max', extreme('GREATEST')],
  ['all', folding('and')],
  ['any', folding('or')],
  ['list contains', listContains],
  ['date', date],
  ['duration', duration],
  ['years and months duration', monthsBetween],
  ['day of year', partOfDate('day of year')],
  ['week of year', partOfDate('week of year')],
  ['today', (_args, at) => at.today()],
  ['日数', days],
  ['周岁', age],
  ['年龄', age],
  ['万元', units(10_000, 'number')],
  ['亿元', units(100_000_000, 'number')],
  ['年', units(12, 'months')],
  ['月', units(1, 'months')],
  ['天', units(86_400, 'seconds')],
  ['小时', units(3600, 'seconds')],
]);
