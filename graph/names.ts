/**
 * Written names of one item: what a rule or a form may write in Chinese (企业.名称, 涉外, 最低年龄) and the
 * address each of them stands for. Rooms store addresses only; people write names only.
 */
import type { Name, NumberRange, RuleType, Scope } from '#rules';
import type { Field, Group, Item, LicenceKind, Option, Parameter, Text } from './schema.ts';
import { DECIMALS, LEAST } from './values.ts';

/** The dictionaries a written name may come from. */
export type NameSources = {
  groups: Record<string, Group>;
  licences: Record<string, LicenceKind>;
  parameters: Record<string, Parameter>;
};

/** One thing that can be written: a field at its address (many-parties: `performer[].name`). */
export type Target = {
  address: string;
  written: string;
  name: Text;
  kind: 'field' | 'attribute' | 'ask' | 'parameter' | 'group';
  /** Party id, case group id, licence id; the ask's or parameter's own id otherwise. */
  group: string;
  many: boolean;
  field?: Field;
  /** The dictionary group the field is declared in. */
  from?: string;
};

export type Names = {
  scope: Scope;
  byWritten: Map<string, Target>;
  byAddress: Map<string, Target>;
};

export type Party = Item['parties'][string] & { id: string; written: string };

/** The parties of an item with their ids (the role where none is given), the applicant first. */
export function partiesOf(item: Item): Party[] {
  const parties = Object.entries(item.parties).map(([written, p]) => ({
    ...p,
    id: p.id ?? p.role,
    written,
  }));
  const rank = (p: Party): number => (p.role === 'applicant' ? 0 : 1);
  return parties.toSorted((a, b) => rank(a) - rank(b));
}

/** Type of a field in rules. */
export function ruleType(type: string): RuleType {
  if (type === 'number' || type === 'money') return 'number';
  if (type === 'period' || type === 'address' || type === 'place') return 'record';
  if (type === 'date' || type === 'boolean' || type === 'choice' || type === 'choices') return type;
  if (type === 'record' || type === 'file') return type;
  return 'text';
}

const PARTS: Record<string, [string, string, string][]> = {
  period: [
    ['开始', 'from', 'date'],
    ['结束', 'to', 'date'],
  ],
  address: [
    ['区划', 'area', 'text'],
    ['详细地址', 'detail', 'text'],
  ],
  place: [
    ['区划', 'area', 'text'],
    ['详细地址', 'detail', 'text'],
  ],
};

/** Options in the order they were written. */
export function inOrder(options: Record<string, Option>): [string, Text][] {
  return Object.entries(options)
    .sort(([, a], [, b]) => a.order - b.order)
    .map(([code, { zh, en }]) => [code, en === undefined ? { zh } : { zh, en }]);
}

function labels(options: Record<string, Text> | undefined): Record<string, string> | undefined {
  if (!options) return undefined;
  return Object.fromEntries(Object.entries(options).map(([code, t]) => [code, t.zh]));
}

/** What the dictionary promises of a number; rules are proved within it. */
function rangeOf(field: Field): NumberRange | undefined {
  const { type, scale, min, max } = field;
  if (type !== 'number' && type !== 'money') return undefined;
  const least = min ?? LEAST[type];
  return {
    decimals: scale ?? DECIMALS[type],
    ...(least !== undefined && { min: least }),
    ...(max !== undefined && { max }),
  };
}

/**
 * How rules see a field: its type, options and, of a record, its parts (their address is their
 * key).
 */
function nameOf(field: Field, address: string, kind: Holder['kind']): Name {
  const name: Name = { kind: 'value', address, type: ruleType(field.type) };
  const options = labels(field.options);
  if (options) name.options = options;
  // What a licence says was written by its issuer, by no rule of the dictionary.
  const range = kind === 'field' ? rangeOf(field) : undefined;
  if (range) name.range = range;
  const parts = PARTS[field.type];
  if (parts) {
    name.fields = Object.fromEntries(
      parts.map(([zh, id, type]) => [
        zh,
        { kind: 'value', address: id, type: ruleType(type) } satisfies Name,
      ]),
    );
  }
  if (field.fields) {
    name.fields = Object.fromEntries(field.fields.map((f) => [f.name.zh, nameOf(f, f.id, kind)]));
  }
  return name;
}

/** A licence's attribute as a field, so that forms and rules need to know one shape only. */
export function attributeField(attribute: LicenceKind['attributes'][number]): Field {
  const { id, name, type, options } = attribute;
  return {
    id,
    name,
    type,
    ...(options ? { options } : {}),
    sensitivity: 'personal',
    source: 'licence',
  };
}

type Holder = { id: string; written: string; many: boolean; kind: 'field' | 'attribute' };

function addGroup(names: Names, holder: Holder, fields: { field: Field; from: string }[]): void {
  const { id, written, many } = holder;
  if (Object.hasOwn(names.scope.names, written)) return;
  const inside: Record<string, Name> = {};
  for (const { field, from } of fields) {
    const zh = field.name.zh;
    if (Object.hasOwn(inside, zh)) continue;
    inside[zh] = nameOf(field, field.id, holder.kind);
    const target: Target = {
      address: many ? `${id}[].${field.id}` : `${id}.${field.id}`,
      written: `${written}.${zh}`,
      name: field.name,
      kind: holder.kind,
      group: id,
      many,
      field,
      from,
    };
    names.byWritten.set(target.written, target);
    names.byAddress.set(target.address, target);
  }
  names.scope.names[written] = { kind: 'group', address: id, many, fields: inside };
  const self: Target = {
    address: id,
    written,
    name: { zh: written },
    kind: 'group',
    group: id,
    many,
  };
  names.byWritten.set(written, self);
  names.byAddress.set(id, self);
}

/** The fields of all groups of one kind of subject, in the order of the groups' ids. */
function fieldsOf(groups: Record<string, Group>, of: string): { field: Field; from: string }[] {
  return Object.keys(groups)
    .sort()
    .flatMap((id) => {
      const group = groups[id] as Group;
      return group.of === of ? group.fields.map((field) => ({ field, from: id })) : [];
    });
}

function addAsk(names: Names, ask: Item['asks'][number]): void {
  if (Object.hasOwn(names.scope.names, ask.name)) return;
  const from = ask.from === undefined ? undefined : names.byWritten.get(ask.from);
  const address = from?.address ?? `ask.${ask.id}`;
  const options = labels(ask.options ?? from?.field?.options);
  const type = ask.type ?? (options ? 'choice' : 'boolean');
  const name: Name = { kind: 'value', address, type };
  if (options && type === 'choice') name.options = options;
  names.scope.names[ask.name] = name;
  const target: Target = {
    address,
    written: ask.name,
    name: { zh: ask.name },
    kind: 'ask',
    group: ask.id,
    many: false,
    ...(from?.field ? { field: from.field } : {}),
    ...(from?.from ? { from: from.from } : {}),
  };
  names.byWritten.set(ask.name, target);
  if (!names.byAddress.has(address)) names.byAddress.set(address, target);
}

function addParameter(names: Names, parameter: Parameter): void {
  const written = parameter.name.zh;
  if (Object.hasOwn(names.scope.names, written)) return;
  const address = `parameter.${parameter.id}`;
  names.scope.names[written] = { kind: 'value', address, type: 'number' };
  const target: Target = {
    address,
    written,
    name: parameter.name,
    kind: 'parameter',
    group: parameter.id,
    many: false,
  };
  names.byWritten.set(written, target);
  names.byAddress.set(address, target);
}

/** All written names of an item: its parties, case groups, asks, parameters and held licences. */
export function namesOf(item: Item, sources: NameSources): Names {
  const names: Names = { scope: { names: {} }, byWritten: new Map(), byAddress: new Map() };
  for (const party of partiesOf(item)) {
    const holder = {
      id: party.id,
      written: party.written,
      many: party.many,
      kind: 'field' as const,
    };
    addGroup(names, holder, fieldsOf(sources.groups, party.kind));
  }
  for (const id of item.uses) {
    const group = sources.groups[id];
    if (!group) continue;
    const fields = group.fields.map((field) => ({ field, from: id }));
    addGroup(names, { id, written: group.name.zh, many: false, kind: 'field' }, fields);
  }
  for (const ask of item.asks) addAsk(names, ask);
  for (const id of Object.keys(sources.parameters).sort()) {
    addParameter(names, sources.parameters[id] as Parameter);
  }
  for (const id of Object.keys(sources.licences).sort()) {
    const licence = sources.licences[id] as LicenceKind;
    const fields = licence.attributes.map((a) => ({ field: attributeField(a), from: id }));
    const holder = { id, written: licence.name.zh, many: false, kind: 'attribute' as const };
    addGroup(names, holder, fields);
  }
  return names;
}

/** `performer[2].name` → `performer[].name`: the address as the dictionary knows it. */
export function template(address: string): string {
  return address.includes('[') ? address.replace(/\[\d*\]/g, '[]') : address;
}

/** The field behind an address; a part of a record gives the record's field. */
export function targetAt(names: Names, address: string): Target | undefined {
  let key = template(address);
  for (;;) {
    const found = names.byAddress.get(key);
    if (found) return found;
    const dot = key.lastIndexOf('.');
    if (dot < 0) return undefined;
    key = key.slice(0, dot);
  }
}

/** The nearest of the candidates by edit distance, if it is near enough to be what was meant. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(word.length / 2)) + 1;
  for (const candidate of candidates) {
    const d = distance(word, candidate, least);
    if (d < least) [best, least] = [candidate, d];
  }
  return best;
}

/** Levenshtein distance, given up (returns `limit`) where it cannot be below `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(same, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
