/** Parts of a tree, whatever its kinds are: to look through them and to put others in their place. */
import type { Shape } from './check/shape.ts';
import type { Node } from './check/tree.ts';

/** Properties of a node that hold no parts. */
const closed = new Set(['shape', 'builtin', 'value', 'type']);

/** A node of the tree (tests and binds are parts of nodes, not nodes). */
function isNode(value: object): value is Node {
  return 'kind' in value && 'shape' in value && 'from' in value;
}

function mapped(value: unknown, of: (node: Node) => Node): unknown {
  if (Array.isArray(value)) return value.map((one) => mapped(one, of));
  if (typeof value !== 'object' || value === null) return value;
  return isNode(value) ? of(value) : mapEntries(value, of);
}

function mapEntries(value: object, of: (node: Node) => Node): object {
  const made: Record<string, unknown> = {};
  for (const [key, one] of Object.entries(value))
    made[key] = closed.has(key) ? one : mapped(one, of);
  return made;
}

/** The node with each of its parts put through `of`, in the order in which they are written. */
export function mapParts(node: Node, of: (node: Node) => Node): Node {
  return mapEntries(node, of) as Node;
}

/** The parts of a node, one level down. */
export function partsOf(node: Node): Node[] {
  const found: Node[] = [];
  mapParts(node, (part) => {
    found.push(part);
    return part;
  });
  return found;
}

/** A node and all below it. */
export function* allOf(node: Node): Generator<Node> {
  yield node;
  for (const part of partsOf(node)) yield* allOf(part);
}

/** Where the members of a group stand, of a value that is one or many of them: `performer[]`. */
export function groupOf(shape: Shape): string | undefined {
  return shape.at ?? shape.of?.at;
}

/** The addresses a tree may read; of group members `performer[].name`. In order of reading. */
export function readsOf(tree: Node): string[] {
  const found = new Set<string>();
  const groups = new Set<string>();
  for (const node of allOf(tree)) if (node.kind === 'parties') groups.add(node.shape.of?.at ?? '');
  // A group within a group is reached through the outer one.
  const stands = (at: string): boolean =>
    [...groups].some((group) => at === group || at.startsWith(`${group}.`));
  for (const node of allOf(tree)) {
    if (node.kind === 'read' || node.kind === 'parties') found.add(node.address);
    if (node.kind !== 'member' && node.kind !== 'bare') continue;
    const base = groupOf(node.of.shape);
    const record = node.of.shape.at === undefined ? node.of.shape.of : node.of.shape;
    const member = record?.fields?.get(node.name);
    if (base === undefined || member === undefined || !stands(base)) continue;
    if (!member.group || member.many) found.add(`${base}.${member.key}`);
  }
  return [...found];
}

/** The slots a node binds for its parts. */
export function slotsOf(node: Node): number[] {
  if (node.kind === 'filter') return [node.slot];
  if (node.kind === 'context') return node.entries.map((entry) => entry.slot);
  if (node.kind === 'function') return node.params.map((param) => param.slot);
  if (node.kind !== 'loop') return [];
  const slots = node.binds.map((bind) => bind.slot);
  return node.partial === undefined ? slots : [...slots, node.partial];
}

const freeSlots = new WeakMap<Node, ReadonlySet<number>>();

/** The slots a part uses that are bound outside it. */
export function freeOf(node: Node): ReadonlySet<number> {
  const before = freeSlots.get(node);
  if (before !== undefined) return before;
  const free = new Set<number>(node.kind === 'local' ? [node.slot] : []);
  for (const part of partsOf(node)) for (const slot of freeOf(part)) free.add(slot);
  for (const slot of slotsOf(node)) free.delete(slot);
  freeSlots.set(node, free);
  return free;
}
