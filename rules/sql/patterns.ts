/**
 * Patterns as PostgreSQL's advanced regular expressions. Whether there is a match does not depend on
 * which one is found first, so the two agree piece by piece: what a piece takes is written out as
 * ranges of code points. The text is a parameter like any other.
 */
import type { Accepts, Piece } from '../values/pattern-read.ts';
import { readPattern } from '../values/pattern-read.ts';

const LAST = 0x10ffff;
/** Repeats PostgreSQL counts to. */
const MOST_REPEATS = 255;
/** Steps of a pattern written out, at most. */
const MOST_STEPS = 1000;

const code = (point: number): string => `\\U${point.toString(16).padStart(8, '0')}`;

/**
 * Code points no pattern of the basic plane tells apart: unassigned planes, private ones, and the
 * last two of a plane, which are no characters. One of each range is asked for all of it.
 */
const ALIKE: [first: number, last: number][] = [
  [0x40000, 0xdffff],
  [0xe1000, 0xeffff],
  [0xf0000, 0xffffd],
  [0xffffe, 0xfffff],
  [0x100000, 0x10fffd],
  [0x10fffe, 0x10ffff],
];

/** The end of the range of code points that are taken or not as this one is. */
function endOf(point: number, wide: boolean): number {
  return wide ? point : (ALIKE.find(([first]) => first === point)?.[1] ?? point);
}

/** The code points taken, as a class; null where there are none. NUL and halves of pairs are no text. */
function classOf(accepts: Accepts, wide: boolean): string | null {
  const ranges: string[] = [];
  let first = -1;
  const close = (last: number): void => {
    if (first >= 0) ranges.push(first === last ? code(first) : `${code(first)}-${code(last)}`);
    first = -1;
  };
  for (let point = 1; point <= LAST; point++) {
    if (point === 0xd800) {
      close(point - 1);
      point = 0xe000;
    }
    if (!accepts(point)) close(point - 1);
    else if (first < 0) first = point;
    if (point >= 0x40000) point = endOf(point, wide);
  }
  close(LAST);
  return ranges.length === 0 ? null : `[${ranges.join('')}]`;
}

function steps(piece: Piece): number {
  switch (piece.kind) {
    case 'row':
    case 'choice':
      return piece.parts.reduce((sum, part) => sum + steps(part), 1);
    case 'group':
      return steps(piece.of);
    case 'repeat':
      return (
        steps(piece.of) * Math.max(1, Number.isFinite(piece.most) ? piece.most : piece.least + 1)
      );
    default:
      return 1;
  }
}

/** A piece as text; null where PostgreSQL has no such piece. */
function written(piece: Piece, wide: boolean): string | null {
  switch (piece.kind) {
    case 'take':
      return classOf(piece.accepts, wide);
    case 'edge':
      return piece.start ? '\\A' : '\\Z';
    case 'group':
      return written(piece.of, wide);
    case 'row':
    case 'choice': {
      const parts = piece.parts.map((part) => written(part, wide));
      if (parts.includes(null)) return null;
      return `(?:${parts.join(piece.kind === 'row' ? '' : '|')})`;
    }
    case 'repeat': {
      const { least, most } = piece;
      const of = written(piece.of, wide);
      const end = Number.isFinite(most) ? most : least;
      if (of === null || end > MOST_REPEATS || of.includes('\\A') || of.includes('\\Z'))
        return null;
      return `(?:${of}){${least},${Number.isFinite(most) ? most : ''}}`;
    }
    default:
      return null;
  }
}

function made(source: string, flags: string): string | null {
  // With lines an edge is more than an end of the text.
  if (flags.includes('m')) return null;
  const { piece } = readPattern(source, flags);
  if (steps(piece) > MOST_STEPS) return null;
  const wide = /[\ud800-\udfff]/.test(source);
  const text = written(piece, wide);
  return text === null ? null : `***:${text}`;
}

const cache = new Map<string, string | null>();

/** The pattern PostgreSQL matches as this one; null where it cannot. Throws for what is no pattern. */
export function sqlPattern(source: string, flags: string): string | null {
  const key = `${flags}/${source}`;
  const before = cache.get(key);
  if (before !== undefined) return before;
  if (cache.size > 200) cache.clear();
  const text = made(source, flags);
  cache.set(key, text);
  return text;
}
