/**
 * What pages show of an item besides its guide: words, steps, definitions of fields and materials.
 */
import type { ItemVersion } from './assemble.ts';
import { inOrder, namesOf, partiesOf } from './names.ts';
import type { Names } from './names.ts';
import { answerOf, searchOf } from './lint-sources.ts';
import type { Answer, Field, Item, Material, Text } from './schema.ts';
import { formEntry } from './sites.ts';
import { shownBasis } from './basis.ts';
import type { ShownBasis } from './guide-shape.ts';

/** A field as a form needs it: nothing about sources and reuse. */
export type FieldDefinition = {
  address: string;
  written: string;
  name: Text;
  type: Field['type'];
  help?: Text;
  example?: string;
  options?: { value: string; label: Text }[];
  fields?: FieldDefinition[];
  maxLength?: number;
  scale?: number;
  min?: string;
  max?: string;
  unit?: Text;
  sensitivity: Field['sensitivity'];
  /** The source of record: `applicant` where nobody else knows. */
  source: string;
};

/** How an item is answered from a data set, as its page needs it. */
export type ShownAnswer = {
  part: 'query' | 'document';
  who: Answer['who'];
  /** Addresses of the fields one searches by. */
  by: { address: string; required: boolean }[];
  source: { id: string; name: Text; department: Text };
  title?: Text;
  basis: ShownBasis;
};

export type Description = {
  id: string;
  name: Text;
  aliases: string[];
  summary: Text;
  code: Item['code'];
  procedure: Item['procedure'];
  type: Item['type'];
  audience: Item['audience'];
  topics: string[];
  parties: {
    id: string;
    written: string;
    name: Text;
    role: string;
    kind: 'person' | 'organisation';
    many: boolean;
  }[];
  steps: Item['steps'];
  specialProcedures: (Omit<Item['special procedures'][number], 'law' | 'source' | 'unsure'> & {
    basis: ShownBasis;
  })[];
  /** `valid` null: nothing is issued, a held licence ends. */
  result: {
    licence: string;
    name: Text;
    acts: NonNullable<NonNullable<Item['result']>['acts']>;
    valid: NonNullable<NonNullable<Item['result']>['valid']> | null;
  } | null;
  /** query and document items: from which source, to whom, by which fields, which columns. */
  answer: ShownAnswer | null;
  /** Made for an emergency and published for a stated time. */
  emergency: boolean;
  /** It has a window or places: when and how many is told by `cases.opening`. */
  limited: boolean;
  remedies: { review: Text; lawsuit: Text; basis: ShownBasis } | null;
  /** 告知承诺, where the item has it: what is promised, instead of which materials, checked when. */
  promise: (Pick<NonNullable<Item['promise']>, 'id' | 'name' | 'text' | 'check'> & {
    covers: { id: string; name: Text }[];
    basis: ShownBasis;
  }) | null;
  knowledge: { q: Text; a: Text; basis: ShownBasis }[];
  /** Names of the registers and licences a value may come from, by the id its fact carries. */
  sources: Record<string, Text>;
  /** By address; a many-party's fields by template `performer[].name`. */
  fields: Record<string, FieldDefinition>;
  materials: Record<
    string,
    Pick<Material, 'id' | 'name' | 'how' | 'accepts' | 'issuer' | 'help' | 'sensitivity'>
  >;
};

/** The definition of a field at an address, ready for a form. */
export function fieldDefinition(
  field: Field,
  at: { address: string; written: string },
): FieldDefinition {
  const { type, name, sensitivity, source } = field;
  const d: FieldDefinition = { ...at, name, type, sensitivity, source };
  if (field.help) d.help = field.help;
  if (field.example !== undefined) d.example = field.example;
  if (field.options) d.options = inOrder(field.options).map(([value, label]) => ({ value, label }));
  if (field['max length'] !== undefined) d.maxLength = field['max length'];
  if (field.scale !== undefined) d.scale = field.scale;
  if (field.min !== undefined) d.min = field.min;
  if (field.max !== undefined) d.max = field.max;
  if (field.unit) d.unit = field.unit;
  if (field.fields) {
    d.fields = field.fields.map((f) => fieldDefinition(f, { address: f.id, written: f.name.zh }));
  }
  return d;
}

function shownFields(item: Item, names: Names): Record<string, FieldDefinition> {
  const found: Record<string, FieldDefinition> = {};
  for (const section of item.form) {
    for (const { field: written } of section.fields.map(formEntry)) {
      const target = names.byWritten.get(written);
      if (!target?.field) continue;
      found[target.address] = fieldDefinition(target.field, { address: target.address, written });
    }
  }
  return found;
}

function sourcesOf({ sources, licences }: ItemVersion): Record<string, Text> {
  const nodes = [...Object.values(sources), ...Object.values(licences)];
  return Object.fromEntries(nodes.map(({ id, name }) => [id, name]));
}

function resultOf({ item: { result }, licences }: ItemVersion): Description['result'] {
  const licence = result && licences[result.licence];
  if (!licence) return null;
  return {
    licence: licence.id, name: licence.name, acts: result.acts ?? 'new', valid: result.valid ?? null,
  };
}

function promiseOf(version: ItemVersion): Description['promise'] {
  if (!version.item.promise) return null;
  const { id, name, text, check, covers, ...rest } = version.item.promise;
  return {
    id, name, text, check,
    covers: covers.map((m) => ({ id: m, name: version.materials[m]?.name ?? { zh: m } })),
    basis: shownBasis(version, rest),
  };
}

function shownAnswer(version: ItemVersion, names: Names): ShownAnswer | null {
  const found = answerOf(version.item);
  const source = found && version.sources[found.answer.source];
  if (!found || !source) return null;
  const { part, answer } = found;
  const { law, unsure } = answer;
  const title = version.item.document?.title;
  return {
    part, who: answer.who,
    by: answer.by.map(searchOf).map(({ field, required }) => (
      { address: names.byWritten.get(field)?.address ?? field, required })),
    source: { id: source.id, name: source.name, department: source.department },
    ...(title ? { title } : {}),
    basis: shownBasis(version, { law, unsure }),
  };
}

const described = new WeakMap<ItemVersion, Description>();

/** What the item page shows besides the guide. Pure; the same version always gives the same one. */
export function describe(version: ItemVersion): Description {
  const before = described.get(version);
  if (before) return before;
  const made = madeOf(version);
  described.set(version, made);
  return made;
}

function madeOf(version: ItemVersion): Description {
  const { item } = version;
  const names = namesOf(item, version);
  const basis = (b: Parameters<typeof shownBasis>[1]): ShownBasis => shownBasis(version, b);
  return {
    id: item.id,
    name: item.name,
    aliases: item.aliases,
    summary: item.summary,
    code: item.code,
    procedure: item.procedure,
    type: item.type,
    audience: item.audience,
    topics: item.topics,
    parties: partiesOf(item).map((p) => ({
      id: p.id,
      written: p.written,
      name: p.name ?? { zh: p.written },
      role: p.role,
      kind: p.kind,
      many: p.many,
    })),
    steps: item.steps,
    specialProcedures: item['special procedures'].map(({ law, source, unsure, ...rest }) => ({
      ...rest,
      basis: basis({ law, source, unsure }),
    })),
    result: resultOf(version),
    answer: shownAnswer(version, names),
    emergency: item.emergency === true,
    limited: item.registration !== undefined || item.slots !== undefined,
    remedies: item.remedies
      ? {
          review: item.remedies.review,
          lawsuit: item.remedies.lawsuit,
          basis: basis(item.remedies),
        }
      : null,
    promise: promiseOf(version),
    knowledge: item.knowledge.map(({ q, a, ...rest }) => ({ q, a, basis: basis(rest) })),
    sources: sourcesOf(version),
    fields: shownFields(item, names),
    materials: Object.fromEntries(
      item.materials.flatMap(({ material }) => {
        const m = version.materials[material];
        if (!m) return [];
        const { id, name, how, accepts, issuer, help, sensitivity } = m;
        return [
          [
            id,
            {
              id,
              name,
              how,
              accepts,
              sensitivity,
              ...(issuer ? { issuer } : {}),
              ...(help ? { help } : {}),
            },
          ],
        ];
      }),
    ),
  };
}
