/**
 * Which scalar facts a row of a population carries, in order. Back ends that do not read facts one
 * by one (function, columns, SQL) are compiled against a layout.
 */
import type { Shape } from './check/shape.ts';
import type { Node } from './check/tree.ts';

/** One scalar fact of every row. */
export type Column = { address: string; shape: Shape };

/** The columns of a row, in order; an address stands in it once. */
export type Layout = Column[];

/** Why a back end does not take a rule: what it cannot do exactly, and where that stands. */
export type Refusal = { message: string; from: number; to: number };

/** A back end gave a refusal and no program. */
export function refused(made: object): made is Refusal {
  return 'message' in made && 'from' in made;
}

function children(node: Node): Node[] {
  const found: Node[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (typeof value === 'object' && value !== null) {
      if ('kind' in value && 'shape' in value && 'from' in value) found.push(value as Node);
      else if (Object.getPrototypeOf(value) === Object.prototype) for (const one of Object.values(value)) walk(one);
    }
  };
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'shape' && key !== 'builtin' && key !== 'value') walk(value);
  }
  return found;
}

/** Every node of a tree, the root first. */
export function nodesOf(tree: Node): Node[] {
  return [tree, ...children(tree).flatMap(nodesOf)];
}

/** The scalar facts the trees read, by address in order of first reading; groups are left out. */
export function layoutOf(trees: Node[]): Layout {
  const found = new Map<string, Column>();
  for (const node of trees.flatMap(nodesOf)) {
    if (node.kind === 'read' && !found.has(node.address)) {
      found.set(node.address, { address: node.address, shape: node.shape });
    }
  }
  return [...found.values()];
}
