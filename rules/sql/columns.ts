/**
 * How a row of facts stands in a table. Each address of the layout has a column with its value,
 * NULL where it is none or unknown, and a bit in a word of the row that says which: 1 is unknown.
 * One comparison of the word with a mask tells that nothing a rule reads is unknown, and most rows
 * need no more.
 */
import type { Column, Layout } from '../layout.ts';
import type { SqlNames, SqlTable } from './emitting.ts';
import type { Term } from './terms.ts';
import type { Value } from '../values/values.ts';
import { columnForm, unitsOf } from './numbers.ts';
import { Day, dayText, Span } from '../values/day.ts';
import { NEAR } from './dates.ts';
import { DateTime } from '../values/moment.ts';
import { Time } from '../values/time.ts';
import { timeCell } from './times.ts';
import { isNum, numberText } from '../values/number.ts';
import { any, once, param } from './terms.ts';

/** Columns a word holds the bits of. */
export const WORD = 60;

/** A column as it is created. */
export type SqlColumn = { name: string; type: string };

/** An identifier as SQL has it; names of columns come from the layout's owner, never from a rule. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The names of a table made for a layout: `c0`, `c1` … and `u0` … */
export function sqlNames(layout: Layout): SqlNames {
  return {
    values: layout.map((_, at) => `c${at}`),
    words: Array.from({ length: Math.ceil(layout.length / WORD) }, (_, at) => `u${at}`),
  };
}

/** The codes of a choice that is carried as a small number; null where it is no such. */
export function codesOf({ shape }: Column): string[] | null {
  if (shape.type !== 'choice' || shape.options === undefined) return null;
  const codes = [...shape.options.keys()];
  return codes.length > 0 && codes.length < 32_000 ? codes : null;
}

/** The type of the value of a column; null where SQL cannot carry it. */
export function columnType(column: Column): string | null {
  const { shape } = column;
  switch (shape.type) {
    case 'boolean':
      return 'boolean';
    case 'number':
      return { int4: 'integer', int8: 'bigint', numeric: 'numeric' }[columnForm(shape.range).as];
    case 'text':
      return 'text COLLATE "C"';
    case 'choice':
      return codesOf(column) === null ? 'text COLLATE "C"' : 'smallint';
    case 'date':
      return 'date';
    case 'duration':
      return shape.months === undefined ? null : 'numeric';
    case 'time':
    case 'date-time':
      return 'numeric[]';
    default:
      return null;
  }
}

/** The columns of a table for a layout; those SQL cannot carry are left out. */
export function sqlColumns(layout: Layout, names: SqlNames = sqlNames(layout)): SqlColumn[] {
  const values = layout.flatMap((column, at) => {
    const type = columnType(column);
    return type === null ? [] : [{ name: names.values[at] ?? '', type }];
  });
  return [...values, ...names.words.map((name) => ({ name, type: 'bigint NOT NULL DEFAULT 0' }))];
}

/** The word and the bit of a place in the layout. */
export function bitOf(place: number): { word: number; bit: bigint } {
  return { word: Math.floor(place / WORD), bit: 1n << BigInt(place % WORD) };
}

/** True where one of the columns is unknown. */
export function flagText(
  places: ReadonlySet<number>,
  at: Pick<SqlTable, 'names' | 'pool'>,
): string {
  const masks = new Map<number, bigint>();
  for (const place of places) {
    const { word, bit } = bitOf(place);
    masks.set(word, (masks.get(word) ?? 0n) | bit);
  }
  const zero = param(at.pool, 'int8', '0');
  return any(
    [...masks].flatMap(([word, mask]) => {
      const name = at.names.words[word];
      return name === undefined
        ? []
        : [`((${quoted(name)} & ${param(at.pool, 'int8', String(mask))}) <> ${zero})`];
    }),
  );
}

/** The term of a column; null where SQL cannot carry it. */
export function columnTerm(place: number, at: SqlTable): Term | null {
  const column = at.layout[place];
  const name = at.names.values[place];
  if (column === undefined || name === undefined || columnType(column) === null) return null;
  const value = (): string => quoted(name);
  const waits = {
    places: new Set([place]),
    flags: (places: ReadonlySet<number>) => flagText(places, at),
  };
  const told = at.names.words[Math.floor(place / WORD)] !== undefined;
  const unknown = once(() => flagText(waits.places, at));
  const shared = { value, none: true, ...(told && { unknown, waits }) };
  const { shape } = column;
  switch (shape.type) {
    case 'boolean':
      return { kind: 'boolean', ...shared, guess: { odds: 0.5, cost: 0.5 } };
    case 'number':
      return { kind: 'number', ...shared, number: columnForm(shape.range) };
    case 'duration':
      return {
        kind: shape.months ? 'months' : 'seconds',
        ...shared,
        number: { as: 'numeric', size: null },
      };
    case 'date':
      return { kind: 'date', ...shared, near: true };
    case 'time':
    case 'date-time':
      return { kind: shape.type, ...shared };
    default: {
      const codes = codesOf(column);
      return { kind: 'text', ...shared, ...(codes && { codes }) };
    }
  }
}

function broken(column: Column, why: string): never {
  throw new Error(`“${column.address}”的值${why}，没有放进表里。请先改正这条数据。`);
}

function numberCell(value: Value, column: Column): string {
  if (!isNum(value)) return broken(column, '不是数');
  const text = numberText(value);
  const { as, size } = columnForm(column.shape.range);
  if (size === null) return text;
  const units = text.length > 60 ? null : unitsOf(text, size.scale);
  if (units === null || units < size.low || units > size.high)
    return broken(column, '超出了申报的范围');
  return as === 'numeric' ? text : String(units);
}

function textCell(value: Value, column: Column): string {
  if (typeof value !== 'string') return broken(column, '不是文字');
  const codes = codesOf(column);
  if (codes !== null) {
    const at = codes.indexOf(value);
    return at < 0 ? broken(column, '不是列出的选项') : String(at + 1);
  }
  if (value.includes('\0') || !value.isWellFormed()) return broken(column, '有数据库存不下的字符');
  return value;
}

/** A cell as the text PostgreSQL reads; null for none and unknown. Throws on what breaks a promise. */
export function sqlCell(value: Value, column: Column): string | null {
  if (value === null || value === undefined) return null;
  switch (column.shape.type) {
    case 'boolean':
      return typeof value === 'boolean' ? (value ? 't' : 'f') : broken(column, '不是“是非”');
    case 'number':
      return numberCell(value, column);
    case 'date':
      if (!(value instanceof Day)) return broken(column, '不是日期');
      if (value.n < NEAR.low || value.n > NEAR.high)
        return broken(column, '不在公元 1 年到 9999 年之间');
      return dayText(value);
    case 'duration':
      if (!(value instanceof Span) || value.months !== column.shape.months)
        return broken(column, '不是申报的那种时长');
      return numberText(value.n);
    case 'time':
    case 'date-time':
      if (!(value instanceof Time) && !(value instanceof DateTime))
        return broken(column, '不是时刻');
      return timeCell(value) ?? broken(column, '写了时区的名称');
    default:
      return textCell(value, column);
  }
}

/** A row as texts in the order of `sqlColumns`: its cells, then the words that say what is unknown. */
export function sqlRow(layout: Layout, cell: (place: number) => Value): (string | null)[] {
  const words = Array.from({ length: Math.ceil(layout.length / WORD) }, () => 0n);
  const cells: (string | null)[] = [];
  layout.forEach((column, place) => {
    if (columnType(column) === null) return;
    const value = cell(place);
    cells.push(sqlCell(value, column));
    const { word, bit } = bitOf(place);
    if (value === undefined) words[word] = (words[word] ?? 0n) | bit;
  });
  return [...cells, ...words.map(String)];
}
