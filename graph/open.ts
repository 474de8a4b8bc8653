/**
 * An item version made ready to answer: every rule compiled once, every name resolved to its
 * address.
 */
import type { Json, Rule, RuleType, Table } from '#rules';
import type { ItemVersion } from './assemble.ts';
import { ENGINE } from './assemble.ts';
import { compiled } from './compiled.ts';
import { inOrder, namesOf, partiesOf } from './names.ts';
import type { Names, Party, Target } from './names.ts';
import type { Field, Item, TableText, Text } from './schema.ts';
import { formEntry } from './sites.ts';
import { makeSpace } from './space.ts';
import type { Component, Space } from './space.ts';
import { givenBy, levelsOf, tableOf } from './tables.ts';

export type OpenAsk = {
  def: Item['asks'][number];
  address: string;
  type: 'boolean' | 'choice';
  options: { value: Json; label: Text }[];
  /** Index of the ask's variable in the space. */
  variable: number;
  when: Component | undefined;
};

export type OpenField = {
  /** Address or, of a many-party, its template `performer[].name`. */
  address: string;
  target: Target;
  field: Field;
  required: boolean;
  when: Component | undefined;
};

export type OpenSection = {
  def: Item['form'][number];
  when: Component | undefined;
  fields: OpenField[];
};

export type OpenPoint = {
  def: Item['review'][number];
  /** Address template or material id. */
  on: string;
  when: Component | undefined;
  holds: Rule;
};

/** An item version with everything compiled: what guide, form, review and the rest work on. */
export type OpenItem = {
  version: ItemVersion;
  hash: string;
  item: Item;
  names: Names;
  parties: Party[];
  space: Space;
  asks: OpenAsk[];
  situations: { def: Item['situations'][number]; when: Component }[];
  conditions: {
    def: Item['conditions'][number];
    when: Component | undefined;
    holds: Component;
  }[];
  materials: {
    def: Item['materials'][number];
    when: Component | undefined;
    each: string | undefined;
  }[];
  form: OpenSection[];
  review: OpenPoint[];
  /** Address the handling unit's area is read at. */
  areaAt: string | undefined;
  attributes: Record<string, Rule>;
  until: Rule | undefined;
  /** Name of the organisation that a granted case brings into being. */
  establishes: Rule | undefined;
  payment: { amount: Component; to: string } | undefined;
  /** When the applicant may promise instead of handing in; undefined: always, where there is one. */
  promiseWhen: Component | undefined;
  /** Prepared answers of guide(), made as they are first needed. */
  prepared: Map<string, unknown>;
};

type Must = (text: string | Table, expect: RuleType) => Rule;

/** Compiles a rule of a version that has passed check; throws with its place otherwise. */
function must(version: ItemVersion, names: Names): Must {
  return (text, expect) => {
    const { rule, problems } = compiled(text, names.scope, expect);
    if (rule) return rule;
    const said = typeof text === 'string' ? text : text.hit;
    throw new Error(`${version.item.id}: “${said}”: ${problems[0]?.message ?? 'no rule'}`);
  };
}

function askParts(names: Names, ask: Item['asks'][number]): Omit<OpenAsk, 'variable' | 'when'> {
  const target = names.byWritten.get(ask.name) as Target;
  const from = target.field;
  const options = ask.options ?? (ask.type === 'boolean' ? undefined : from?.options);
  const type = ask.type ?? (options ? 'choice' : 'boolean');
  const yes = ask.yes ?? { zh: '是', en: 'Yes' };
  const no = ask.no ?? { zh: '不是', en: 'No' };
  const shown =
    options && type === 'choice'
      ? inOrder(options).map(([value, label]) => ({ value, label }))
      : [
          { value: true, label: yes },
          { value: false, label: no },
        ];
  return { def: ask, address: target.address, type, options: shown };
}

type Compiled = {
  component: (text: string | Table, expect: RuleType) => Component;
  optional: (text: string | undefined) => Component | undefined;
  rule: Must;
  names: Names;
};

function openForm(item: Item, to: Compiled): OpenSection[] {
  return item.form.map((def) => ({
    def,
    when: to.optional(def.when),
    fields: def.fields.map(formEntry).map((entry) => {
      const target = to.names.byWritten.get(entry.field);
      const field = target?.field;
      if (!target || !field) throw new Error(`${item.id}: no field ${entry.field}`);
      const { address } = target;
      return { address, target, field, required: entry.required, when: to.optional(entry.when) };
    }),
  }));
}

function openReview(version: ItemVersion, to: Compiled): OpenPoint[] {
  const byName = new Map(Object.values(version.materials).map((m) => [m.name.zh, m.id]));
  return version.item.review.map((def) => ({
    def,
    on:
      version.materials[def.on]?.id ??
      to.names.byWritten.get(def.on)?.address ??
      byName.get(def.on) ??
      def.on,
    when: to.optional(def.when),
    holds: to.rule(def.holds, 'boolean'),
  }));
}

const given = (written: string | TableText): string | Table =>
  typeof written === 'string' ? written : tableOf(written);

function openResult(
  item: Item, to: Compiled,
): Pick<OpenItem, 'attributes' | 'until' | 'establishes' | 'payment'> {
  const attributes = Object.fromEntries(
    Object.entries(item.result?.attributes ?? {}).map(([id, text]) => [id, to.rule(given(text), 'any')]),
  );
  for (const levels of item.result?.tables ?? []) {
    for (const id of givenBy(levels)) attributes[id] = to.rule(levelsOf(levels, [id]), 'any');
  }
  const valid = item.result?.valid;
  const until =
    typeof valid === 'object' && 'until' in valid ? to.rule(valid.until, 'date') : undefined;
  const pay = item.payment;
  const payment = pay && {
    amount: to.component(given(pay.amount), 'number'),
    to: to.names.byWritten.get(pay.to)?.address ?? pay.to,
  };
  const name = item.result?.establishes?.name;
  const establishes = name === undefined ? undefined : to.rule(name, 'text');
  return { attributes, until, establishes, payment };
}

/**
 * Makes an item version ready. `hash` is the name the version is kept under; `names` are its names
 * where they were found before. Throws where the
 * version was made by a newer engine or a rule does not compile (a version that passed check never
 * does).
 */
export function open(
  version: ItemVersion,
  hash: string,
  names: Names = namesOf(version.item, version),
): OpenItem {
  if (version.engine > ENGINE) {
    throw new Error(`item version ${hash} needs engine ${version.engine}, this is ${ENGINE}`);
  }
  const { item } = version;
  const rule = must(version, names);
  const parts = item.asks.map((a) => askParts(names, a));
  const space = makeSpace(
    names,
    parts.map((p) => ({
      address: p.address,
      values: p.options.map((o) => o.value),
      when: p.def.when === undefined ? undefined : rule(p.def.when, 'boolean'),
    })),
  );
  const component = (text: string | Table, expect: RuleType): Component =>
    space.component(rule(text, expect));
  const optional = (text: string | undefined): Component | undefined =>
    text === undefined ? undefined : component(text, 'boolean');
  const to: Compiled = { component, optional, rule, names };
  const by = item['handled by'];
  const area = typeof by === 'string' ? undefined : names.byWritten.get(by['area of'])?.address;
  return {
    version,
    hash,
    item,
    names,
    space,
    parties: partiesOf(item),
    asks: parts.map((p, i) => ({ ...p, variable: i, when: space.whenOf(i) })),
    situations: item.situations.map((def) => ({ def, when: component(def.when, 'boolean') })),
    conditions: item.conditions.map((def) => ({
      def,
      when: optional(def.when),
      holds: component(def.holds, 'boolean'),
    })),
    materials: item.materials.map((def) => ({
      def,
      when: optional(def.when),
      each: def.each === undefined ? undefined : names.byWritten.get(def.each)?.address,
    })),
    form: openForm(item, to),
    review: openReview(version, to),
    areaAt: area,
    ...openResult(item, to),
    promiseWhen: optional(item.promise?.when),
    prepared: new Map(),
  };
}
