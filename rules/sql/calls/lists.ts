/** Functions of lists in SQL: of lists written in the rule, whose members are scalars. */
import type { Kind, Part, Term } from '../terms.ts';
import type { SqlCall } from './arguments.ts';
import { asDays, asText, contains } from '../compare.ts';
import { joined, negated } from '../logic.ts';
import { asNumeric, calculate, numberTerm, numeric } from '../numbers.ts';
import { isPresent, mismatch, NONE_TERM, once, scalar, strict } from '../terms.ts';

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
  return total.kind === 'number'
    ? numeric('divide', [total, numberTerm(terms.length, at.pool)], at.pool)
    : total;
};

/** Numbers that are all there, as an array; null where one may be unknown. */
function array(name: string): SqlCall {
  return (args, at) => {
    const terms = members(args);
    if (terms === null) return null;
    if (terms.length === 0 || terms.some((term) => term.kind !== 'number')) return mismatch(terms);
    const value = once(
      () => `rules.${name}(ARRAY[${terms.map((term) => asNumeric(term, at.pool)).join(', ')}])`,
    );
    const there = once(() => {
      const present = terms.map(isPresent).filter((text) => text !== 'TRUE');
      return present.length === 0
        ? value()
        : `(CASE WHEN ${present.join(' AND ')} THEN ${value()} END)`;
    });
    return strict(terms, {
      kind: 'number',
      value: there,
      total: false,
      number: { as: 'numeric', size: null },
    });
  };
}

const median = array('median');
const deviation = array('deviation');

/** A member of a context written in the rule. */
const getValue: SqlCall = ([of, key]) => {
  const name = key === undefined ? null : scalar(key);
  const only = of === undefined ? null : scalar(of);
  if (name !== null && only !== null && only.unknown === undefined) return mismatch([name]);
  if (of?.kind !== 'record' || name === null) return null;
  if (name.literal === null || (name.literal !== undefined && typeof name.literal !== 'string'))
    return NONE_TERM;
  return typeof name.literal === 'string' ? (of.entries.get(name.literal) ?? NONE_TERM) : null;
};

const orderable = new Set<Kind>(['number', 'text', 'date', 'months', 'seconds']);

function extreme(name: 'GREATEST' | 'LEAST'): SqlCall {
  return (args, at) => {
    const terms = members(args);
    if (terms === null) return null;
    const [first] = terms;
    if (first === undefined) return mismatch([]);
    const { kind } = first;
    if (kind === 'time' || kind === 'date-time') return null;
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
    const form =
      kind === 'text' || kind === 'date' ? {} : { number: { as: 'numeric', size: null } as const };
    return strict(terms, {
      kind,
      value,
      total: true,
      ...form,
      ...(kind === 'date' && { days: true }),
    });
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
  const only = list === undefined ? null : scalar(list);
  if (term === null || list === undefined || (only?.none === true && only.kind !== 'none'))
    return null;
  if (only?.kind === 'none') return only;
  const items = list.kind === 'list' ? list.items.map(scalar) : [only];
  return items.every((item) => item !== null) ? contains(items, term, at.pool) : null;
};

const count: SqlCall = ([list], at) => {
  if (list?.kind === 'list') return numberTerm(list.items.length, at.pool);
  const only = list === undefined ? null : scalar(list);
  if (only?.kind === 'none') return only;
  return only === null || only.none || only.unknown !== undefined ? null : numberTerm(1, at.pool);
};

/** The functions of lists, and `not`. */
export const listCalls: [string, SqlCall][] = [
  ['not', not],
  ['count', count],
  ['sum', folded('+')],
  ['product', folded('*')],
  ['mean', mean],
  ['median', median],
  ['stddev', deviation],
  ['min', extreme('LEAST')],
  ['max', extreme('GREATEST')],
  ['all', folding('and')],
  ['any', folding('or')],
  ['list contains', listContains],
  ['get value', getValue],
];
