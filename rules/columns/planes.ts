/**
 * Bit planes as expressions: a network of and, or, and-not over planes of columns, where equal
 * parts are made once. An edge is a number: twice the part's, plus one where it is complemented.
 */
import type { Span } from './cuts.ts';

/** Where the bits of a leaf come from. */
export type Leaf =
  | { kind: 'none' | 'unknown' | 'bits'; column: number }
  | { kind: 'spans'; column: number; spans: Span[] }
  | { kind: 'compare'; op: '<' | '<=' | '='; left: Sum; right: Sum };

/**
 * A number of every row, a whole one below 2^53. `table`: by code, from `low` on; tables of one `id`
 * are the same.
 */
export type Sum =
  | { kind: 'codes'; column: number; times: number; plus: number }
  | { kind: 'table'; column: number; id: string; low: number; values: Float64Array }
  | { kind: 'constant'; value: number }
  | { kind: Operation; left: Sum; right: Sum };

/** What two numbers of a row are made into. */
export type Operation = '+' | '-' | '*' | 'min' | 'max';

/** A part of the network. */
export type Part =
  | { kind: 'leaf'; leaf: Leaf }
  | { kind: 'and' | 'or' | 'but'; left: number; right: number };

/** No row, and every row. */
export const NO = 0;
export const YES = 1;

/** A network under construction; parts of edges 0 and 1 stand for no row. */
export type Planes = { parts: Part[]; known: Map<string, number> };

/** An empty network. */
export function planes(): Planes {
  return { parts: [{ kind: 'and', left: NO, right: NO }], known: new Map() };
}

function put(at: Planes, key: string, part: Part): number {
  const before = at.known.get(key);
  if (before !== undefined) return before;
  const edge = (at.parts.push(part) - 1) * 2;
  at.known.set(key, edge);
  return edge;
}

/** Tells leaves and sums apart by what they are. */
export function keyOf(of: Leaf | Sum): string {
  return JSON.stringify(of, (_, value: unknown) => (value instanceof Float64Array ? 0 : value));
}

/** The edge of a leaf. */
export function leaf(at: Planes, of: Leaf): number {
  return put(at, keyOf(of), { kind: 'leaf', leaf: of });
}

/** Every row the other has not. */
export const not = (edge: number): number => edge ^ 1;

/** Rows of both. */
export function and(at: Planes, a: number, b: number): number {
  if (a === b) return a;
  if (a === NO || b === NO || a === not(b)) return NO;
  if (a === YES || b === YES) return a === YES ? b : a;
  const [left, right] = a < b ? [a, b] : [b, a];
  if ((left & 1) === 1 && (right & 1) === 1) {
    return not(
      put(at, `|${left ^ 1},${right ^ 1}`, { kind: 'or', left: left ^ 1, right: right ^ 1 }),
    );
  }
  if ((left & 1) === 1)
    return put(at, `-${right},${left ^ 1}`, { kind: 'but', left: right, right: left ^ 1 });
  if ((right & 1) === 1)
    return put(at, `-${left},${right ^ 1}`, { kind: 'but', left, right: right ^ 1 });
  return put(at, `&${left},${right}`, { kind: 'and', left, right });
}

/** Rows of either. */
export function or(at: Planes, a: number, b: number): number {
  return not(and(at, not(a), not(b)));
}

/** Rows of all. */
export function every(at: Planes, edges: number[]): number {
  return edges.reduce((sum, edge) => and(at, sum, edge), YES);
}

/** Rows of any. */
export function some(at: Planes, edges: number[]): number {
  return edges.reduce((sum, edge) => or(at, sum, edge), NO);
}
