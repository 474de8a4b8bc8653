/**
 * A population in columns: one typed array a column, in shared memory, with bit planes for cells
 * that are none and cells that are unknown. A code stands for a value exactly, whatever its type.
 */
import type { Layout } from '../layout.ts';
import type { Shape } from '../check/shape.ts';
import type { Json } from '../values/values.ts';
import { Day, dayText } from '../values/day.ts';
import { Decimal, numberText, settle } from '../values/number.ts';

/** The codes of a column; where a cell is not known its code is 0. */
export type Codes = Uint8Array | Uint16Array | Int32Array | Float64Array;

/**
 * What a code means. `number`: (code + base) ÷ 10^scale. `day`: code + base days since 1970.
 * `dictionary`: the place in `values`; `ordered`: they ascend as FEEL orders them.
 */
export type Form =
  | { as: 'number'; scale: number; base: number }
  | { as: 'day'; base: number }
  | { as: 'dictionary'; values: Json[]; ordered: boolean; places: Map<string, number> };

/** Codes of a column. `least` to `most` holds every code in use; `most` < `least`: none is. */
export type Coded = { codes: Codes; form: Form; least: number; most: number };

/** One column. A yes-or-no column has `bits` (1 where it is true), every other has codes. */
export type Stored = {
  address: string;
  shape: Shape;
  none: Uint32Array;
  unknown: Uint32Array;
  /** How many cells are none, and how many unknown. */
  nones: number;
  unknowns: number;
  bits: Uint32Array | null;
  coded: Coded | null;
};

/** More codes between the ends than rows: of such a column only the codes in use are ever tried. */
export function sparse({ codes, least, most }: Coded): boolean {
  return most - least > Math.max(codes.length, 4096);
}

/** A population. Planes and codes are as long as `words` says, 32 rows a word, a multiple of 4. */
export type Columns = {
  layout: Layout;
  rows: number;
  words: number;
  columns: Stored[];
  /** Column by address. */
  index: Map<string, number>;
  /** Grows with a change after which what was prepared before may no longer hold. */
  version: number;
};

/** A cell that breaks what its column declares; `row` counts from 0. */
export class BadCell extends Error {
  readonly row: number;
  readonly address: string;
  constructor(row: number, address: string, what: string) {
    super(`第 ${row + 1} 行的“${address}”${what}，请先更正这一格，再做批量匹配`);
    this.row = row;
    this.address = address;
  }
}

/** Shared bytes for so many words of a plane. */
export function plane(words: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(words * 4));
}

/** Bit of a row in a plane. */
export function bit(of: Uint32Array, row: number): boolean {
  return (((of[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1;
}

/** Sets or clears the bit of a row. */
export function setBit(of: Uint32Array, row: number, on: boolean): void {
  const mask = 1 << (row & 31);
  const word = of[row >>> 5] ?? 0;
  of[row >>> 5] = on ? word | mask : word & ~mask;
}

/** The JSON a code stands for. */
export function jsonOfCode(form: Form, code: number): Json {
  if (form.as === 'dictionary') return form.values[code] ?? null;
  if (form.as === 'day') return dayText(new Day(code + form.base));
  const n = code + form.base;
  if (form.scale === 0) return String(n + 0);
  const value = settle(new Decimal(n).div(10 ** form.scale));
  return value === null ? null : numberText(value);
}

/** The JSON of a cell: null for none, undefined for unknown. */
export function cellOf(columns: Columns, row: number, address: string): Json | undefined {
  const stored = columns.columns[columns.index.get(address) ?? -1];
  if (stored === undefined || bit(stored.unknown, row)) return undefined;
  if (bit(stored.none, row)) return null;
  if (stored.bits !== null) return bit(stored.bits, row);
  return stored.coded === null ? null : jsonOfCode(stored.coded.form, stored.coded.codes[row] ?? 0);
}
