/** A rule with some facts known: what is decided, what is left, and what must still be asked. */
import type { Env, Read } from '../closure/frame.ts';
import type { Node } from '../check/tree.ts';
import type { Scope } from '../language/names.ts';
import type { Rule } from '../evaluate.ts';
import type { Json } from '../values/values.ts';
import { makeRun } from '../closure/closure.ts';
import { evaluate } from '../evaluate.ts';
import { print } from '../print/print.ts';
import { toJson } from '../values/values.ts';
import { asksOf, idle, inOrder } from './asks.ts';
import { folded } from './fold.ts';
import { allOf, readsOf } from '../parts.ts';

/**
 * What is left of a rule. Either `value`: decided, whatever the unknown facts turn out to be. Or
 * `rest`: a rule over the unknown facts alone (its reads) that gives what the whole rule would give.
 * `waits`: the facts to ask for, what decides soonest first. `canChange`: for every unknown fact the
 * rule reads, whether it can still change the answer; false is proved, true is where it may.
 */
export type Narrowed = {
  value?: Json;
  rest?: Rule;
  waits: string[];
  canChange: Record<string, boolean>;
};

/** Every unknown fact a rule reads; members of groups one by one where their count is known. */
function unknownReads(rule: Rule, read: Read): string[] {
  const found: string[] = [];
  for (const pattern of rule.reads) {
    const [group = '', ...after] = pattern.split('[]');
    const count = after.length === 1 ? read(group) : undefined;
    const n = typeof count === 'string' && /^\d{1,3}$/.test(count) ? Number(count) : null;
    const each =
      n === null
        ? [pattern]
        : Array.from({ length: n }, (_, at) => `${group}[${at}]${after.join('')}`);
    found.push(...each.filter((address) => read(address) === undefined));
  }
  return found;
}

/** A pattern covers an address: `performer[].age` covers `performer[1].age`. */
const covers = (reads: Set<string>, address: string): boolean =>
  reads.has(address) || reads.has(address.replace(/\[\d+\]/g, '[]'));

function changes(rule: Rule, rest: Rule, read: Read, env: Env): Record<string, boolean> {
  const reads = new Set(rest.reads);
  const asks = asksOf(rest.tree, read);
  const idleOnes = [...allOf(rest.tree)].some((node) => node.kind === 'parties')
    ? null
    : idle(rest, asks, read, env);
  const made: Record<string, boolean> = {};
  for (const address of unknownReads(rule, read)) {
    made[address] = covers(reads, address) && idleOnes?.has(address) !== true;
  }
  return made;
}

/** What came later, or what was known before; none is no reason to look further. */
function first(later: Json | undefined, before: () => Json | undefined): Json | undefined {
  return later === undefined ? before() : later;
}

/** A residual tree as a rule; printed with the names of the scope, if one is given. */
function ruleOf(tree: Node, rule: Rule, read: Read, scope: Scope | undefined): Rule {
  const printed = scope === undefined ? undefined : print(tree, scope);
  const made = printed?.tree ?? tree;
  const run = makeRun(made);
  // Members of a group that could not be written out still read facts that are known already.
  const partly = [...allOf(made)].some((node) => node.kind === 'parties');
  return {
    text: printed?.text ?? '',
    type: rule.type,
    reads: readsOf(made),
    tree: made,
    run: partly
      ? (at) => run({ ...at, read: (address) => first(at.read(address), () => read(address)) })
      : run,
  };
}

/**
 * Partial evaluation: works out what the known facts decide. With a scope the rest has a text that
 * compiles to it again; 今天 and the calendar are worked in, so the rest belongs to this `env`.
 * `is known(x)` of an unknown fact is open here: a rule that hangs on it has a rest. Throws only what
 * `read` or the calendar throw.
 */
export function narrow(rule: Rule, read: Read, env: Env, scope?: Scope): Narrowed {
  const tree = folded(rule.tree, read, env);
  if (tree.kind === 'literal') {
    const canChange = Object.fromEntries(
      unknownReads(rule, read).map((address) => [address, false]),
    );
    return { value: toJson(tree.value) ?? null, waits: [], canChange };
  }
  const rest = ruleOf(tree, rule, read, scope);
  const canChange = changes(rule, rest, read, env);
  const { value, waits } = evaluate(rest, read, env);
  const asks = asksOf(rest.tree, read);
  const open =
    value === undefined ? waits : Object.keys(canChange).filter((address) => canChange[address]);
  return { rest, waits: inOrder(open, asks, { rule: rest, read, env }), canChange };
}
