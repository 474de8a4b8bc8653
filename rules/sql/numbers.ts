/**
 * Numbers in SQL. Where the dictionary declares ends and decimals, a number is an integer of units
 * (cents, say) and every step is proved to fit; otherwise it is `numeric`, and each step is rounded
 * to 34 digits, half even, as rules/values/number.ts does (functions of prelude.ts).
 */
import type { ArithmeticOp } from '../check/tree.ts';
import type { NumberRange } from '../check/shape.ts';
import type { NumberForm, Pool, Size, Term } from './terms.ts';
import type { Num } from '../values/number.ts';
import { numberText } from '../values/number.ts';
import { once, param, strict } from './terms.ts';

const INT4 = 2n ** 31n - 1n;
const INT8 = 2n ** 62n;
/** Digits a number of the rule language has at most. */
const DIGITS = 34;

const most = (size: Size): bigint => {
  const low = size.low < 0n ? -size.low : size.low;
  const high = size.high < 0n ? -size.high : size.high;
  return low > high ? low : high;
};

/** The integer type units of this size fit; null for none. */
function fits(size: Size): 'int4' | 'int8' | null {
  const end = most(size);
  return end <= INT4 ? 'int4' : end <= INT8 ? 'int8' : null;
}

/** Units of 10^-scale of a decimal text; null where it has more decimals. */
export function unitsOf(text: string, scale: number): bigint | null {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const kept = fraction.replace(/0+$/, '');
  if (sign === undefined || kept.length > scale) return null;
  const units = BigInt(`${whole}${kept.padEnd(scale, '0')}` || '0');
  return sign === '-' ? -units : units;
}

/** Decimals of a canonical decimal text. */
function decimalsOf(text: string): number {
  const at = text.indexOf('.');
  return at < 0 ? 0 : text.length - at - 1;
}

/** How a declared number is carried in a column. */
export function columnForm(range: NumberRange | undefined): NumberForm {
  const { min, max, decimals } = range ?? {};
  if (min === undefined || max === undefined || decimals === undefined || decimals > 12) {
    return { as: 'numeric', size: null };
  }
  const [low, high] = [unitsOf(min, decimals), unitsOf(max, decimals)];
  if (low === null || high === null) return { as: 'numeric', size: null };
  const size = { low, high, scale: decimals };
  return { as: fits(size) ?? 'numeric', size: most(size) < 10n ** BigInt(DIGITS) ? size : null };
}

/** A number the rule writes. */
export function numberTerm(value: Num, pool: Pool): Term {
  const text = numberText(value);
  const scale = decimalsOf(text);
  const units = scale <= 40 && text.length < 90 ? unitsOf(text, scale) : null;
  return {
    kind: 'number',
    literal: value,
    none: false,
    value: once(() => param(pool, 'numeric', text)),
    number: { as: 'numeric', size: units === null ? null : { low: units, high: units, scale } },
  };
}

function scaled(size: Size, scale: number): Size {
  const by = 10n ** BigInt(scale - size.scale);
  return { low: size.low * by, high: size.high * by, scale };
}

const formOf = (term: Term): NumberForm => term.number ?? { as: 'numeric', size: null };

/** The number itself as `numeric`. */
export function asNumeric(term: Term, pool: Pool): string {
  const { as, size } = formOf(term);
  if (as === 'numeric' || size === null) return term.value();
  if (size.scale === 0) return `(${term.value()})::numeric`;
  const by = param(pool, 'numeric', `0.${'0'.repeat(size.scale - 1)}1`);
  return `((${term.value()})::numeric * ${by})`;
}

/** Carried as integers, or the same in every row. */
const countable = (term: Term): boolean =>
  formOf(term).size !== null && (formOf(term).as !== 'numeric' || term.literal !== undefined);

/** A countable number in units of the scale, as the integer type. */
function asUnits(term: Term, scale: number, as: 'int4' | 'int8', pool: Pool): string {
  const { size, as: from } = formOf(term);
  if (size === null) throw new Error('a number without ends has no units');
  if (term.literal !== undefined) return param(pool, as, String(scaled(size, scale).low));
  const cast = from === as ? term.value() : `(${term.value()})::${as}`;
  if (scale === size.scale) return cast;
  return `(${cast} * ${param(pool, as, String(10n ** BigInt(scale - size.scale)))})`;
}

/** Both sides of a comparison in one form. */
export function sameForm(a: Term, b: Term, pool: Pool): [string, string] {
  const [x, y] = [formOf(a).size, formOf(b).size];
  if (x !== null && y !== null && countable(a) && countable(b)) {
    const scale = Math.max(x.scale, y.scale);
    const [left, right] = [scaled(x, scale), scaled(y, scale)];
    const as = most(left) > most(right) ? fits(left) : fits(right);
    if (as !== null) return [asUnits(a, scale, as, pool), asUnits(b, scale, as, pool)];
  }
  return [asNumeric(a, pool), asNumeric(b, pool)];
}

/** The literal in the units a column is carried in; null where it has none there. */
export function unitsBeside(
  literal: Term,
  of: Term,
): { as: 'int4' | 'int8'; units: bigint } | null {
  const [x, y] = [formOf(literal).size, formOf(of)];
  if (x === null || y.size === null || y.as === 'numeric' || x.scale > y.size.scale) return null;
  const units = scaled(x, y.size.scale).low;
  const end = y.as === 'int4' ? INT4 : INT8;
  return units <= end && units >= -end ? { as: y.as, units } : null;
}

function sizeOf(op: '+' | '-' | '*', a: Size, b: Size): Size {
  if (op === '*') {
    const ends = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
    const low = ends.reduce((x, y) => (y < x ? y : x));
    const high = ends.reduce((x, y) => (y > x ? y : x));
    return { low, high, scale: a.scale + b.scale };
  }
  const scale = Math.max(a.scale, b.scale);
  const [x, y] = [scaled(a, scale), scaled(b, scale)];
  if (op === '+') return { low: x.low + y.low, high: x.high + y.high, scale };
  return { low: x.low - y.high, high: x.high - y.low, scale };
}

const larger = (sizes: Size[]): Size => sizes.reduce((a, b) => (most(b) > most(a) ? b : a));

type Binary = { op: '+' | '-' | '*'; a: Term; b: Term; pool: Pool };

/** In integers where all that can come fits them; null where it may not. */
function counted({ op, a, b, pool }: Binary): Term | null {
  const [x, y] = [formOf(a).size, formOf(b).size];
  if (x === null || y === null || !countable(a) || !countable(b)) return null;
  const size = sizeOf(op, x, y);
  const [left, right] = op === '*' ? [x, y] : [scaled(x, size.scale), scaled(y, size.scale)];
  const as = fits(larger([size, left, right]));
  if (as === null || size.scale > 18) return null;
  const [m, n] = op === '*' ? [x.scale, y.scale] : [size.scale, size.scale];
  const value = once(() => `(${asUnits(a, m, as, pool)} ${op} ${asUnits(b, n, as, pool)})`);
  return strict([a, b], { kind: a.kind, value, total: true, number: { as, size } });
}

const functions = { '+': 'rules.add', '-': 'rules.subtract', '*': 'rules.multiply' };

function wide({ op, a, b, pool }: Binary): Term {
  const [x, y] = [formOf(a).size, formOf(b).size];
  const size = x === null || y === null ? null : sizeOf(op, x, y);
  const exact = size !== null && most(size) < 10n ** BigInt(DIGITS);
  const value = once(() => {
    const [left, right] = [asNumeric(a, pool), asNumeric(b, pool)];
    return exact ? `(${left} ${op} ${right})` : `${functions[op]}(${left}, ${right})`;
  });
  const number: NumberForm = { as: 'numeric', size: exact ? size : null };
  return strict([a, b], { kind: a.kind, value, total: exact, number });
}

/** A call of a function of the prelude on numbers, of any size. */
export function numeric(name: string, args: Term[], pool: Pool): Term {
  const value = once(() => `rules.${name}(${args.map((arg) => asNumeric(arg, pool)).join(', ')})`);
  return strict(args, {
    kind: 'number',
    value,
    total: false,
    number: { as: 'numeric', size: null },
  });
}

/** The whole number a literal is; null for anything else. */
export function wholeLiteral(term: Term): bigint | null {
  const size = term.literal === undefined ? null : formOf(term).size;
  return size === null || size.scale > 0 ? null : size.low;
}

/** Exponents up to this are multiplied out. */
const MOST_POWER = 60n;

/** a op b on two numbers; null where SQL cannot do it exactly. */
export function calculate(op: ArithmeticOp, a: Term, b: Term, pool: Pool): Term | null {
  if (op === '/') return numeric('divide', [a, b], pool);
  if (op === '**') {
    const exponent = formOf(b).size;
    if (exponent === null || exponent.scale > 0 || most(exponent) > MOST_POWER) return null;
    return numeric('power', [a, b], pool);
  }
  const binary = { op, a, b, pool };
  return counted(binary) ?? wide(binary);
}
