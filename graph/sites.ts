/**
 * Every place of an item where a rule or a written name stands, so that check, assemble and open
 * agree.
 */
import type { Cell, RuleType, Table } from '#rules';
import type { Path } from './origin.ts';
import type { Item, TableText } from './schema.ts';
import { givenBy, levelsOf, placeOf, tableOf } from './tables.ts';

/**
 * A rule in an item: where, what it says (a text, or a table), what type it has to give; and of a
 * table, where a cell of it is written.
 */
export type RuleSite = {
  path: Path;
  text: string | Table;
  expect: RuleType;
  within?: (cell: Cell | null) => Path;
};

/** A written name in an item that has to stand for a field, a party or (review) a material. */
export type NameSite = {
  path: Path;
  written: string;
  wants: 'field' | 'party' | 'field or material';
};

/** All rules of an item, in the order of the file. */
export function ruleSites(item: Item): RuleSite[] {
  const sites: RuleSite[] = [];
  const add = (text: string | undefined, expect: RuleType, ...path: (string | number)[]): void => {
    if (text !== undefined) sites.push({ path, text, expect });
  };
  item.asks.forEach((a, i) => add(a.when, 'boolean', 'asks', i, 'when'));
  item.situations.forEach((s, i) => add(s.when, 'boolean', 'situations', i, 'when'));
  item.conditions.forEach((c, i) => {
    add(c.when, 'boolean', 'conditions', i, 'when');
    add(c.holds, 'boolean', 'conditions', i, 'holds');
  });
  item.form.forEach((s, i) => {
    add(s.when, 'boolean', 'form', i, 'when');
    s.fields.forEach((f, j) => {
      if (typeof f !== 'string') add(f.when, 'boolean', 'form', i, 'fields', j, 'when');
    });
  });
  item.materials.forEach((m, i) => add(m.when, 'boolean', 'materials', i, 'when'));
  item.review.forEach((r, i) => {
    add(r.when, 'boolean', 'review', i, 'when');
    add(r.holds, 'boolean', 'review', i, 'holds');
  });
  add(item.promise?.when, 'boolean', 'promise', 'when');
  const result = item.result;
  if (result && typeof result.valid === 'object' && 'until' in result.valid) {
    add(result.valid.until, 'date', 'result', 'valid', 'until');
  }
  add(result?.establishes?.name, 'text', 'result', 'establishes', 'name');
  const written = (value: string | TableText, expect: RuleType, path: Path, gives: string[]): void => {
    if (typeof value === 'string') sites.push({ path, text: value, expect });
    else sites.push({ path, text: tableOf(value), expect, within: (cell) => placeOf(cell, gives) });
  };
  for (const [id, value] of Object.entries(result?.attributes ?? {})) {
    written(value, 'any', ['result', 'attributes', id], []);
  }
  result?.tables?.forEach((levels, i) => {
    for (const id of givenBy(levels)) {
      const within = (cell: Cell | null): Path => placeOf(cell, [id]);
      sites.push({ path: ['result', 'tables', i], text: levelsOf(levels, [id]), expect: 'any', within });
    }
  });
  if (item.payment) written(item.payment.amount, 'number', ['payment', 'amount'], []);
  return sites;
}

/** All written names of an item outside its rules. */
export function nameSites(item: Item): NameSite[] {
  const sites: NameSite[] = [];
  const add = (
    written: string | undefined,
    wants: NameSite['wants'],
    ...path: (string | number)[]
  ): void => {
    if (written !== undefined) sites.push({ path, written, wants });
  };
  item.asks.forEach((a, i) => add(a.from, 'field', 'asks', i, 'from'));
  const by = item['handled by'];
  if (typeof by === 'object') add(by['area of'], 'field', 'handled by', 'area of');
  item.form.forEach((s, i) => {
    s.fields.forEach((f, j) => {
      if (typeof f === 'string') add(f, 'field', 'form', i, 'fields', j);
      else add(f.field, 'field', 'form', i, 'fields', j, 'field');
    });
  });
  item.materials.forEach((m, i) => {
    add(m.each, 'party', 'materials', i, 'each');
    add(m.instead?.of, 'party', 'materials', i, 'instead', 'of');
  });
  item.review.forEach((r, i) => add(r.on, 'field or material', 'review', i, 'on'));
  add(item.result?.on?.number, 'field', 'result', 'on', 'number');
  add(item.result?.on?.until, 'field', 'result', 'on', 'until');
  if (item.payment) add(item.payment.to, 'field', 'payment', 'to');
  tiedNames(item, add);
  for (const part of ['query', 'document'] as const) {
    item[part]?.by.forEach((w, i) => {
      if (typeof w === 'string') add(w, 'field', part, 'by', i);
      else add(w.field, 'field', part, 'by', i, 'field');
    });
  }
  return sites;
}

type Add = (written: string | undefined, wants: NameSite['wants'], ...path: (string | number)[]) => void;

/** Names in what an item says of second persons, places on a day and registrations. */
function tiedNames({ parties, slots, results, registration: r }: Item, add: Add): void {
  for (const [name, party] of Object.entries(parties)) {
    add(party['guardian of'], 'party', 'parties', name, 'guardian of');
  }
  add(slots?.date, 'field', 'slots', 'date');
  add(slots?.session, 'field', 'slots', 'session');
  results?.for.forEach((party, i) => add(party, 'party', 'results', 'for', i));
  if (!r) return;
  add(r.of, 'party', 'registration', 'of');
  add(r.place, 'field', 'registration', 'place');
  r.wishes.forEach((w, i) => add(w, 'field', 'registration', 'wishes', i));
  r.order.forEach((w, i) => add(w, 'field', 'registration', 'order', i));
}

/** The form entry as an object, whichever way it is written. */
export function formEntry(entry: Item['form'][number]['fields'][number]): {
  field: string;
  when?: string | undefined;
  required: boolean;
} {
  return typeof entry === 'string' ? { field: entry, required: true } : entry;
}

/** A reference by id to a node of the dictionaries. */
export type Reference = {
  path: Path;
  kind:
    | 'materials'
    | 'licences'
    | 'units'
    | 'sources'
    | 'laws'
    | 'readings'
    | 'parameters'
    | 'groups';
  id: string;
};

/**
 * All references by id that any node makes: laws and readings of its basis, sources, materials …
 */
export function references(node: unknown, kind: string): Reference[] {
  const found: Reference[] = [];
  const walk = (value: unknown, path: (string | number)[]): void => {
    if (Array.isArray(value)) {
      value.forEach((v, i) => walk(v, [...path, i]));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, v] of Object.entries(value)) {
        const reference = referenceAt(value, { key, value: v, path, kind });
        if (reference) found.push(reference);
        walk(v, [...path, key]);
      }
    }
  };
  walk(node, []);
  return found;
}

type At = { key: string; value: unknown; path: (string | number)[]; kind: string };

/** Keys whose text is an id, by the kind of node they stand in. */
function referenceAt(holder: object, at: At): Reference | undefined {
  const { key, value, path, kind } = at;
  const here = [...path, key];
  const parent = path.at(-1);
  if (key === 'law' && typeof value === 'object' && value !== null && 'id' in value) {
    return { path: here, kind: 'laws', id: String(value.id) };
  }
  if (key === 'uses' && kind === 'items' && path.length === 0) return undefined;
  if (typeof value !== 'string') return undefined;
  if (key === 'material' && parent !== undefined)
    return { path: here, kind: 'materials', id: value };
  if (key === 'licence') return { path: here, kind: 'licences', id: value };
  if (key === 'parent' && kind === 'units') return { path: here, kind: 'units', id: value };
  if (key === 'office' && parent === 'approval') return { path: here, kind: 'units', id: value };
  if (key === 'guardian by') return { path: here, kind: 'sources', id: value };
  if (key === 'handled by') return { path: here, kind: 'units', id: value };
  const answers = kind === 'items' && (parent === 'query' || parent === 'document');
  if (answers && key === 'relation') return { path: here, kind: 'sources', id: value };
  if (key !== 'source') return undefined;
  const names =
    (kind === 'groups' && 'sensitivity' in holder) || kind === 'materials' || answers;
  return { path: here, kind: names ? 'sources' : 'readings', id: value };
}
