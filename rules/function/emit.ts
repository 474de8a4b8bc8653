/**
 * What the parts of the generator share. No text of a rule becomes source: names are indices, texts
 * and decimals are constants; the only literals written out are integers that were checked to be.
 */
import type { CompareOp, Node } from '../check/tree.ts';
import type { Shape } from '../check/shape.ts';
import type { Value } from '../values/values.ts';
import type { Kind } from './row.ts';
import { makeRun } from '../closure/closure.ts';

/** A column as the code reads it. */
export type Cell = { at: number; kind: Kind; shape: Shape };

/** The code of one rule under way. */
export type Emit = {
  lines: string[];
  /** Read by the code as k0, k1 … */
  constants: unknown[];
  /** Variables of one run: t0, t1 … */
  temps: number;
  /** Labels of blocks. */
  labels: number;
  /** Variables kept from run to run and worked out anew on a new day: h0, h1 … */
  held: number;
  fresh: string[];
  /** Columns by address. */
  columns: Map<string, Cell>;
  /** The code leaves for the full code where anything is none or unknown: it tells no such thing. */
  leaves: boolean;
  /** Writes code for a node's value: the way back into the table of nodes. */
  value: (node: Node) => Atom;
};

/**
 * A value the code has at hand. `code` gives it as its kind is held (see `Kind`), `boxed` as a
 * Value. `sure`: it is neither none nor unknown, and `code` tells it. `whole`: where `code` is not
 * NaN it is an integer. `places`: of a choice, its codes. `raw`: undefined where the value is
 * unknown, and null only where it is none. `low`, `high`: what a number lies between where `code`
 * is NaN because a double does not tell it; NaN where nothing is known of it.
 */
export type Atom = {
  kind: Kind;
  code: string;
  boxed: string;
  sure: boolean;
  literal?: Value;
  whole?: boolean;
  places?: ReadonlyMap<string, number>;
  raw?: string;
  low?: string;
  high?: string;
};

/** What the full code is called by. */
export const FULL = 'return full(row, env);';

/** Names a constant. */
export function constant(e: Emit, value: unknown): string {
  const before = typeof value === 'string' ? e.constants.indexOf(value) : -1;
  return `k${before < 0 ? e.constants.push(value) - 1 : before}`;
}

/** A new variable of the run. */
export function temp(e: Emit): string {
  return `t${e.temps++}`;
}

/** Writes an integer out; a tree that holds anything else there was not made by the check. */
export function digits(n: number): string {
  if (!Number.isSafeInteger(n)) throw new Error('not an integer');
  return n < 0 ? `(${n})` : String(n);
}

/** The comparison of JavaScript that agrees with the operator on two JS numbers. */
export const jsOps: ReadonlyMap<CompareOp, string> = new Map([
  ['=', '==='],
  ['!=', '!=='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
]);

/** What is true of `code` when it tells the value, so that plain comparisons of it are right. */
export function proper(atom: Atom): string[] {
  if (atom.sure) return [];
  const { kind, code } = atom;
  if (kind === 'number' || kind === 'day') return [`${code} === ${code}`];
  return [
    kind === 'choice'
      ? `${code} >= 0`
      : `typeof ${code} === '${kind === 'text' ? 'string' : kind}'`,
  ];
}

/** A variable that holds a Value. */
export function boxedAtom(name: string, kind: 'boolean' | 'text' | 'any'): Atom {
  return { kind, code: name, boxed: name, raw: name, sure: false };
}

/** Puts a Value into a new variable. */
export function keep(e: Emit, code: string, kind: 'boolean' | 'text' | 'any'): Atom {
  const name = temp(e);
  e.lines.push(`${name} = ${code};`);
  return boxedAtom(name, kind);
}

/** Two variables for a number or a day: what is compared, and the Value. */
export function pairAtom(e: Emit, kind: 'number' | 'day'): Atom {
  const [code, boxed] = [temp(e), temp(e)];
  return { kind, code, boxed, raw: boxed, sure: false, whole: kind === 'day' };
}

/** Lines that put a Value into such a pair. */
export function unboxed(atom: Atom, code: string): string {
  return `${atom.boxed} = ${code}; ${atom.code} = ${atom.kind}(${atom.boxed});`;
}

/** Code that runs the closure of a part over the facts of the row. */
export function embedCode(e: Emit, node: Node): string {
  return `part(${constant(e, makeRun(node))}, at ??= frame(row, env))`;
}

/** The closure of a part, run over the facts: what is not specialised stays what it is. */
export function embedded(e: Emit, node: Node): Atom {
  return keep(e, embedCode(e, node), 'any');
}

const local = (node: Node, slot: number): Node => {
  const { shape, from, to } = node;
  return { kind: 'local', slot, shape, from, to };
};

/**
 * The closure of a node over values that are already there: `children` are replaced by locals, in
 * order. Code that gives the node's value whatever the values are.
 */
export function applied(
  e: Emit,
  children: { node: Node; atom: Atom }[],
  rebuild: (locals: Node[]) => Node,
): string {
  const run = makeRun(rebuild(children.map(({ node }, slot) => local(node, slot))));
  const given = children.map(({ atom }) => atom.boxed).join(', ');
  return `apply(${constant(e, run)}, at ??= frame(row, env), [${given}])`;
}
