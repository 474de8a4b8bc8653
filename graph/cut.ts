/**
 * Cuts a rule into atoms: its smallest true-or-false parts that read anything but facts with few
 * values.
 */
import type { Rule } from '#rules';

/** A stretch of the rule's text. */
export type Part = { from: number; to: number };

type Node = Rule['tree'];

/** Children of a node, whatever its kind. */
function children(node: Node): Node[] {
  const found: Node[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      if ('shape' in value && 'kind' in value && 'from' in value) found.push(value as Node);
      else Object.values(value).forEach(look);
    }
  };
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'shape' && key !== 'value' && key !== 'builtin') look(value);
  }
  return found;
}

/** Whether a node reads only facts with few values (and literals). */
function isPlain(node: Node, finite: (address: string) => boolean): boolean {
  if (node.kind === 'read') return finite(node.address);
  if (node.kind === 'parties' || node.kind === 'today' || node.kind === 'known') return false;
  return children(node).every((c) => isPlain(c, finite));
}

/**
 * The atoms of a rule, in the order of the text; undefined where what is not plain stands outside
 * of any true-or-false part (an amount that is computed), so that the rule cannot be cut.
 */
export function cut(rule: Rule, finite: (address: string) => boolean): Part[] | undefined {
  const parts: Part[] = [];
  const walk = (node: Node): boolean => {
    if (isPlain(node, finite)) return true;
    const inside =
      node.kind === 'logic' ||
      node.kind === 'if' ||
      (node.kind === 'call' && node.builtin.name === 'not');
    if (inside) return children(node).every(walk);
    if (node.shape.type !== 'boolean') return false;
    parts.push({ from: node.from, to: node.to });
    return true;
  };
  if (!walk(rule.tree)) return undefined;
  return parts.toSorted((a, b) => a.from - b.from);
}

/** Addresses that stand inside `is known(…)`. */
export function knownReads(rule: Rule): string[] {
  const found: string[] = [];
  const walk = (node: Node, inside: boolean): void => {
    const known = inside || node.kind === 'known';
    if (node.kind === 'read' && known) found.push(node.address);
    for (const c of children(node)) walk(c, known);
  };
  walk(rule.tree, false);
  return found;
}
