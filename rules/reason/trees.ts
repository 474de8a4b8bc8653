/** Trees taken apart and put together again: names for equal parts, parts put in for others. */
import type { Node } from '../check/tree.ts';
import type { Shape } from '../check/shape.ts';
import type { Value } from '../values/values.ts';
import { makeRun } from '../closure/closure.ts';
import { FUEL } from '../closure/loops.ts';
import { mapParts } from '../parts.ts';
import { toJson } from '../values/values.ts';

const inside = new WeakMap<Node, Node[]>();
const closed = new Set(['shape', 'builtin', 'value', 'type']);

/** Puts what stands below a value into a list, each node with all that is below it. */
function gather(value: unknown, into: Node[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) gather(one, into);
  } else if ('kind' in value && 'shape' in value) {
    for (const one of within(value as Node)) into.push(one);
  } else {
    for (const key in value) gather((value as Record<string, unknown>)[key], into);
  }
}

/** Every node of a tree, the root first; found once for each node. */
export function within(tree: Node): Node[] {
  const before = inside.get(tree);
  if (before !== undefined) return before;
  const found = [tree];
  for (const key in tree) if (!closed.has(key)) gather(tree[key as keyof Node], found);
  inside.set(tree, found);
  return found;
}

const silent = new Set(['from', 'to', 'shape']);

function tagged(value: unknown): string {
  const kind = typeof value === 'object' && value !== null ? value.constructor.name : typeof value;
  return `${kind} ${JSON.stringify(toJson(value as Value))}`;
}

/** A name that two nodes share only if they mean the same, wherever they stand. */
export function keyOf(node: Node): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (silent.has(key)) return undefined;
    if (key === 'builtin') return (value as { name: string }).name;
    return key === 'value' ? tagged(value) : value;
  });
}

/** The tree with parts put in for others: `change` gives a node for one, or undefined to go on. */
export function rebuild(node: Node, change: (node: Node) => Node | undefined): Node {
  return change(node) ?? mapParts(node, (part) => rebuild(part, change));
}

/** A read in the place of a node. */
export function readAt(address: string, shape: Shape, at: Node): Node {
  return { kind: 'read', address, shape, from: at.from, to: at.to };
}

/** A literal in the place of a node. */
export function literalAt(value: Value, shape: Shape, at: Node): Node {
  return { kind: 'literal', value, shape, from: at.from, to: at.to };
}

const DAILY = /工作日|年龄|today|now/;

/** Functions whose value hangs on the calendar or the day, whatever their arguments are. */
export function minded(node: Node): boolean {
  return node.kind === 'call' && DAILY.test(node.builtin.name);
}

/** Kinds of nodes that read something, or call what is not seen. */
const outside = new Set<Node['kind']>([
  'read', 'parties', 'today', 'known', 'local', 'bare', 'builtin', 'invoke', 'function',
]);

/** What is not seen through, even where the facts it reads have few values. */
export function hidden(node: Node): boolean {
  return (node.kind !== 'read' && outside.has(node.kind)) || minded(node);
}

/** The node comes to the same in every state: it reads nothing. */
export function constant(node: Node): boolean {
  return within(node).every((one) => !outside.has(one.kind) && !minded(one));
}

const NO_DAY = {
  today: '1970-01-01',
  calendar: { workdays: () => 0, addWorkdays: (date: string) => date },
};

/** The value of a node that reads nothing. */
export function valueOf(node: Node): Value {
  if (node.kind === 'literal') return node.value;
  const read = (): undefined => undefined;
  return makeRun(node)({ read, env: NO_DAY, waits: [], locals: [], fuel: FUEL });
}

/** Most values a part made of branches may come to. */
const MOST = 64;

/** Every value a node made of literals and branches can come to; null where it is not so made. */
export function valuesOf(node: Node): Value[] | null {
  if (node.kind === 'literal') return [node.value];
  if (node.kind === 'if') {
    const [yes, no] = [valuesOf(node.yes), valuesOf(node.no)];
    if (yes === null || no === null || yes.length + no.length > MOST) return null;
    return [...yes, ...no];
  }
  if (constant(node)) return [valueOf(node)];
  if (node.kind !== 'arithmetic') return null;
  const [left, right] = [valuesOf(node.left), valuesOf(node.right)];
  if (left === null || right === null || left.length * right.length > MOST) return null;
  return left.flatMap((a) =>
    right.map((b) =>
      valueOf({
        ...node,
        left: literalAt(a, node.left.shape, node.left),
        right: literalAt(b, node.right.shape, node.right),
      }),
    ),
  );
}
