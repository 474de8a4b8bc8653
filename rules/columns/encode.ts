/** A population into columns, each in the narrowest form that is exact. */
import type { Column, Layout } from '../layout.ts';
import type { Shape } from '../check/shape.ts';
import type { Json, Value } from '../values/values.ts';
import type { Num } from '../values/number.ts';
import type { Coded, Codes, Columns, Form, Stored } from './store.ts';
import { sizeOf } from '../closure/spend.ts';
import { typeName } from '../check/shapes.ts';
import { Day, dayText } from '../values/day.ts';
import { isNum, numberOf, numberText, orderNumbers } from '../values/number.ts';
import { fromJson, order, settled, toJson } from '../values/values.ts';
import { BadCell, bit, cellOf, plane, setBit, sparse } from './store.ts';

/** Gives the value of a row (from 0) in a column (from 0, as in the layout). */
export type Cell = (row: number, column: number) => Value;

/** Days from 1970 to the years 8100 before and 12000 after: beyond, a date is a slip of the pen. */
export const FARTHEST_DAY = 3_660_000;

/** More decimals than a scaled integer below 2^53 is worth. */
const MOST_DECIMALS = 15;

type Gathered = { column: Column; rows: number; words: number; value: (row: number) => Value };
type Known = (row: number, value: Exclude<Value, null | undefined>) => void;

/** Presence planes of a column; every known value goes to `known`. */
function gather({ column, rows, words, value }: Gathered, known: Known): Stored {
  const none = plane(words);
  const unknown = plane(words);
  let [nones, unknowns] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const at = value(row);
    if (at === null) {
      nones++;
      none[row >>> 5] = (none[row >>> 5] ?? 0) | (1 << (row & 31));
    } else if (at === undefined) {
      unknowns++;
      unknown[row >>> 5] = (unknown[row >>> 5] ?? 0) | (1 << (row & 31));
    } else known(row, at);
  }
  const { address, shape } = column;
  return { address, shape, none, unknown, nones, unknowns, bits: null, coded: null };
}

function misfit(row: number, column: Column): BadCell {
  const wanted = typeName(column.shape);
  return new BadCell(row, column.address, `不是字段典里声明的“${wanted}”`);
}

function booleans(from: Gathered): Stored {
  const bits = plane(from.words);
  const stored = gather(from, (row, value) => {
    if (typeof value !== 'boolean') throw misfit(row, from.column);
    if (value) setBit(bits, row, true);
  });
  return { ...stored, bits };
}

/** Room for codes from `least` to `most`; the base is taken off where that makes them narrower. */
function room(capacity: number, ends: [number, number]): { codes: Codes; base: number } {
  const [least, most] = ends[0] <= ends[1] ? ends : [0, 0];
  const wide = most - least;
  const bytes = (n: number): SharedArrayBuffer => new SharedArrayBuffer(capacity * n);
  if (wide <= 0xff) return { codes: new Uint8Array(bytes(1)), base: least };
  if (wide <= 0xffff) return { codes: new Uint16Array(bytes(2)), base: least };
  if (least >= -0x8000_0000 && most <= 0x7fff_ffff) {
    return { codes: new Int32Array(bytes(4)), base: 0 };
  }
  return { codes: new Float64Array(bytes(8)), base: 0 };
}

/** Packs whole numbers (NaN where there is none) into codes. */
function pack(
  from: Gathered,
  whole: Float64Array,
  ends: [number, number],
  form: (base: number) => Form,
): Coded {
  const { codes, base } = room(from.words * 32, ends);
  let [least, most] = [Infinity, -Infinity];
  for (let row = 0; row < whole.length; row++) {
    const n = (whole[row] ?? Number.NaN) - base;
    if (n !== n) continue;
    codes[row] = n;
    if (n < least) least = n;
    if (n > most) most = n;
  }
  return { codes, form: form(base), least, most };
}

/** How many decimals a number has. */
export function placesOf(value: Num): number {
  return typeof value === 'number' ? 0 : Math.max(0, -value.stripped().e);
}

/** The number times 10^scale; NaN where that is no safe integer. */
export function scaled(value: Num, scale: number): number {
  if (typeof value !== 'number') {
    const { c, e } = value.stripped();
    const shift = e + scale;
    if (shift < 0 || shift > 40) return Number.NaN;
    const n = Number(c) * 10 ** shift;
    return Number.isSafeInteger(n) && Number.isSafeInteger(Number(c)) ? n : Number.NaN;
  }
  const n = value * 10 ** scale;
  return Number.isSafeInteger(n) ? n : Number.NaN;
}

/** Declared ends of a column as scaled integers; null where they are not all declared. */
export function declared(shape: Shape): { least: number; most: number; scale: number } | null {
  const { min, max, decimals } = shape.range ?? {};
  if (min === undefined || max === undefined || decimals === undefined) return null;
  const [low, high] = [numberOf(min), numberOf(max)];
  if (low === null || high === null || decimals > MOST_DECIMALS) return null;
  const [least, most] = [scaled(low, decimals), scaled(high, decimals)];
  return least <= most ? { least, most, scale: decimals } : null;
}

function inRange(row: number, value: Num, column: Column): void {
  const { min, max, decimals } = column.shape.range ?? {};
  const [low, high] = [min, max].map((end) => (end === undefined ? null : numberOf(end)));
  const below = low !== null && low !== undefined && orderNumbers(value, low) < 0;
  const above = high !== null && high !== undefined && orderNumbers(value, high) > 0;
  const fine = decimals === undefined || placesOf(value) <= decimals;
  if (!below && !above && fine) return;
  const places = decimals === undefined ? '' : `、最多 ${decimals} 位小数`;
  const ends = `${min ?? '不限'} 到 ${max ?? '不限'}${places}`;
  throw new BadCell(row, column.address, `是 ${numberText(value)}，超出字段典声明的 ${ends}`);
}

/** Scaled integers where every number fits, otherwise a dictionary of exact numbers. */
function numbers(from: Gathered): Stored {
  const { column } = from;
  const ends = declared(column.shape);
  const whole = new Float64Array(from.rows).fill(Number.NaN);
  const rest: { row: number; value: Num }[] = [];
  let scale = ends?.scale ?? 0;
  const stored = gather(from, (row, value) => {
    if (!isNum(value)) throw misfit(row, column);
    if (ends === null) inRange(row, value, column);
    const n = scaled(value, scale);
    if (ends !== null && !(n >= ends.least && n <= ends.most)) inRange(row, value, column);
    if (n === n) whole[row] = n;
    else rest.push({ row, value });
  });
  if (rest.length > 0) {
    const places = rest.map(({ value }) => placesOf(value));
    scale = places.reduce((a, b) => Math.max(a, b), 0);
    whole.forEach((n, row) => (whole[row] = n * 10 ** scale));
    for (const { row, value } of rest) whole[row] = scaled(value, scale);
    const exact = rest.every(({ row }) => Number.isSafeInteger(whole[row]));
    const safe = whole.every((n) => n !== n || Number.isSafeInteger(n));
    if (!exact || !safe || scale > MOST_DECIMALS) return dictionary(from);
  }
  let [least, most] = [ends?.least ?? Infinity, ends?.most ?? -Infinity];
  for (const n of whole) {
    if (n < least) least = n;
    if (n > most) most = n;
  }
  const coded = pack(from, whole, [least, most], (base) => ({ as: 'number', scale, base }));
  return { ...stored, coded };
}

function near(row: number, value: Day, column: Column): void {
  if (Math.abs(value.n) <= FARTHEST_DAY) return;
  throw new BadCell(row, column.address, `是 ${dayText(value)}，年份不像真的`);
}

/** Dates are day numbers; the base leaves room on both sides for days to come. */
function days(from: Gathered): Stored {
  const whole = new Float64Array(from.rows).fill(Number.NaN);
  let [least, most] = [Infinity, -Infinity];
  const stored = gather(from, (row, value) => {
    if (!(value instanceof Day)) throw misfit(row, from.column);
    near(row, value, from.column);
    whole[row] = value.n;
    if (value.n < least) least = value.n;
    if (value.n > most) most = value.n;
  });
  const spare = 0xffff - (most - least);
  const ends: [number, number] =
    spare >= 0 && least <= most
      ? [least - (spare >> 1), least - (spare >> 1) + 0xffff]
      : [least, most];
  const coded = pack(from, whole, ends, (base) => ({ as: 'day', base }));
  return { ...stored, coded };
}

/** Values in FEEL's order; false where some pair has none. */
function sortValues(values: Json[], shape: Shape): { sorted: Json[]; ordered: boolean } {
  const pairs = values.map((json) => ({ json, value: fromJson(json, shape) }));
  let ordered = true;
  const compare = (a: Value, b: Value): number => {
    const sign = order(a, b);
    if (sign === null) ordered = false;
    return sign ?? 0;
  };
  pairs.sort((a, b) => compare(a.value, b.value));
  return { sorted: pairs.map(({ json }) => json), ordered };
}

const keyOf = (json: Json): string => (typeof json === 'string' ? json : JSON.stringify(json));

/** A type whose JSON is no text tells it apart from a text by its key alone. */
function plainTexts(shape: Shape): boolean {
  return shape.type === 'text' || shape.type === 'choice' || shape.type === 'number';
}

/**
 * Values that cost what a rule may walk at most (`closure/spend.ts`): whether a closure runs out of
 * fuel is then no question of one part of the rule or all of it.
 */
const tooLarge = (value: Value): boolean =>
  typeof value === 'string' ? value.length > 6000 : sizeOf(value) > 100;

/** Every distinct value gets a code, in their order where they have one. */
function dictionary(from: Gathered): Stored {
  const { shape } = from.column;
  const first = new Map<string, number>();
  const found: Json[] = [];
  const key = plainTexts(shape) ? keyOf : (json: Json): string => JSON.stringify(json);
  const place = (json: Json): number => {
    const text = key(json);
    const before = first.get(text);
    if (before !== undefined) return before;
    first.set(text, found.length);
    return found.push(json) - 1;
  };
  for (const code of shape.options?.keys() ?? []) if (shape.type === 'choice') place(code);
  const whole = new Float64Array(from.rows).fill(Number.NaN);
  const stored = gather(from, (row, value) => {
    const json = settled(value) ? toJson(value) : undefined;
    if (json === undefined) throw new BadCell(row, from.column.address, '只知道一部分');
    if (tooLarge(value)) throw new BadCell(row, from.column.address, '太长');
    const back = json === null ? null : fromJson(json, shape);
    if (back?.constructor !== value.constructor) throw misfit(row, from.column);
    whole[row] = place(json);
  });
  const { sorted, ordered } = sortValues(found, shape);
  const places = new Map(sorted.map((json, at) => [key(json), at]));
  const moved = found.map((json) => places.get(key(json)) ?? 0);
  whole.forEach((n, row) => (whole[row] = n === n ? (moved[n] ?? 0) : n));
  const form: Form = { as: 'dictionary', values: sorted, ordered, places };
  const coded = pack(from, whole, [0, Math.max(0, sorted.length - 1)], () => form);
  return { ...stored, coded };
}

function column(from: Gathered): Stored {
  const { type } = from.column.shape;
  if (type === 'boolean') return booleans(from);
  if (type === 'number') return numbers(from);
  return type === 'date' ? days(from) : dictionary(from);
}

/**
 * Encodes a population. Numbers become scaled integers as narrow as their declared range allows,
 * dates day numbers, every other type places in an ordered dictionary. Throws `BadCell` for a cell
 * that breaks its declared type or range, or is only partly known.
 */
export function encode(layout: Layout, count: number, cell: Cell): Columns {
  const words = Math.ceil(count / 128) * 4;
  const columns = layout.map((one, at) =>
    column({ column: one, rows: count, words, value: (row) => cell(row, at) }),
  );
  const index = new Map(layout.map(({ address }, at) => [address, at]));
  return { layout, rows: count, words, columns, index, version: 0 };
}

/** The code of a value in a column as it is; null where the column has no code for it yet. */
function codeOf(stored: Stored, coded: Coded, value: Value): number | null {
  const { form, codes } = coded;
  let code: number | undefined;
  if (form.as === 'day') code = value instanceof Day ? value.n - form.base : undefined;
  else if (form.as === 'number') {
    code = isNum(value) ? scaled(value, form.scale) - form.base : undefined;
  } else {
    if (tooLarge(value)) return null;
    const json = settled(value) ? toJson(value) : undefined;
    const plain = plainTexts(stored.shape);
    if (json === undefined || (plain && typeof json !== 'string')) return null;
    if (stored.shape.type !== 'number' && plain && typeof value !== 'string') return null;
    code = form.places.get(plain ? keyOf(json) : JSON.stringify(json));
  }
  if (code === undefined || code !== code) return null;
  if (codes instanceof Uint8Array && (code < 0 || code > 0xff)) return null;
  if (codes instanceof Uint16Array && (code < 0 || code > 0xffff)) return null;
  if (codes instanceof Int32Array && code !== (code | 0)) return null;
  return code;
}

/** Stores a value in a column as it is; false where the column has to be made over. */
function store(columns: Columns, stored: Stored, row: number, value: Value): boolean {
  const { bits, coded } = stored;
  if (bits !== null) {
    if (typeof value !== 'boolean') return false;
    setBit(bits, row, value);
    return true;
  }
  const code = coded === null ? null : codeOf(stored, coded, value);
  if (coded === null || code === null) return false;
  // Wider numbers are never tried code by code: what was prepared holds for new ones too.
  const tried = coded.form.as === 'day' || coded.codes.BYTES_PER_ELEMENT <= 2;
  if (tried && sparse(coded)) columns.version++;
  coded.codes[row] = code;
  if (code < coded.least || code > coded.most) {
    coded.least = Math.min(coded.least, code);
    coded.most = Math.max(coded.most, code);
    columns.version++;
  }
  return true;
}

function makeOver(columns: Columns, stored: Stored, row: number, value: Value): Stored {
  const { address, shape } = stored;
  const before = (other: number): Value => {
    const json = cellOf(columns, other, address);
    return json === undefined || json === null ? json : fromJson(json, shape);
  };
  columns.version++;
  return column({
    column: { address, shape },
    rows: columns.rows,
    words: columns.words,
    value: (other) => (other === row ? value : before(other)),
  });
}

/** Notes whether a cell is none, unknown or neither. */
function mark(columns: Columns, stored: Stored, row: number, value: Value): void {
  const [none, unknown] = [value === null, value === undefined];
  const before = [stored.nones > 0, stored.unknowns > 0];
  stored.nones += Number(none) - Number(bit(stored.none, row));
  stored.unknowns += Number(unknown) - Number(bit(stored.unknown, row));
  if (before[0] !== stored.nones > 0 || before[1] !== stored.unknowns > 0) columns.version++;
  setBit(stored.none, row, none);
  setBit(stored.unknown, row, unknown);
}

function changeCell(columns: Columns, at: number, row: number, value: Value): void {
  const stored = columns.columns[at];
  if (stored === undefined) return;
  const known = value !== null && value !== undefined;
  if (known) {
    if (isNum(value)) inRange(row, value, stored);
    if (value instanceof Day) near(row, value, stored);
    if (!store(columns, stored, row, value)) {
      columns.columns[at] = makeOver(columns, stored, row, value);
      return;
    }
  }
  mark(columns, stored, row, value);
  if (!known && stored.bits !== null) setBit(stored.bits, row, false);
  if (!known && stored.coded !== null) stored.coded.codes[row] = 0;
}

/**
 * Writes one row anew. A value its column has no code for makes that column over (as long as
 * encoding it did). Throws `BadCell` as `encode` does; the row's earlier columns are written then.
 */
export function change(columns: Columns, row: number, cell: (column: number) => Value): void {
  for (let at = 0; at < columns.columns.length; at++) changeCell(columns, at, row, cell(at));
}
