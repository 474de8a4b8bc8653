/** Functions of numbers. */
import type { Row } from './builtin.ts';
import type { Num, Rounding } from '../values/number.ts';
import type { Value } from '../values/values.ts';
import { Decimal, isNum, modulo, numberOf, round, settle } from '../values/number.ts';
import { Span } from '../values/day.ts';
import { multiply, orderNumbers } from '../values/number.ts';

const num = (value: Value): Num => (isNum(value) ? value : 0);

/** A place or a length as a whole number (FEEL cuts a fraction off). */
export function truncated(value: Value): number {
  return isNum(value) ? new Decimal(value).trunc().toNumber() : Number.NaN;
}

function rounding(name: string, how: Rounding, needed: boolean): Row {
  return {
    signature: `${name}(n: number, scale${needed ? '' : '?'}: number)`,
    result: 'number',
    act: ([n, places]) => round(num(n), truncated(places ?? 0), how),
  };
}

function real(
  name: string,
  of: (n: InstanceType<typeof Decimal>) => InstanceType<typeof Decimal>,
): Row {
  return {
    signature: `${name}(number: number)`,
    result: 'number',
    act: ([n]) => settle(of(new Decimal(num(n)))),
  };
}

function abs([value]: Value[]): Value {
  if (value instanceof Span) {
    const n = orderNumbers(value.n, 0) < 0 ? multiply(value.n, -1) : value.n;
    return n === null ? null : new Span(value.months, n);
  }
  if (!isNum(value)) return null;
  return orderNumbers(value, 0) < 0 ? multiply(value, -1) : value;
}

/** How a number is written (DMN 1.5, grammar rule 37), with a minus before it. */
const written = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** number("1,234.5", ",", "."): grouping is a space, comma or point; the decimal mark another. */
function parseNumber([from, grouping, point]: Value[]): Value {
  const group = grouping ?? '';
  const mark = point ?? '.';
  if (typeof group !== 'string' || grouping === '' || !['', ' ', ',', '.'].includes(group)) return null;
  if (typeof mark !== 'string' || !['.', ','].includes(mark) || mark === group) return null;
  if (typeof from !== 'string') return null;
  const bare = group === '' ? from : from.replaceAll(group, '');
  const made = mark === '.' ? bare : bare.replace('.', '!').replace(',', '.');
  return written.test(made) ? numberOf(made) : null;
}

function parity(odd: boolean): Row['act'] {
  return ([n]) => {
    const rest = modulo(num(n), 2);
    return rest === 0 ? !odd : rest === 1 ? odd : null;
  };
}

/** The functions of numbers. */
export const numberRows: Row[] = [
  rounding('round half up', 'half up', true),
  rounding('round half down', 'half down', true),
  rounding('round up', 'up', true),
  rounding('round down', 'down', true),
  rounding('decimal', 'half even', true),
  rounding('floor', 'floor', false),
  rounding('ceiling', 'ceiling', false),
  {
    signature: 'abs(n: any)',
    result: ([shape]) => (shape?.type === 'duration' ? { type: 'duration' } : { type: 'number' }),
    act: abs,
  },
  {
    signature: 'modulo(dividend: number, divisor: number)',
    result: 'number',
    act: ([a, b]) => modulo(num(a), num(b)),
  },
  real('sqrt', (n) => n.sqrt()),
  real('log', (n) => n.ln()),
  real('exp', (n) => n.exp()),
  { signature: 'odd(number: number)', result: 'boolean', act: parity(true) },
  { signature: 'even(number: number)', result: 'boolean', act: parity(false) },
  {
    signature: 'number(from: any, grouping separator?: text, decimal separator?: text)',
    result: 'number',
    act: (args) => (args[0] === null || args[0] === undefined ? args[0] : parseNumber(args)),
    partly: true,
    constant: true,
  },
];
