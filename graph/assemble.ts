/**
 * Item versions. A version is the item and every node it reaches, and nothing else: what it does
 * not reach may change without moving it, what it reaches may not.
 */
import { canonicalJson } from './canonical.ts';
import type { Catalogue, Dictionaries } from './catalogue.ts';
import { nodeKinds } from './catalogue.ts';
import { compiled } from './compiled.ts';
import { namesOf, targetAt } from './names.ts';
import type { Names } from './names.ts';
import type { Field, Group, Item } from './schema.ts';
import { nameSites, references, ruleSites } from './sites.ts';

/** Version of the engine that derives things from item versions; a case keeps it. */
export const ENGINE = 1;

/** An item with every node it reaches: plain canonical JSON, self-contained. */
export type ItemVersion = Dictionaries & { engine: number; item: Item };

type Reach = { [K in keyof Dictionaries]: Set<string> } & { fields: Set<string> };

/**
 * Addresses an item reads or shows, by its rules and its written names. Throws where a rule does
 * not compile.
 */
function addressesOf(item: Item, names: Names): Set<string> {
  const found = new Set<string>();
  for (const site of ruleSites(item)) {
    const { rule, problems } = compiled(site.text, names.scope, site.expect);
    const first = problems[0];
    if (!rule)
      throw new Error(`${item.id}: ${site.path.join('.')}: ${first?.message ?? 'no rule'}`);
    for (const address of rule.reads) found.add(address);
  }
  for (const site of nameSites(item)) {
    const target = names.byWritten.get(site.written);
    if (target) found.add(target.address);
  }
  return found;
}

function unitsOf(item: Item, catalogue: Dictionaries): string[] {
  const by = item['handled by'];
  if (typeof by === 'string') return [by];
  return Object.values(catalogue.units)
    .filter((u) => u.kind === by.kind)
    .map((u) => u.id);
}

function emptyReach(): Reach {
  return {
    groups: new Set(),
    materials: new Set(),
    licences: new Set(),
    units: new Set(),
    sources: new Set(),
    laws: new Set(),
    readings: new Set(),
    parameters: new Set(),
    fields: new Set(),
  };
}

function reachFields(item: Item, catalogue: Catalogue, reach: Reach): void {
  const names = namesOf(item, catalogue);
  for (const address of addressesOf(item, names)) {
    const target = targetAt(names, address);
    if (!target) continue;
    if (target.kind === 'parameter') reach.parameters.add(target.group);
    else if (target.kind === 'attribute') reach.licences.add(target.group);
    else if (target.kind === 'group' && Object.hasOwn(catalogue.licences, target.group)) {
      reach.licences.add(target.group);
    } else if (target.field && target.from !== undefined) {
      if (Object.hasOwn(catalogue.groups, target.from)) {
        reach.groups.add(target.from);
        reach.fields.add(`${target.from}/${target.field.id}`);
      } else reach.licences.add(target.from);
    }
  }
  for (const id of item.uses) reach.groups.add(id);
}

function pruned(group: Group, reach: Reach): Group {
  return { ...group, fields: group.fields.filter((f) => reach.fields.has(`${group.id}/${f.id}`)) };
}

/** Adds what the reached nodes themselves refer to, until nothing is added. */
function close(catalogue: Catalogue, reach: Reach): void {
  const done = new Set<string>();
  const kinds = nodeKinds.filter((kind) => kind !== 'items');
  for (let grown = true; grown;) {
    grown = false;
    for (const kind of kinds) {
      for (const id of reach[kind]) {
        const node = catalogue[kind][id];
        if (done.has(`${kind}/${id}`) || !node) continue;
        done.add(`${kind}/${id}`);
        grown = true;
        const seen = kind === 'groups' ? pruned(node as Group, reach) : node;
        for (const r of references(seen, kind)) if (r.kind !== 'units') reach[r.kind].add(r.id);
      }
    }
  }
}

function pick<T>(nodes: Record<string, T>, ids: Set<string>): Record<string, T> {
  return Object.fromEntries(
    [...ids].filter((id) => Object.hasOwn(nodes, id)).map((id) => [id, nodes[id] as T]),
  );
}

/**
 * The version of an item in a catalogue and its hash. `hash` gets the canonical JSON text and
 * gives the name the version is kept under (SHA-256 in hex on the server). Throws where the item
 * is missing or a rule does not compile: run `check` first.
 */
export function assemble(
  catalogue: Catalogue,
  itemId: string,
  hash: (text: string) => string,
): { version: ItemVersion; hash: string } {
  const item = catalogue.items[itemId];
  if (!item) throw new Error(`no item ${itemId} in the catalogue`);
  const reach = emptyReach();
  for (const r of references(item, 'items')) reach[r.kind].add(r.id);
  for (const id of unitsOf(item, catalogue)) reach.units.add(id);
  reachFields(item, catalogue, reach);
  close(catalogue, reach);
  const groups: Record<string, Group> = {};
  for (const id of reach.groups) {
    const group = catalogue.groups[id];
    if (group) groups[id] = pruned(group, reach);
  }
  const version: ItemVersion = {
    engine: ENGINE,
    item,
    groups,
    materials: pick(catalogue.materials, reach.materials),
    licences: pick(catalogue.licences, reach.licences),
    units: pick(catalogue.units, reach.units),
    sources: pick(catalogue.sources, reach.sources),
    laws: pick(catalogue.laws, reach.laws),
    readings: pick(catalogue.readings, reach.readings),
    parameters: pick(catalogue.parameters, reach.parameters),
  };
  const text = canonicalJson(version);
  return { version: JSON.parse(text) as ItemVersion, hash: hash(text) };
}

/** The definition of a field in a version, by group and id. */
export function fieldIn(version: ItemVersion, group: string, id: string): Field | undefined {
  return version.groups[group]?.fields.find((f) => f.id === id);
}
