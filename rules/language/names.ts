/** Written names: how they are found in a text, and which name was probably meant. */
import type { NumberRange, RuleType, Shape } from '../check/shape.ts';

/** A name an author may write: a value, or a group of fields (`many`: one for each member). */
export type Name =
  | {
      kind: 'value';
      address: string;
      type: RuleType;
      /** The English name, for explanations in English. */
      en?: string;
      /** Unit of a number, said behind it: 元, 周岁. */
      unit?: string;
      /** Code → Chinese label. */
      options?: Record<string, string>;
      /** Of a number: what the dictionary declares of it. */
      range?: NumberRange;
      /** Members of a record, or of each record of a list; their address is their key. */
      fields?: Record<string, Name>;
    }
  | { kind: 'group'; address: string; many: boolean; en?: string; fields: Record<string, Name> };

/** What may be written in a rule, by written name. `members`: names found only behind a point. */
export type Scope = { names: Record<string, Name>; members?: string[] };

/** A scope made ready once: names in a map, and what finds names with odd characters. */
export type Known = { names: Map<string, Name>; odd: Finder | null; members: Finder | null };

/** What finds names of several words or odd characters: by the plain word they begin with. */
export type Finder = Map<string, RegExp>;

const start =
  'A-Z_a-z?\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff' +
  '\\u200c\\u200d\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\udfff\\uf900-\\ufdcf\\ufdf0-\\ufffd';
const part = `${start}0-9\\u00b7\\u0300-\\u036f\\u203f\\u2040`;
const plainName = new RegExp(`^[${start}][${part}]*$`);
const keywords = new Set(
  (
    'for in return if then else some every satisfies or and between instance of function null ' +
    'true false external'
  ).split(' '),
);

/** A word that is no name. */
export function isKeyword(word: string): boolean {
  return keywords.has(word);
}

/** A name that is read as one word without help. */
export function isPlain(name: string): boolean {
  return plainName.test(name) && !keywords.has(name);
}

/** One spelling for one name: NFC, single spaces. */
export function normal(name: string): string {
  return name.replace(/\s+/g, ' ').trim().normalize('NFC');
}

function pattern(name: string): string {
  return name
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&'))
    .join('\\s+');
}

/**
 * What finds any of the names whole, the longest first; `after` is what must follow them and
 * `before` what must precede them, as parts of a regular expression. Null for no names.
 */
export function finder(names: Iterable<string>, after: string, before = ''): Finder | null {
  const firsts = new Map<string, string[]>();
  for (const name of names) {
    const first = name.slice(0, wordLength(name, 0));
    firsts.set(first, [...(firsts.get(first) ?? []), name]);
  }
  if (firsts.size === 0) return null;
  const made: Finder = new Map();
  for (const [first, list] of firsts) {
    const longest = list.sort((a, b) => b.length - a.length).map(pattern);
    made.set(first, new RegExp(`${before}(?:${longest.join('|')})(?![${part}])${after}`, 'y'));
  }
  return made;
}

const word = new RegExp(`[${part}]+`, 'y');

/** Length of the run of name characters at a place. */
export function wordLength(text: string, at: number): number {
  for (let end = at; ; end++) {
    const code = text.charCodeAt(end);
    if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) continue;
    if ((code >= 48 && code <= 57) || code === 95 || code === 63) continue;
    if (Number.isNaN(code) || code < 128) return end - at;
    word.lastIndex = end;
    return word.test(text) ? word.lastIndex - at : end - at;
  }
}

const known = new WeakMap<Scope, Known>();

function gather(names: Record<string, Name>, odd: Set<string>): void {
  for (const [written, name] of Object.entries(names)) {
    if (!isPlain(written)) odd.add(normal(written));
    if (name.fields !== undefined) gather(name.fields, odd);
  }
}

/** The scope made ready; the work is done once a scope. */
export function knownNames(scope: Scope): Known {
  const before = known.get(scope);
  if (before !== undefined) return before;
  const odd = new Set<string>();
  gather(scope.names, odd);
  const names = new Map(Object.entries(scope.names).map(([key, name]) => [normal(key), name]));
  const members = finder((scope.members ?? []).map(normal), '', '(?<=\\.\\s*)');
  const made = { names, odd: finder(odd, ''), members };
  known.set(scope, made);
  return made;
}

const shapes = new WeakMap<Name, Shape>();

/** The shape of a name's value; a group of many is a list of records. */
export function shapeOf(name: Name): Shape {
  const before = shapes.get(name);
  if (before !== undefined) return before;
  const made = makeShape(name);
  shapes.set(name, made);
  return made;
}

function members(fields: Record<string, Name>): NonNullable<Shape['fields']> {
  return new Map(
    Object.entries(fields).map(([written, name]) => [
      normal(written),
      {
        key: name.address,
        shape: shapeOf(name),
        group: name.kind === 'group',
        many: name.kind === 'group' && name.many,
      },
    ]),
  );
}

function makeShape(name: Name): Shape {
  if (name.kind === 'group') {
    const record: Shape = { type: 'record', fields: members(name.fields) };
    return name.many ? { type: 'list', of: record } : record;
  }
  const options = name.options === undefined ? undefined : new Map(Object.entries(name.options));
  const fields = name.fields === undefined ? undefined : members(name.fields);
  if (name.type === 'choices') {
    return { type: 'choices', of: { type: 'choice', ...(options && { options }) } };
  }
  if (name.type === 'list') {
    return {
      type: 'list',
      of: fields === undefined ? { type: 'any' } : { type: 'record', fields },
    };
  }
  const range = name.range && { range: name.range };
  return { type: name.type, ...(options && { options }), ...(fields && { fields }), ...range };
}

function distance(a: string[], b: string[]): number {
  let row = b.map((_, at) => at + 1);
  row.unshift(0);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const swap = (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The candidate most like what was written; null when none is near enough to be worth naming. */
export function nearest(written: string, candidates: Iterable<string>): string | null {
  const target = [...written].slice(0, 60);
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of candidates) {
    const chars = [...candidate].slice(0, 60);
    const far = distance(target, chars);
    const inside = candidate.includes(written) || written.includes(candidate);
    const cost = inside ? Math.min(far, 2.5) : far;
    const limit = inside
      ? Infinity
      : Math.max(1, Math.ceil(Math.max(target.length, chars.length) / 2));
    if (cost < least && cost <= limit && cost < Math.max(target.length, chars.length)) {
      least = cost;
      best = candidate;
    }
  }
  return best;
}
