/**
 * The form of a case: which fields are shown for these facts, at which addresses, and which must
 * be filled.
 */
import { memberAddress } from '#rules';
import type { Env } from '#rules';
import { fieldDefinition } from './describe.ts';
import type { FieldDefinition } from './describe.ts';
import type { Facts } from './facts.ts';
import type { OpenField, OpenItem, OpenSection } from './open.ts';
import type { Text } from './schema.ts';
import { finding, stateOf } from './state.ts';
import type { State } from './state.ts';

export type FormField = {
  /**
   * Address of the fact; of a many-party whose count is unknown the template `performer[].name`.
   */
  address: string;
  definition: FieldDefinition;
  required: boolean;
  /** unknown: depends on what is not yet known. */
  shown: 'yes' | 'unknown';
  /** Index in a many-party. */
  index?: number;
};

export type FormSection = {
  section: string;
  name: Text;
  shown: 'yes' | 'unknown';
  fields: FormField[];
  /** Many-parties filled in here: their count is the fact at `address`. */
  many: { address: string; written: string; name: Text; count: number | null }[];
};

/** More members than this are not spread out into a form. */
export const MOST_MEMBERS = 500;

type Shown = 'yes' | 'unknown' | 'no';

function shown(state: State, when: OpenField['when']): Shown {
  const value = when ? finding(state, when).value : true;
  return value === true ? 'yes' : value === undefined ? 'unknown' : 'no';
}

/** The count of a many-party: null while it is not known. */
export function countAt(state: State, party: string): number | null {
  const value = state.read(party);
  if (typeof value !== 'string' || !/^\d{1,5}$/.test(value)) return null;
  return Math.min(Number(value), MOST_MEMBERS);
}

/** The definition of a field of an item, made once. */
export function definitionOf(open: OpenItem, field: OpenField): FieldDefinition {
  const key = `field ${field.address}`;
  const before = open.prepared.get(key) as FieldDefinition | undefined;
  if (before) return before;
  const { address, target } = field;
  const made = fieldDefinition(field.field, { address, written: target.written });
  open.prepared.set(key, made);
  return made;
}

function spread(state: State, field: OpenField, own: 'yes' | 'unknown'): FormField[] {
  const definition = definitionOf(state.open, field);
  const base = { definition, required: field.required, shown: own };
  if (!field.target.many) return [{ address: field.address, ...base }];
  const count = countAt(state, field.target.group);
  if (count === null) return [{ address: field.address, ...base }];
  return Array.from({ length: count }, (_, index) => ({
    address: `${memberAddress(field.target.group, index)}.${definition.address.split('.').at(-1)}`,
    ...base,
    index,
  }));
}

/** What one member is called: as the item writes it, in English by the party's own name. */
export function memberWords(open: OpenItem, group: string, written: string): Text {
  const en = open.parties.find((party) => party.id === group)?.name?.en;
  return en === undefined ? { zh: written } : { zh: written, en };
}

function sectionOf(state: State, section: OpenSection): FormSection | undefined {
  const whole = shown(state, section.when);
  if (whole === 'no') return undefined;
  const fields: FormField[] = [];
  const many = new Map<string, FormSection['many'][number]>();
  for (const field of section.fields) {
    const own = shown(state, field.when);
    if (own === 'no') continue;
    const { group, many: isMany, written } = field.target;
    if (isMany && !many.has(group)) {
      const party = written.slice(0, written.indexOf('.'));
      const name = memberWords(state.open, group, party);
      many.set(group, { address: group, written: party, name, count: countAt(state, group) });
    }
    fields.push(...spread(state, field, whole === 'unknown' ? 'unknown' : own));
  }
  if (fields.length === 0 && many.size === 0) return undefined;
  const { section: id, name } = section.def;
  return { section: id, name, shown: whole, fields, many: [...many.values()] };
}

/** The form seen in a state. */
export function sectionsIn(state: State): FormSection[] {
  return state.open.form.map((s) => sectionOf(state, s)).filter((s) => s !== undefined);
}

/**
 * The form for these facts: sections and fields that are shown or may be, a many-party once for
 * each member.
 */
export function formOf(open: OpenItem, facts: Facts, env: Env): FormSection[] {
  return sectionsIn(stateOf(open, facts, env));
}

/**
 * Facts as they are submitted: an optional field that is shown and left empty is none, stated by
 * the applicant on `env.today`. Returns new facts; what is required and empty stays unknown (and
 * blocks).
 */
export function settle(open: OpenItem, facts: Facts, env: Env): Facts {
  const settled: Facts = { ...facts };
  const asked = new Set(open.asks.map((a) => a.address));
  for (let grown = true; grown;) {
    grown = false;
    for (const section of sectionsIn(stateOf(open, settled, env))) {
      for (const { address, required, shown: seen } of section.fields) {
        if (required || seen !== 'yes' || address.includes('[]')) continue;
        if (asked.has(address) || Object.hasOwn(settled, address)) continue;
        settled[address] = { state: 'none', source: 'applicant', grade: 'D', on: env.today };
        grown = true;
      }
    }
  }
  return settled;
}
