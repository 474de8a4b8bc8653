/** What a rule reads, for whoever asks for it: addresses, types, and names as authors write them. */
import type { RuleType, Shape } from './check/shape.ts';
import type { Scope } from './language/names.ts';
import type { Node } from './check/tree.ts';
import { writtenAt } from './print/written.ts';
import { allOf, groupOf, readsOf } from './parts.ts';

/** One fact a rule reads. `each`: it is read of every member of a group. `count`: how many there are. */
export type FactOf = {
  address: string;
  written: string;
  type: RuleType;
  each: boolean;
  count: boolean;
  /** Code → label of a choice. */
  options?: Record<string, string>;
};

/** The shapes of the facts a tree reads, by address; of group members by `performer[].name`. */
export function shapesOf(tree: Node): Map<string, Shape> {
  const found = new Map<string, Shape>();
  for (const node of allOf(tree)) {
    if (node.kind === 'read') found.set(node.address, node.shape);
    if (node.kind !== 'member') continue;
    const at = groupOf(node.of.shape);
    const record = node.of.shape.at === undefined ? node.of.shape.of : node.of.shape;
    const member = record?.fields?.get(node.name);
    if (at !== undefined && member !== undefined) found.set(`${at}.${member.key}`, member.shape);
  }
  return found;
}

/** The facts a rule reads, in the order in which it reads them; counts of groups are numbers. */
export function factsOf(rule: { tree: Node }, scope: Scope): FactOf[] {
  const shapes = shapesOf(rule.tree);
  return readsOf(rule.tree).map((address) => {
    const shape = shapes.get(address);
    const type = shape?.type ?? 'number';
    const options = shape?.options ?? shape?.of?.options;
    return {
      address,
      written: writtenAt(scope, address),
      type: type === 'none' || type === 'range' || type === 'function' ? 'any' : type,
      each: address.includes('[]'),
      count: shape === undefined,
      ...(options && { options: Object.fromEntries(options) }),
    };
  });
}
