/**
 * What pages show of an item besides its guide: words, steps, definitions of fields and materials.
 */
import type { ItemVersion } from './assemble.ts';
import { inOrder, namesOf, partiesOf } from './names.ts';
import type { Names } from './names.ts';
import type { Field, Item, Material, Text } from './schema.ts';
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
  result: { licence: string; name: Text; valid: NonNullable<Item['result']>['valid'] } | null;
  query: Item['query'] | null;
  remedies: { review: Text; lawsuit: Text; basis: ShownBasis } | null;
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

/** What the item page shows besides the guide. Pure; the same version always gives the same. */
export function describe(version: ItemVersion): Description {
  const { item } = version;
  const names = namesOf(item, version);
  const basis = (b: Parameters<typeof shownBasis>[1]): ShownBasis => shownBasis(version, b);
  const licence = item.result && version.licences[item.result.licence];
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
    result:
      item.result && licence
        ? { licence: licence.id, name: licence.name, valid: item.result.valid }
        : null,
    query: item.query ?? null,
    remedies: item.remedies
      ? {
          review: item.remedies.review,
          lawsuit: item.remedies.lawsuit,
          basis: basis(item.remedies),
        }
      : null,
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
