/** A row as generated functions read it: the same properties in the same order in every row. */
import type { Read } from '../closure/frame.ts';
import type { Shape } from '../check/shape.ts';
import type { Layout } from '../layout.ts';
import type { Json } from '../values/values.ts';
import { parseDay } from '../values/day.ts';
import { fromJson } from '../values/values.ts';

/**
 * One resident, one case. Its cells are seen by generated code alone: c0, c1 … are what is compared
 * at once, v0, v1 … the facts they were read from, for all that is not decided by them. `read`
 * serves what no cell holds (groups, records).
 */
export type Row = { readonly read: Read };

/**
 * How a cell is held.
 * - `number`: a JS number that orders as the number does (see `doubleOf`), otherwise NaN.
 * - `day`: the day number, otherwise NaN.
 * - `choice`: the place of the code among the declared ones, otherwise −1.
 * - `boolean`, `text`, `any`: the Value itself, which may be none or unknown.
 */
export type Kind = 'number' | 'day' | 'choice' | 'boolean' | 'text' | 'any';

const kinds: Partial<Record<Shape['type'], Kind>> = {
  number: 'number',
  date: 'day',
  boolean: 'boolean',
  text: 'text',
};

/** How the cells of a column are held. */
export function kindOfShape(shape: Shape): Kind {
  if (shape.type === 'choice') return shape.options === undefined ? 'text' : 'choice';
  return kinds[shape.type] ?? 'any';
}

/** The cell is compared by itself, and the fact it comes from is kept beside it. */
export function isCoded(kind: Kind): boolean {
  return kind === 'number' || kind === 'day' || kind === 'choice';
}

/** The place of each declared code of a choice. */
export function placesOf(shape: Shape): ReadonlyMap<string, number> {
  return new Map([...(shape.options?.keys() ?? [])].map((code, at) => [code, at]));
}

/** Digits of a number that a double tells from every other number of so many digits. */
const SHORT = 15;
const tens = Array.from({ length: SHORT + 1 }, (_, at) => 10 ** at);

/**
 * A number of at most 15 digits as a double; NaN for anything else. Two such numbers, or one and an
 * integer in the safe range, are ordered as their doubles are: they are apart by 10^−k at least,
 * where both are below 10^(15−k), and rounding moves each by less than a quarter of that. (m and
 * 10^k are exact doubles, so their quotient is the nearest one: W. D. Clinger, PLDI 1990.)
 */
export function doubleOf(text: string): number {
  const from = text.charCodeAt(0) === 45 ? 1 : 0;
  const length = text.length;
  let point = -1;
  let sum = 0;
  for (let at = from; at < length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) sum = sum * 10 + digit;
    else if (digit === -2 && point < 0 && at > from && at + 1 < length) point = at;
    else return Number.NaN;
  }
  const count = length - from - (point < 0 ? 0 : 1);
  if (count < 1 || count > SHORT) return Number.NaN;
  const size = point < 0 ? sum : sum / (tens[length - point - 1] as number);
  return from === 1 ? 0 - size : size;
}

type Code = (json: Json | undefined) => unknown;

function coder(shape: Shape): Code {
  switch (kindOfShape(shape)) {
    case 'number':
      return (json) => (typeof json === 'string' ? doubleOf(json) : Number.NaN);
    case 'day':
      return (json) => (typeof json === 'string' ? (parseDay(json)?.n ?? Number.NaN) : Number.NaN);
    case 'choice': {
      const places = placesOf(shape);
      return (json) => (typeof json === 'string' ? (places.get(json) ?? -1) : -1);
    }
    default:
      return (json) => (json === undefined ? undefined : fromJson(json, shape));
  }
}

type Make = (read: Read) => Row;

const makes = new WeakMap<Layout, Make>();

/** A constructor written out for the layout, so that rows of one layout are of one hidden class. */
function makerOf(layout: Layout): Make {
  const before = makes.get(layout);
  if (before !== undefined) return before;
  const names = layout.map((_, at) => `const a${at} = addresses[${at}], f${at} = coders[${at}];`);
  const cells = layout.map(({ shape }, at) =>
    isCoded(kindOfShape(shape))
      ? `this.c${at} = f${at}(this.v${at} = read(a${at}));`
      : `this.c${at} = f${at}(read(a${at}));`,
  );
  const source = `${names.join('\n')}
function Row(read) {
this.read = read;
${cells.join('\n')}
}
return (read) => new Row(read);`;
  const addresses = layout.map((column) => column.address);
  const coders = layout.map((column) => coder(column.shape));
  const made = new Function('addresses', 'coders', source)(addresses, coders) as Make;
  // The engine settles how it stores each property by the first rows it sees: one with gaps and one
  // without come first, so that later ones do not change it under code that is already optimised.
  for (const first of [undefined, '0.5', null, '1']) made(() => first);
  makes.set(layout, made);
  return made;
}

/**
 * Reads a row: every column once. `read` is as in `evaluate` (null none, undefined unknown) and is
 * kept with the row. A layout is made ready at its first row; do not change it afterwards.
 */
export function rowOf(layout: Layout, read: Read): Row {
  return makerOf(layout)(read);
}
