/** What is carried along while a tree is folded. */
import type { Env, Read } from '../closure/frame.ts';
import type { Node } from '../check/tree.ts';
import type { Value } from '../values/values.ts';

/** What is known while a tree is folded. */
export type Known = {
  read: Read;
  env: Env;
  /** Names bound to one thing: by slot, what stands for them. */
  slots: Map<number, Node>;
  /** Names bound to something that is known only when the rest runs. */
  open: Set<number>;
  /** Groups whose members may be written out, and the fields of them the rule reads. */
  groups: Map<string, Set<string>>;
  /** How many members these groups have, by the address of the count. */
  counts: Map<string, number>;
  /** Nodes that unrolled loops may still add. */
  left: { nodes: number };
  /** A slot nothing in the rule uses. */
  spare: number;
  fold: (node: Node) => Node;
};

/** A literal in the place of a node. */
export function literal(value: Value, node: Node): Node {
  return { kind: 'literal', value, shape: node.shape, from: node.from, to: node.to };
}

/** Ends the binding of a name. */
export function release(slot: number, known: Known): void {
  known.slots.delete(slot);
  known.open.delete(slot);
}

/** Takes from what may still be added; false when that is not enough. */
export function afford(cost: number, known: Known): boolean {
  if (cost > known.left.nodes) return false;
  known.left.nodes -= cost;
  return true;
}
