/**
 * Partial evaluation: what the known facts decide is worked out, the rest stays as a tree. Every
 * step keeps all four outcomes (true, false, none, unknown) whatever the other facts turn out to be.
 */
import type { Env, Read } from '../closure/frame.ts';
import type { Shape } from '../check/shape.ts';
import type { Known } from './known.ts';
import type { Node, Test } from '../check/tree.ts';
import type { Value } from '../values/values.ts';
import { makeRun } from '../closure/closure.ts';
import { FUEL } from '../closure/loops.ts';
import { memberAddress } from '../closure/members.ts';
import { Func } from '../values/func.ts';
import { Party, settled } from '../values/values.ts';
import { literal, release } from './known.ts';
import { joined } from './logic.ts';
import { allOf, freeOf, groupOf, mapParts, slotsOf } from '../parts.ts';
import { foldOpen, unrolled } from './unroll.ts';

/** Members of a group that are written out, at most. */
const MOST_MEMBERS = 100;
/** Nodes that may be added to a tree. */
const MOST_ADDED = 5000;

/** Values a literal may hold: no members of groups, no functions. */
function writable(value: Value): boolean {
  if (value instanceof Party || value instanceof Func) return false;
  if (Array.isArray(value)) return value.every(writable);
  return value instanceof Map ? [...value.values()].every(writable) : true;
}

/** A part whose value may be other than it is now although it is decided: it asks what is known. */
function asks(node: Node): boolean {
  for (const one of allOf(node)) if (one.kind === 'known' || one.kind === 'function') return true;
  return false;
}

/** The value of a part when nothing unknown can change it; undefined otherwise. */
function decidedValue(node: Node, known: Known): Value {
  if (asks(node)) return undefined;
  if (freeOf(node).size > 0) return undefined;
  const frame = { read: known.read, env: known.env, waits: [], locals: [], fuel: FUEL };
  const value = makeRun(node)(frame);
  return frame.fuel >= 0 && settled(value) && writable(value) ? value : undefined;
}

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

function foldLogic(node: Of<'logic'>, known: Known): Node {
  const decides = node.op === 'or';
  const parts: Node[] = [];
  for (const part of node.parts) {
    const made = known.fold(part);
    if (made.kind === 'literal' && made.value === decides) return literal(decides, node);
    parts.push(made);
  }
  return joined(node.op, parts, node);
}

function foldIf(node: Of<'if'>, known: Known): Node {
  const test = known.fold(node.test);
  if (test.kind === 'literal') return known.fold(test.value === true ? node.yes : node.no);
  return { ...node, test, yes: known.fold(node.yes), no: known.fold(node.no) };
}

function foldRead(node: Of<'read'>, known: Known): Node {
  const value = decidedValue(node, known);
  return value === undefined ? node : literal(value, node);
}

/** The members of a group written out as records of the fields the rule reads. */
function foldParties(node: Of<'parties'>, known: Known): Node {
  const of = node.shape.of ?? { type: 'any' };
  const fields = known.groups.get(of.at ?? '');
  const n = fields === undefined ? null : known.counts.get(node.address);
  if (fields === undefined || n === undefined || n === null) return node;
  const items = Array.from({ length: n }, (_, at) =>
    record({ address: memberAddress(node.address, at), of, fields }, node, known.spare),
  );
  return { ...node, kind: 'list', items: items.map((item) => known.fold(item)) } as Node;
}

type Member = { address: string; of: Shape; fields: Set<string> };

function record({ address, of, fields }: Member, place: Node, slot: number): Node {
  const { from, to } = place;
  const entries = [...(of.fields ?? [])]
    .filter(([name, member]) => fields.has(name) && !member.group)
    .map(([name, { key, shape }]) => {
      const read: Node = { kind: 'read', address: `${address}.${key}`, shape, from, to };
      return { key: name, slot, of: read };
    });
  return { kind: 'context', entries, shape: of, from, to };
}

/** The member of a record that is written out; undefined where it must be looked for later. */
function picked(of: Node, node: Of<'member'>): Node | undefined {
  if (of.kind === 'context') {
    return of.entries.findLast((entry) => entry.key === node.key)?.of ?? literal(null, node);
  }
  if (of.kind === 'literal' && of.value instanceof Map)
    return literal(of.value.get(node.key) ?? null, node);
  if (of.kind !== 'list') return undefined;
  const inner = { ...node, shape: node.shape.of ?? node.shape };
  const items = of.items.map((item) => picked(item, inner));
  if (items.some((item) => item === undefined)) return undefined;
  return { ...of, items: items as Node[], shape: node.shape };
}

function foldMember(node: Of<'member'>, known: Known): Node {
  const of = known.fold(node.of);
  const group = groupOf(node.of.shape);
  // Members of a group that is written out are records by written name.
  const out = group !== undefined && known.groups.has(group);
  const made = out ? { ...node, key: node.name } : node;
  const found = picked(of, made);
  if (found === undefined) return { ...made, of };
  for (const slot of freeOf(found)) if (!known.open.has(slot)) return { ...made, of };
  return found;
}

function foldTest(test: Test, of: Node, known: Known): Test | null {
  const made = mapTest(test, known);
  if (of.kind !== 'literal' || of.value === null) return made;
  const place = { shape: { type: 'boolean' as const }, from: of.from, to: of.to };
  return decidedValue({ kind: 'in', of, tests: [made], ...place }, known) === false ? null : made;
}

function mapTest(test: Test, known: Known): Test {
  if (test.kind === 'compare') return { ...test, to: known.fold(test.to) };
  if (test.kind === 'value') return { ...test, of: known.fold(test.of) };
  return { ...test, low: known.fold(test.low), high: known.fold(test.high) };
}

/** `in`: tests that are false for the value fall away. */
function foldIn(node: Of<'in'>, known: Known): Node {
  const of = known.fold(node.of);
  const tests = node.tests.map((test) => foldTest(test, of, known)).filter((test) => test !== null);
  return tests.length === 0 ? literal(false, node) : { ...node, of, tests };
}

function foldKnown(node: Of<'known'>, known: Known): Node {
  const of = known.fold(node.of);
  return of.kind === 'literal' ? literal(true, node) : { ...node, of };
}

function foldContext(node: Of<'context'>, known: Known): Node {
  const bound: number[] = [];
  const entries = node.entries.map((entry) => {
    const of = known.fold(entry.of);
    if (of.kind === 'literal') known.slots.set(entry.slot, of);
    else known.open.add(entry.slot);
    bound.push(entry.slot);
    return { ...entry, of };
  });
  for (const slot of bound) release(slot, known);
  return { ...node, entries };
}

/** `count(list[condition])`: beside a comparison closures decide it as soon as enough members are. */
function isCount(node: Node): node is Of<'call'> {
  const [arg] = node.kind === 'call' && node.builtin.name === 'count' ? node.args : [];
  return arg?.kind === 'filter' && arg.by.shape.type === 'boolean';
}

/**
 * One side of a comparison. A count stands beside it in the rest exactly where it did in the rule:
 * elsewhere it is unknown until all members are known, and what is left must be as slow.
 */
function foldSide(side: Node, known: Known): Node {
  const made = known.fold(side);
  if (!isCount(side)) {
    if (!isCount(made)) return made;
    const { from, to } = made;
    const right = literal(0, { ...made, shape: { type: 'number' } });
    return { kind: 'arithmetic', op: '+', left: made, right, shape: made.shape, from, to };
  }
  const [kept] = made.kind === 'call' ? made.args : [];
  return kept?.kind === 'list' ? literal(kept.items.length, made) : made;
}

function foldCompare(node: Of<'compare'>, known: Known): Node {
  return { ...node, left: foldSide(node.left, known), right: foldSide(node.right, known) };
}

type Folders = { [K in Node['kind']]?: (node: Of<K>, known: Known) => Node };

const folders: Folders = {
  literal: (node) => node,
  read: foldRead,
  parties: foldParties,
  local: (node, known) => known.slots.get(node.slot) ?? node,
  member: foldMember,
  logic: foldLogic,
  compare: foldCompare,
  if: foldIf,
  in: foldIn,
  known: foldKnown,
  context: foldContext,
  filter: (node, known) => unrolled(node, known),
  loop: (node, known) => unrolled(node, known),
  function: (node, known) =>
    foldOpen(
      node,
      node.params.map((param) => param.slot),
      known,
    ),
};

function fold(node: Node, known: Known): Node {
  const folder = folders[node.kind] as ((node: Node, known: Known) => Node) | undefined;
  const made = folder === undefined ? mapParts(node, known.fold) : folder(node, known);
  if (made.kind === 'literal' || made.kind === 'read') return made;
  const value = decidedValue(made, known);
  return value === undefined ? made : literal(value, made);
}

/**
 * How many members the groups have that can be written out: where that is not known, or they are too
 * many, the group is taken out of `groups` and stays a group everywhere.
 */
function countsOf(tree: Node, groups: Map<string, Set<string>>, read: Read): Map<string, number> {
  const counts = new Map<string, number>();
  let left = MOST_ADDED;
  for (const node of allOf(tree)) {
    if (node.kind !== 'parties') continue;
    const at = node.shape.of?.at ?? '';
    const fields = groups.get(at);
    const count = read(node.address);
    const n =
      typeof count === 'string' && /^\d{1,3}$/.test(count) ? Number(count) : MOST_MEMBERS + 1;
    left -= n * ((fields?.size ?? 0) + 1);
    if (n > MOST_MEMBERS || left < 0) groups.delete(at);
    else counts.set(node.address, n);
  }
  return counts;
}

/** Folds a tree with what is known: a literal where it is decided, otherwise what is left of it. */
export function folded(tree: Node, read: Read, env: Env): Node {
  const slots = [...allOf(tree)].flatMap(slotsOf);
  const groups = groupsOf(tree);
  const counts = countsOf(tree, groups, read);
  const known: Known = {
    read,
    env,
    slots: new Map(),
    open: new Set(),
    groups,
    counts,
    left: { nodes: MOST_ADDED },
    spare: Math.max(-1, ...slots) + 1,
    fold: (node) => fold(node, known),
  };
  return known.fold(tree);
}

/** Where the value of a group may stand without being looked at as a whole. */
function onlyMembers(node: Node, part: Node): boolean {
  if (node.kind === 'member') return node.of === part;
  if (node.kind === 'filter') return node.of === part;
  if (node.kind === 'loop')
    return node.binds.some((bind) => bind.over === part && bind.until === undefined);
  return node.kind === 'call' && node.builtin.name === 'count' && node.args.length === 1;
}

/**
 * The groups of a tree that are looked at by their members' fields alone, with these fields. A group
 * whose members are compared or handed on whole, or hold groups themselves, stays a group.
 */
function groupsOf(tree: Node): Map<string, Set<string>> {
  const fields = new Map<string, Set<string>>();
  const whole = new Set<string>();
  const look = (node: Node): void => {
    mapParts(node, (part) => {
      const at = groupOf(part.shape);
      if (at !== undefined && !onlyMembers(node, part)) whole.add(at);
      if (at !== undefined && node.kind === 'member') {
        if (groupOf(node.shape) !== undefined) whole.add(at);
        fields.set(at, (fields.get(at) ?? new Set()).add(node.name));
      } else if (at !== undefined && !fields.has(at)) fields.set(at, new Set());
      look(part);
      return part;
    });
  };
  look(tree);
  for (const at of [...whole, groupOf(tree.shape)]) if (at !== undefined) fields.delete(at);
  return fields;
}
