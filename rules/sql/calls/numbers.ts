/** Functions of numbers in SQL. */
import type { SqlCall } from './arguments.ts';
import { asText } from '../compare.ts';
import { asNumeric, calculate, numberTerm, numeric } from '../numbers.ts';
import { mismatch, once, param, scalar, strict } from '../terms.ts';
import { fitted, plain } from './arguments.ts';

/** A number function of the prelude, or one that stands in a row of its own. */
function numberCall(name: string): SqlCall {
  return (args, at) => {
    const terms = fitted(args, ['number']);
    if (terms === null) return null;
    return terms.some((term) => term.kind === 'none')
      ? mismatch(terms)
      : numeric(name, terms, at.pool);
  };
}

function rounding(how: string): SqlCall {
  return (args, at) => {
    const terms = fitted(args, ['number']);
    if (terms === null) return null;
    const [n, places = numberTerm(0, at.pool)] = terms;
    if (n === undefined || terms.some((term) => term.kind === 'none')) return mismatch(terms);
    const value = once(
      () =>
        `rules.rounded(${asNumeric(n, at.pool)}, ${asNumeric(places, at.pool)}, ` +
        `${param(at.pool, 'text', how)})`,
    );
    return strict([n, places], {
      kind: 'number',
      value,
      total: false,
      number: { as: 'numeric', size: null },
    });
  };
}

const abs: SqlCall = ([arg], at) => {
  const term = arg === undefined ? null : scalar(arg);
  if (term === null) return null;
  if (term.kind !== 'number' && term.kind !== 'months' && term.kind !== 'seconds')
    return mismatch([term]);
  const value = once(() => `abs(${asNumeric(term, at.pool)})`);
  return strict([term], {
    kind: term.kind,
    value,
    total: true,
    number: { as: 'numeric', size: null },
  });
};

function parity(odd: string): SqlCall {
  return plain(['number'], ([n], at) => ({
    kind: 'boolean',
    total: false,
    value: once(() => {
      const number = n === undefined ? 'NULL' : asNumeric(n, at.pool);
      const rest = `rules.modulo(${number}, ${param(at.pool, 'numeric', '2')})`;
      return (
        `(CASE ${rest} WHEN ${param(at.pool, 'numeric', '0')} THEN NOT ${odd} ` +
        `WHEN ${param(at.pool, 'numeric', '1')} THEN ${odd} END)`
      );
    }),
  }));
}

/** Two marks may be none: then they are left out, as when they are not given. */
const number: SqlCall = (args, at) => {
  const [from, ...marks] = args.map(scalar);
  if (from === null || from === undefined) return null;
  if (marks.some((mark) => mark === null || (mark.kind !== 'text' && mark.kind !== 'none')))
    return null;
  if (marks.some((mark) => mark?.unknown !== undefined)) return null;
  if (from.kind !== 'text') return mismatch([from]);
  const value = once(() => {
    const given = marks.map((mark) => (mark === null ? 'NULL' : asText(mark, at.pool)));
    while (given.length < 2) given.push('NULL');
    return `rules.number_from(${[asText(from, at.pool), ...given].join(', ')})`;
  });
  return strict([from], {
    kind: 'number',
    value,
    total: false,
    number: { as: 'numeric', size: null },
  });
};

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

/** The functions of numbers. */
export const numberCalls: [string, SqlCall][] = [
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
  ['万元', units(10_000, 'number')],
  ['亿元', units(100_000_000, 'number')],
  ['年', units(12, 'months')],
  ['月', units(1, 'months')],
  ['天', units(86_400, 'seconds')],
  ['小时', units(3600, 'seconds')],
];
