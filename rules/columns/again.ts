/** Changed rows matched again, and what that changes in the matches. */
import type { Env } from '../closure/frame.ts';
import type { ColumnRule, Match } from './prepare.ts';
import type { Codes, Columns } from './store.ts';
import type { Program } from './program.ts';
import type { Source } from './run.ts';
import { prepare, room } from './prepare.ts';
import { runJob } from './run.ts';
import { bit, setBit } from './store.ts';

/** Rows that a rule is true for now and was not before, and the other way round. */
export type Diff = { added: number[]; removed: number[] };

type Four<T> = [T, T, T, T];

/** The bits of some rows of four planes, packed: where a row stands is worked out once for four. */
function bitsOfFour(
  [a, b, c, d]: Four<Uint32Array>,
  rows: Uint32Array,
  into: Four<Uint32Array>,
): void {
  const [p, q, r, s] = into;
  for (let word = 0, at = 0; at < rows.length; word++) {
    const end = Math.min(at + 32, rows.length);
    let [w, x, y, z] = [0, 0, 0, 0];
    for (let one = 0; at < end; one++, at++) {
      const row = rows[at] ?? 0;
      const from = row >>> 5;
      const shift = row & 31;
      w |= (((a[from] ?? 0) >>> shift) & 1) << one;
      x |= (((b[from] ?? 0) >>> shift) & 1) << one;
      y |= (((c[from] ?? 0) >>> shift) & 1) << one;
      z |= (((d[from] ?? 0) >>> shift) & 1) << one;
    }
    p[word] = w;
    q[word] = x;
    r[word] = y;
    s[word] = z;
  }
}

/** The bits of some rows of every plane, packed. */
function bitsOf(planes: Uint32Array[], rows: Uint32Array, words: number): Uint32Array[] {
  const packed = planes.map(() => new Uint32Array(words));
  const none = new Uint32Array(words);
  for (let at = 0; at < planes.length; at += 4) {
    const of = [0, 1, 2, 3].map((more) => planes[at + more] ?? planes[at]) as Four<Uint32Array>;
    const into = [0, 1, 2, 3].map((more) => packed[at + more] ?? none) as Four<Uint32Array>;
    bitsOfFour(of, rows, into);
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
function sources(columns: Columns, rows: Uint32Array, words: number, { steps }: Program): Source[] {
  const small: Source[] = columns.columns.map(() => {
    return { none: new Uint32Array(0), unknown: new Uint32Array(0), bits: null, codes: null };
  });
  const wanted: { plane: Uint32Array; put: (packed: Uint32Array) => void }[] = [];
  for (const step of steps) {
    if (step.do !== 'plane' && step.do !== 'codes') continue;
    const [from, to] = [columns.columns[step.column], small[step.column]];
    if (from === undefined || to === undefined) continue;
    if (step.do === 'codes') {
      if (from.coded !== null) to.codes = codesOf(from.coded.codes, rows, words * 32);
      continue;
    }
    const { of } = step;
    const plane = from[of];
    if (plane !== null) wanted.push({ plane, put: (packed) => (to[of] = packed) });
  }
  const planes = wanted.map(({ plane }) => plane);
  bitsOf(planes, rows, words).forEach((packed, at) => wanted[at]?.put(packed));
  return small;
}

/** A plane of the whole population, its bits of some rows before, and those bits now. */
type Change = { plane: Uint32Array; before: Uint32Array; now: Uint32Array };

/** Takes over the new bits of a plane; tells the rows whose bit is another now. */
function takeOver({ plane, before, now: packed }: Change, rows: Uint32Array): Diff {
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
  const outs = room(program, words);
  runJob({ program, columns: sources(columns, rows, words, program), outs, words });
  const planes = of.matches.flatMap((one) => {
    return one.unknown === null ? [one.true] : [one.true, one.unknown];
  });
  const before = bitsOf(planes, rows, words);
  const diffs = planes.map((plane, at) => {
    return takeOver({ plane, before: before[at] ?? plane, now: outs[at] ?? plane }, rows);
  });
  return options.unknown ? diffs.filter((_, at) => at % 2 === 0) : diffs;
}
