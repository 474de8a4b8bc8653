/** Comparisons that can never be true, told to the author with their place. */
import type { Node } from '../check/tree.ts';
import type { Problem } from '../language/problem.ts';
import type { Rule } from '../evaluate.ts';
import { problem } from '../language/problem.ts';
import { possible } from './reason.ts';
import { constant, keyOf, within } from './trees.ts';

const tests = new Set<Node['kind']>(['compare', 'between', 'in']);

/** Proved at once or not at all: an author waits for it at every key. */
const STEPS = 500;

/** `is known(…)` asks about a state no proof goes through. */
function impossible(rule: Rule, tree: Node): boolean {
  if (within(tree).some((node) => node.kind === 'known')) return false;
  return possible({ ...rule, tree }, { steps: STEPS, proofOnly: true }).verdict === 'no';
}

const open = new Set(['text', 'date', 'choice', 'boolean']);

/** A fact without ends beside something written: some value fits, no proof is needed. */
function easy(node: Node): boolean {
  if (node.kind !== 'compare') return false;
  const { op, left, right } = node;
  // Two facts, or terms of them: no ends are compared.
  if (!constant(left) && !constant(right)) return keyOf(left) !== keyOf(right);
  const written = right.kind === 'literal' && right.value !== null;
  return written && left.kind === 'read' && open.has(left.shape.type) && (op === '=' || op === '!=');
}

/** No two parts read the same: each is possible, so all are at once. */
function apart(node: Extract<Node, { kind: 'logic' }>): boolean {
  const read = node.parts.map((part) =>
    new Set(within(part).flatMap((one) => ('address' in one ? [one.address] : one.kind === 'today' ? [''] : []))),
  );
  const count = read.reduce((n, one) => n + one.size, 0);
  const locals = within(node).some((one) => one.kind === 'local');
  return !locals && new Set(read.flatMap((one) => [...one])).size === count;
}

/** What a number may be, where the dictionary says so. */
function declared(rule: Rule, node: Node): string {
  const facts = within(node).filter((one) => one.kind === 'read');
  const said = facts.flatMap(({ from, to, shape }) => {
    const { min, max, decimals } = shape.range ?? {};
    const ends = [
      ...(min === undefined ? [] : [`不小于 ${min}`]),
      ...(max === undefined ? [] : [`不大于 ${max}`]),
      ...(decimals === 0 ? ['是整数'] : []),
    ];
    return ends.length === 0 ? [] : [`“${rule.text.slice(from, to)}”${ends.join('、')}`];
  });
  return said.length === 0 ? '' : `：${[...new Set(said)].join('，')}`;
}

function alone(rule: Rule, node: Node): Problem {
  const written = rule.text.slice(node.from, node.to);
  const message = `“${written}”永远不会成立${declared(rule, node)}。请改比较的值，或删去这一句`;
  return problem('never-true', message, node.from, node.to);
}

/** Parts of one `and` that are possible each and not together; a pair where two are enough. */
function together(rule: Rule, node: Extract<Node, { kind: 'logic' }>): Problem[] {
  const { parts } = node;
  if (!impossible(rule, node)) return [];
  const text = (one: Node): string => `“${rule.text.slice(one.from, one.to)}”`;
  for (const [at, a] of parts.entries()) {
    for (const b of parts.slice(at + 1)) {
      if (!impossible(rule, { ...node, parts: [a, b] })) continue;
      const message = `${text(a)}和${text(b)}不能同时成立。请改其中一句，或把 and 改成 or`;
      return [problem('never-true', message, a.from, b.to)];
    }
  }
  const message = `这几句放在一起永远不会成立。请逐句核对，改掉矛盾的一句`;
  return [problem('never-true', message, node.from, node.to)];
}

/**
 * Comparisons of a rule that no fact within what the dictionary declares makes true (年龄 > 200
 * where it is 150 at most), and conjunctions whose parts contradict each other (x > 5 and x < 3).
 * Only what is proved is told. Messages are Chinese and say what to do.
 */
export function neverTrue(rule: Rule): Problem[] {
  const nodes = within(rule.tree);
  const found = nodes
    .filter((node) => tests.has(node.kind) && !easy(node) && impossible(rule, node))
    .map((node) => alone(rule, node));
  if (found.length > 0) return found;
  return nodes.flatMap((node) =>
    node.kind === 'logic' && node.op === 'and' && !apart(node) ? together(rule, node) : [],
  );
}
