/** Parts of a rule as rules of their own, and rules with other parts in their place. */
import type { Node } from './check/tree.ts';
import type { Rule } from './evaluate.ts';
import { makeRun } from './closure/closure.ts';
import { readsOf } from './parts.ts';
import { rebuild } from './reason/trees.ts';

export { partsOf } from './parts.ts';
export { keyOf } from './reason/trees.ts';

function ruleOf(tree: Node, text: string): Rule {
  const { type } = tree.shape;
  const written = type === 'none' || type === 'range' || type === 'function' ? 'any' : type;
  return { text, type: written, reads: readsOf(tree), tree, run: makeRun(tree) };
}

/** A part of a rule that binds no names outside of itself, as a rule. Its text is that part's. */
export function carve(rule: Rule, part: Node): Rule {
  return ruleOf(part, rule.text.slice(part.from, part.to));
}

/** A rule with reads of other addresses (of the same type) in the place of some of its parts. */
export function withReads(rule: Rule, addresses: Map<Node, string>): Rule {
  const tree = rebuild(rule.tree, (node) => {
    const address = addresses.get(node);
    if (address === undefined) return undefined;
    return { kind: 'read', address, shape: node.shape, from: node.from, to: node.to };
  });
  return ruleOf(tree, rule.text);
}
