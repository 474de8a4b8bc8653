/** How tightly each part of the language binds. */
import type { Node } from '../check/tree.ts';

/** Ranks from loose to tight; `loop`, `if` and functions run on to the right as far as they can. */
export const RANK = {
  open: 0,
  or: 1,
  and: 2,
  comparison: 3,
  sum: 4,
  product: 5,
  power: 6,
  minus: 7,
  instance: 8,
  postfix: 9,
} as const;

const comparison = new Set<Node['kind']>(['compare', 'between', 'in']);
const open = new Set<Node['kind']>(['if', 'loop', 'function']);

/** A minus before its operand: the tree keeps it as −1 × operand. */
export function isNegation(node: Node): boolean {
  return (
    node.kind === 'arithmetic' &&
    node.op === '*' &&
    node.left.kind === 'literal' &&
    node.left.value === -1
  );
}

/** How tightly a node binds as it is written. */
export function rankOf(node: Node): number {
  if (node.kind === 'logic' && node.parts.length === 1 && node.parts[0]?.shape.type === 'boolean')
    return rankOf(node.parts[0]);
  if (node.kind === 'logic') return node.op === 'and' ? RANK.and : RANK.or;
  if (comparison.has(node.kind)) return RANK.comparison;
  if (open.has(node.kind)) return RANK.open;
  if (node.kind === 'instance') return RANK.instance;
  if (node.kind === 'literal') return isNegative(node.value) ? RANK.minus : RANK.postfix;
  if (node.kind !== 'arithmetic') return RANK.postfix;
  if (isNegation(node)) return RANK.minus;
  if (node.op === '**') return RANK.power;
  return node.op === '+' || node.op === '-' ? RANK.sum : RANK.product;
}

function isNegative(value: unknown): boolean {
  if (typeof value === 'number') return value < 0;
  return (
    typeof value === 'object' &&
    value !== null &&
    'isNegative' in value &&
    (value as { isNegative: () => boolean }).isNegative()
  );
}

/** Keys of a record that need no quotes. */
export const bareNames = /^[\p{L}_][\p{L}\p{N}_]*$/u;
