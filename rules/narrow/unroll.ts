/** Loops and filters over lists whose members are told apart already: written out member by member. */
import type { Bind, Node } from '../check/tree.ts';
import type { Known } from './known.ts';
import { afford, literal, release } from './known.ts';
import { joined } from './logic.ts';
import { allOf, mapParts, slotsOf } from '../parts.ts';

type Loop = Extract<Node, { kind: 'loop' }>;
type Filter = Extract<Node, { kind: 'filter' }>;

/** The members of a list that is written out; null for any other value. */
function itemsOf(list: Node): Node[] | null {
  if (list.kind === 'list') return list.items;
  if (list.kind !== 'literal' || !Array.isArray(list.value)) return null;
  const shape = list.shape.of ?? { type: 'any' as const };
  return list.value.map((value) => literal(value, { ...list, shape }));
}

const sizeOf = (node: Node): number => [...allOf(node)].length;

/** The body of every turn, in order; null where a list is not written out or there are too many. */
function turns(binds: Bind[], body: Node, known: Known): Node[] | null {
  const [first, ...rest] = binds;
  if (first === undefined) return [known.fold(body)];
  if (first.until !== undefined) return null;
  const items = itemsOf(known.fold(first.over));
  if (items === null || !afford(items.length * sizeOf(body), known)) return null;
  const made: Node[] = [];
  for (const item of items) {
    known.slots.set(first.slot, item);
    const inner = turns(rest, body, known);
    release(first.slot, known);
    if (inner === null) return null;
    made.push(...inner);
  }
  return made;
}

/** Folds what is below with these names bound to something that is not known yet. */
export function foldOpen(node: Node, slots: number[], known: Known): Node {
  for (const slot of slots) known.open.add(slot);
  const made = mapParts(node, known.fold);
  for (const slot of slots) release(slot, known);
  return made;
}

function loop(node: Loop, known: Known): Node {
  const bodies = node.partial === undefined ? turns(node.binds, node.body, known) : null;
  if (bodies === null) return foldOpen(node, slotsOf(node), known);
  if (node.how === 'for') return { ...node, kind: 'list', items: bodies } as Node;
  const op = node.how === 'some' ? 'or' : 'and';
  return joined(op, bodies, node);
}

/** The one member a number in brackets means, if both are known. */
function placed(items: Node[], by: Node): Node | undefined {
  if (by.kind !== 'literal' || typeof by.value !== 'number' || by.value === 0) return undefined;
  return items[by.value > 0 ? by.value - 1 : items.length + by.value];
}

function filter(node: Filter, known: Known): Node {
  const of = known.fold(node.of);
  const items = itemsOf(of);
  const { type } = node.by.shape;
  if (items !== null && type === 'number') {
    const by = withOpen(node, known);
    return placed(items, by) ?? { ...node, of, by };
  }
  if (items === null || type !== 'boolean' || !afford(items.length * sizeOf(node.by), known)) {
    return { ...node, of, by: withOpen(node, known) };
  }
  const kept: Node[] = [];
  let sure = true;
  for (const item of items) {
    known.slots.set(node.slot, item);
    const by = known.fold(node.by);
    release(node.slot, known);
    if (by.kind === 'literal' && by.value !== true) continue;
    sure &&= by.kind === 'literal';
    kept.push(item);
  }
  const list: Node = { kind: 'list', items: kept, shape: of.shape, from: of.from, to: of.to };
  if (sure) return { ...list, shape: node.shape };
  return { ...node, of: list, by: withOpen(node, known) };
}

/** The condition of a filter while its item is not known. */
function withOpen(node: Filter, known: Known): Node {
  known.open.add(node.slot);
  const by = known.fold(node.by);
  release(node.slot, known);
  return { ...by, shape: node.by.shape };
}

/** What is left of a loop or a filter. */
export function unrolled(node: Loop | Filter, known: Known): Node {
  return node.kind === 'loop' ? loop(node, known) : filter(node, known);
}
