/**
 * Cuts a rule into atoms: its smallest true-or-false parts that read anything but facts with few
 * values.
 */
import { partsOf } from '#rules';
import type { Node, Rule } from '#rules';

/** Kinds of nodes whose value hangs on more than facts with few values. */
const open = new Set<Node['kind']>(['parties', 'today', 'known', 'invoke']);

/** Functions that look at the day or the calendar. */
const daily = /today|now|工作日|年龄/;

/** Whether a node reads only facts with few values (and literals). */
function isPlain(node: Node, finite: (address: string) => boolean): boolean {
  if (node.kind === 'read') return finite(node.address);
  if (open.has(node.kind) || (node.kind === 'call' && daily.test(node.builtin.name))) return false;
  return partsOf(node).every((part) => isPlain(part, finite));
}

/**
 * The atoms of a rule, in the order of the text; undefined where what is not plain stands outside
 * of any true-or-false part (an amount that is computed), so that the rule cannot be cut.
 */
export function cut(rule: Rule, finite: (address: string) => boolean): Node[] | undefined {
  const found: Node[] = [];
  const walk = (node: Node): boolean => {
    if (isPlain(node, finite)) return true;
    const inside =
      node.kind === 'logic' ||
      node.kind === 'if' ||
      (node.kind === 'call' && node.builtin.name === 'not');
    if (inside) return partsOf(node).every(walk);
    if (node.shape.type !== 'boolean') return false;
    found.push(node);
    return true;
  };
  return walk(rule.tree) ? found : undefined;
}

/** Addresses that stand inside `is known(…)`. */
export function knownReads(rule: Rule): string[] {
  const found: string[] = [];
  const walk = (node: Node, inside: boolean): void => {
    const known = inside || node.kind === 'known';
    if (node.kind === 'read' && known) found.push(node.address);
    for (const part of partsOf(node)) walk(part, known);
  };
  walk(rule.tree, false);
  return found;
}
