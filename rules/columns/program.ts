/**
 * A network of planes as a list of steps over one block of rows: every column is brought in once,
 * its conditions are worked out while it is near, then the planes are joined.
 */
import type { CodeKind } from './kernels.ts';
import type { Codes, Columns } from './store.ts';
import type { Span } from './cuts.ts';
import type { Leaf, Operation, Part, Planes, Sum } from './planes.ts';
import { keyOf } from './planes.ts';

/** Rows of a block, in words of 32. */
export const BLOCK = 256;
const PLANE = BLOCK * 4;
const NUMBERS = BLOCK * 32 * 8;

/** One step; `to`, `a`, `b` are addresses in the block's memory. */
export type Step =
  | { do: 'plane'; column: number; of: 'none' | 'unknown' | 'bits'; to: number }
  | { do: 'codes'; column: number; to: number }
  | { do: 'span'; kind: CodeKind; from: number; to: number; low: number; high: number }
  | { do: 'table'; kind: CodeKind; from: number; to: number; low: number; bits: Uint32Array }
  | { do: 'widen'; kind: CodeKind; from: number; to: number; times: number; plus: number }
  | { do: 'values'; kind: CodeKind; from: number; to: number; low: number; values: Float64Array }
  | { do: 'constant'; value: number; to: number }
  | { do: 'sum'; op: Operation; a: number; b: number; to: number }
  | { do: 'compare'; op: '<' | '<=' | '='; a: number; b: number; to: number }
  | { do: 'join'; op: 'and' | 'or' | 'but'; a: number; b: number; to: number }
  | { do: 'fill'; bits: number; to: number }
  | { do: 'out'; out: number; from: number };

/** Steps for one block; `bytes` of memory they need. `outs` planes come out, by number. */
export type Program = { steps: Step[]; bytes: number; outs: number };

/** How codes are stored. */
export function kindOf(codes: Codes): CodeKind {
  if (codes instanceof Uint8Array) return 0;
  if (codes instanceof Uint16Array) return 1;
  return codes instanceof Int32Array ? 2 : 3;
}

/** More stretches than this are looked up in a table of bits. */
const MOST_SPANS = 32;

type Making = {
  planes: Planes;
  columns: Columns;
  steps: Step[];
  /** Address of a part's plane, once it is there. */
  at: Map<number, number>;
  /** Address of a sum over one column, by what it is. */
  sums: Map<string, number>;
  /** How many parts and outs still need a part. */
  uses: Map<number, number>;
  free: number[];
  next: number;
};

function take(making: Making): number {
  const free = making.free.pop();
  if (free !== undefined) return free;
  making.next += PLANE;
  return making.next - PLANE;
}

function numbersAt(making: Making): number {
  making.next += NUMBERS;
  return making.next - NUMBERS;
}

const partOf = (edge: number): number => edge >>> 1;

function release(making: Making, edge: number): void {
  const part = partOf(edge);
  const left = (making.uses.get(part) ?? 0) - 1;
  making.uses.set(part, left);
  const at = making.at.get(part);
  if (left === 0 && at !== undefined) making.free.push(at);
}

function reachable(planes: Planes, roots: number[]): Map<number, number> {
  const uses = new Map<number, number>();
  const visit = (edge: number): void => {
    const part = partOf(edge);
    const before = uses.get(part) ?? 0;
    uses.set(part, before + 1);
    const found = planes.parts[part];
    if (before > 0 || found === undefined || found.kind === 'leaf' || part === 0) return;
    visit(found.left);
    visit(found.right);
  };
  roots.forEach(visit);
  return uses;
}

/** A bit for every code from the first to the last. */
function table(spans: Span[]): { low: number; bits: Uint32Array } {
  const [low, high] = [spans[0]?.[0] ?? 0, spans.at(-1)?.[1] ?? 0];
  const bits = new Uint32Array(((high - low) >>> 5) + 1);
  for (const [from, to] of spans) {
    for (let code = from - low; code <= to - low; code++) {
      bits[code >>> 5] = (bits[code >>> 5] ?? 0) | (1 << (code & 31));
    }
  }
  return { low, bits };
}

function addSpans(making: Making, kind: CodeKind, spans: Span[]): number {
  const { steps } = making;
  const to = take(making);
  if (spans.length > MOST_SPANS && kind !== 3) {
    steps.push({ do: 'table', kind, from: 0, to, ...table(spans) });
    return to;
  }
  spans.forEach(([low, high], at) => {
    const into = at === 0 ? to : take(making);
    steps.push({ do: 'span', kind, from: 0, to: into, low, high });
    if (at === 0) return;
    steps.push({ do: 'join', op: 'or', a: to, b: into, to });
    making.free.push(into);
  });
  return to;
}

function inputs(sum: Sum, column: number): Sum[] {
  if (sum.kind === 'constant') return [];
  if (sum.kind === 'codes' || sum.kind === 'table') return sum.column === column ? [sum] : [];
  return [...inputs(sum.left, column), ...inputs(sum.right, column)];
}

function addInput(making: Making, sum: Sum, kind: CodeKind): void {
  const key = keyOf(sum);
  if (making.sums.has(key)) return;
  const to = numbersAt(making);
  making.sums.set(key, to);
  if (sum.kind === 'codes') {
    making.steps.push({ do: 'widen', kind, from: 0, to, times: sum.times, plus: sum.plus });
  } else if (sum.kind === 'table') {
    const { low, values } = sum;
    making.steps.push({ do: 'values', kind, from: 0, to, low, values });
  }
}

function addSum(making: Making, sum: Sum): number {
  const key = keyOf(sum);
  const before = making.sums.get(key);
  if (before !== undefined) return before;
  const to = numbersAt(making);
  making.sums.set(key, to);
  if (sum.kind === 'constant') making.steps.push({ do: 'constant', value: sum.value, to });
  else if (sum.kind !== 'codes' && sum.kind !== 'table') {
    const [a, b] = [addSum(making, sum.left), addSum(making, sum.right)];
    making.steps.push({ do: 'sum', op: sum.kind, a, b, to });
  }
  return to;
}

type Found = { part: number; leaf: Leaf };

/** Everything one column gives, while its codes are in the block's memory. */
function addColumn(making: Making, column: number, leaves: Found[]): void {
  const coded = making.columns.columns[column]?.coded;
  const kind = coded ? kindOf(coded.codes) : 0;
  const spans = leaves.filter(({ leaf }) => leaf.kind === 'spans' && leaf.column === column);
  const sums = leaves.flatMap(({ leaf }) =>
    leaf.kind === 'compare' ? [leaf.left, leaf.right].flatMap((sum) => inputs(sum, column)) : [],
  );
  if (spans.length + sums.length > 0) making.steps.push({ do: 'codes', column, to: 0 });
  for (const { part, leaf } of spans) {
    if (leaf.kind === 'spans') making.at.set(part, addSpans(making, kind, leaf.spans));
  }
  for (const sum of sums) addInput(making, sum, kind);
}

function addLeaves(making: Making): void {
  const leaves = [...making.uses.keys()].flatMap((part): Found[] => {
    const found = making.planes.parts[part];
    return found?.kind === 'leaf' ? [{ part, leaf: found.leaf }] : [];
  });
  for (let column = 0; column < making.columns.columns.length; column++) {
    addColumn(making, column, leaves);
  }
  for (const { part, leaf } of leaves) {
    if (leaf.kind === 'spans') continue;
    if (leaf.kind === 'compare') {
      const [a, b] = [addSum(making, leaf.left), addSum(making, leaf.right)];
      const to = take(making);
      making.steps.push({ do: 'compare', op: leaf.op, a, b, to });
      making.at.set(part, to);
    } else {
      const to = take(making);
      making.steps.push({ do: 'plane', column: leaf.column, of: leaf.kind, to });
      making.at.set(part, to);
    }
  }
}

/** The plane of a part, worked out when it is first needed. */
function planeOf(making: Making, part: number): number {
  const before = making.at.get(part);
  if (before !== undefined) return before;
  const found = making.planes.parts[part] as Exclude<Part, { kind: 'leaf' }>;
  const [a, b] = [planeOf(making, partOf(found.left)), planeOf(making, partOf(found.right))];
  release(making, found.left);
  release(making, found.right);
  const to = take(making);
  making.steps.push({ do: 'join', op: found.kind, a, b, to });
  making.at.set(part, to);
  return to;
}

function addOut(making: Making, root: number, out: number, ones: number): void {
  if (partOf(root) === 0) {
    const from = take(making);
    making.steps.push({ do: 'fill', bits: root === 1 ? -1 : 0, to: from });
    making.steps.push({ do: 'out', out, from });
    making.free.push(from);
    return;
  }
  const from = planeOf(making, partOf(root));
  if ((root & 1) === 0) making.steps.push({ do: 'out', out, from });
  else {
    const turned = take(making);
    making.steps.push({ do: 'join', op: 'but', a: ones, b: from, to: turned });
    making.steps.push({ do: 'out', out, from: turned });
    making.free.push(turned);
  }
  release(making, root);
}

/** The steps that give the planes of the edges, in order. */
export function program(planes: Planes, columns: Columns, roots: number[]): Program {
  const making: Making = {
    planes,
    columns,
    steps: [],
    at: new Map(),
    sums: new Map(),
    uses: reachable(planes, roots),
    free: [],
    next: NUMBERS,
  };
  const ones = take(making);
  making.steps.push({ do: 'fill', bits: -1, to: ones });
  addLeaves(making);
  roots.forEach((root, out) => addOut(making, root, out, ones));
  return { steps: making.steps, bytes: making.next, outs: roots.length };
}
