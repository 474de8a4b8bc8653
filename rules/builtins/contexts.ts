/** Functions of contexts. */
import type { Row } from './builtin.ts';
import type { Value } from '../values/values.ts';

const list = (value: Value): Value[] => (Array.isArray(value) ? value : []);

function getValue([m, key]: Value[]): Value {
  if (!(m instanceof Map) || typeof key !== 'string') return null;
  return m.has(key) ? m.get(key) : null;
}

function getEntries([m]: Value[]): Value {
  if (!(m instanceof Map)) return null;
  return [...m].map(
    ([key, value]) =>
      new Map<string, Value>([
        ['key', key],
        ['value', value],
      ]),
  );
}

/** A context of entries `{key, value}`; each must have both, and no key may stand twice. */
function context([entries]: Value[]): Value {
  const made = new Map<string, Value>();
  for (const entry of list(entries)) {
    if (!(entry instanceof Map) || !entry.has('value')) return null;
    const key = entry.get('key');
    if (key === undefined && entry.has('key')) return undefined;
    if (typeof key !== 'string' || made.has(key)) return null;
    made.set(key, entry.get('value'));
  }
  return made;
}

function put(into: Value, keys: Value[], value: Value): Value {
  const [key, ...rest] = keys;
  if (!(into instanceof Map) || typeof key !== 'string') return null;
  const inner = rest.length === 0 ? value : put(into.get(key) ?? null, rest, value);
  if (rest.length > 0 && inner === null) return null;
  return new Map(into).set(key, inner);
}

function merge([contexts]: Value[]): Value {
  const made = new Map<string, Value>();
  for (const one of list(contexts)) {
    if (!(one instanceof Map)) return null;
    for (const [key, value] of one) made.set(key, value);
  }
  return made;
}

/** The functions of contexts. */
export const contextRows: Row[] = [
  { signature: 'get value(m: record, key: text)', result: 'any', act: getValue },
  {
    signature: 'get entries(m: record)',
    result: () => ({ type: 'list', of: { type: 'record' } }),
    act: getEntries,
  },
  { signature: 'context(entries: list)', result: 'record', act: context },
  {
    signature: 'context put(context: record, key: text|list, value: item)',
    other: 'context: record, keys: list|text, value: item',
    result: 'record',
    act: ([into, keys, value]) => put(into, Array.isArray(keys) ? keys : [keys], value),
  },
  { signature: 'context merge(contexts: list)', result: 'record', act: merge },
];
