/** Changed rows matched again, and what that changes in the matches. */
import type { Env } from '../closure/frame.ts';
import type { ColumnRule, Match } from './prepare.ts';
import type { Codes, Columns } from './store.ts';
import type { Source } from './run.ts';
import { matchesOf, prepare, room } from './prepare.ts';
import { runJob } from './run.ts';
import { bit, setBit } from './store.ts';

/** Rows that a rule is true for now and was not before, and the other way round. */
export type Diff = { added: number[]; removed: number[] };

/** The bits of some rows, packed. */
function bitsOf(of: Uint32Array, rows: Uint32Array, words: number): Uint32Array {
  const packed = new Uint32Array(words);
  for (let word = 0, at = 0; at < rows.length; word++) {
    const end = Math.min(at + 32, rows.length);
    let bits = 0;
    for (let one = 0; at < end; one++, at++) {
      const row = rows[at] ?? 0;
      bits |= (((of[row >>> 5] ?? 0) >>> (row & 31)) & 1) << one;
    }
    packed[word] = bits;
  }
  return packed;
}

/** The codes of some rows. One loop a type of array: a loop that sees several is ten times slower. */
function codesOf(of: Codes, rows: Uint32Array, size: number): Codes {
  const { length } = rows;
  if (of instanceof Uint8Array) {
    const codes = new Uint8Array(size);
    for (let at = 0; at < length; at++) codes[at] = of[rows[at] ?? 0] ?? 0;
    return codes;
  }
  if (of instanceof Uint16Array) {
    const codes = new Uint16Array(size);
    for (let at = 0; at < length; at++) codes[at] = of[rows[at] ?? 0] ?? 0;
    return codes;
  }
  if (of instanceof Int32Array) {
    const codes = new Int32Array(size);
    for (let at = 0; at < length; at++) codes[at] = of[rows[at] ?? 0] ?? 0;
    return codes;
  }
  const codes = new Float64Array(size);
  for (let at = 0; at < length; at++) codes[at] = of[rows[at] ?? 0] ?? 0;
  return codes;
}

/** What the program reads of some rows, as a small population of its own. */
function sources(columns: Columns, rows: Uint32Array, words: number, used: Set<string>): Source[] {
  const empty = new Uint32Array(0);
  return columns.columns.map(({ none, unknown, bits, coded }, at) => ({
    none: used.has(`${at} none`) ? bitsOf(none, rows, words) : empty,
    unknown: used.has(`${at} unknown`) ? bitsOf(unknown, rows, words) : empty,
    bits: bits !== null && used.has(`${at} bits`) ? bitsOf(bits, rows, words) : null,
    codes:
      coded !== null && used.has(`${at} codes`) ? codesOf(coded.codes, rows, words * 32) : null,
  }));
}

/** Takes over the new bits of a plane; tells the rows whose bit is another now. */
function takeOver(plane: Uint32Array, packed: Uint32Array, rows: Uint32Array): Diff {
  const before = bitsOf(plane, rows, packed.length);
  const diff: Diff = { added: [], removed: [] };
  for (let word = 0; word < packed.length; word++) {
    const now = packed[word] ?? 0;
    for (let left = now ^ (before[word] ?? 0); left !== 0; left &= left - 1) {
      const one = 31 - Math.clz32(left & -left);
      const at = word * 32 + one;
      const row = rows[at];
      const on = ((now >>> one) & 1) === 1;
      if (row === undefined || bit(plane, row) === on) continue;
      setBit(plane, row, on);
      (on ? diff.added : diff.removed).push(row);
    }
  }
  return diff;
}

/**
 * Matches changed rows again, writes the outcome into the matches of the whole population (which
 * are of these rules, columns and this day) and tells per rule which rows joined and which left, in
 * ascending order.
 */
export function rematch(
  rules: ColumnRule[],
  columns: Columns,
  env: Env,
  of: { rows: ArrayLike<number>; matches: Match[] },
): Diff[] {
  const options = { unknown: of.matches[0]?.unknown !== null };
  const program = prepare(rules, columns, env, options);
  const rows = Uint32Array.from(of.rows).sort();
  const words = Math.ceil(rows.length / 128) * 4;
  const used = new Set(
    program.steps.flatMap((step) => {
      if (step.do === 'codes') return [`${step.column} codes`];
      return step.do === 'plane' ? [`${step.column} ${step.of}`] : [];
    }),
  );
  const outs = room(program, words);
  runJob({ program, columns: sources(columns, rows, words, used), outs, words });
  return matchesOf(outs, options).map((packed, at) => {
    const whole = of.matches[at];
    if (whole === undefined) return { added: [], removed: [] };
    if (whole.unknown !== null && packed.unknown !== null) {
      takeOver(whole.unknown, packed.unknown, rows);
    }
    return takeOver(whole.true, packed.true, rows);
  });
}
