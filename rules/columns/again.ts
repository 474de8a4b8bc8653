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
function bitsOf(of: Uint32Array, rows: ArrayLike<number>, words: number): Uint32Array {
  const packed = new Uint32Array(words);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const word = at >>> 5;
    packed[word] = (packed[word] ?? 0) | ((((of[row >>> 5] ?? 0) >>> (row & 31)) & 1) << (at & 31));
  }
  return packed;
}

function into(room: Codes, of: Codes, rows: ArrayLike<number>): Codes {
  for (let at = 0; at < rows.length; at++) room[at] = of[rows[at] ?? 0] ?? 0;
  return room;
}

function codesOf(of: Codes, rows: ArrayLike<number>, size: number): Codes {
  if (of instanceof Uint8Array) return into(new Uint8Array(size), of, rows);
  if (of instanceof Uint16Array) return into(new Uint16Array(size), of, rows);
  if (of instanceof Int32Array) return into(new Int32Array(size), of, rows);
  return into(new Float64Array(size), of, rows);
}

/** What the program reads of some rows, as a small population of its own. */
function sources(
  columns: Columns,
  rows: ArrayLike<number>,
  words: number,
  used: Set<string>,
): Source[] {
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
function takeOver(plane: Uint32Array, packed: Uint32Array, rows: ArrayLike<number>): Diff {
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
 * are of these rules, columns and this day) and tells per rule which rows joined and which left.
 */
export function rematch(
  rules: ColumnRule[],
  columns: Columns,
  env: Env,
  of: { rows: ArrayLike<number>; matches: Match[] },
): Diff[] {
  const options = { unknown: of.matches[0]?.unknown !== null };
  const program = prepare(rules, columns, env, options);
  const words = Math.ceil(of.rows.length / 128) * 4;
  const used = new Set(
    program.steps.flatMap((step) => {
      if (step.do === 'codes') return [`${step.column} codes`];
      return step.do === 'plane' ? [`${step.column} ${step.of}`] : [];
    }),
  );
  const outs = room(program, words);
  runJob({ program, columns: sources(columns, of.rows, words, used), outs, words });
  return matchesOf(outs, options).map((packed, at) => {
    const whole = of.matches[at];
    if (whole === undefined) return { added: [], removed: [] };
    if (whole.unknown !== null && packed.unknown !== null) {
      takeOver(whole.unknown, packed.unknown, of.rows);
    }
    return takeOver(whole.true, packed.true, of.rows);
  });
}
