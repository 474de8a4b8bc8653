/** The other way through a scope: from an address to what an author writes for it. */
import type { Name, Scope } from '../language/names.ts';
import { normal } from '../language/names.ts';

/** What an author writes for an address: its path of names, and the name at its end. */
export type Written = { path: string; en: string; name: Name };

const maps = new WeakMap<Scope, Map<string, Written>>();

type At = { address: string; path: string; en: string; inMany: boolean };

function gather(names: Record<string, Name>, at: At | null, into: Map<string, Written>): void {
  for (const [key, name] of Object.entries(names)) {
    const written = normal(key);
    const address = at === null ? name.address : `${at.address}.${name.address}`;
    const path = at === null ? written : `${at.path}.${written}`;
    const said = name.en ?? written;
    const en = at === null ? said : `${at.en}.${said}`;
    if (!into.has(address)) into.set(address, { path, en, name });
    if (name.kind === 'value') continue;
    const inside = name.many ? `${address}[]` : address;
    gather(name.fields, { address: inside, path, en, inMany: name.many }, into);
  }
}

/** Every address of a scope, members of groups as `performer[].name`; made once a scope. */
export function writtenNames(scope: Scope): ReadonlyMap<string, Written> {
  const before = maps.get(scope);
  if (before !== undefined) return before;
  const made = new Map<string, Written>();
  gather(scope.names, null, made);
  maps.set(scope, made);
  return made;
}

const index = /\[(\d+)\]/g;

/**
 * What an author writes for an address: `performer[1].name` is 演员[2].姓名. The address itself
 * where the scope does not have it.
 */
export function writtenAt(scope: Scope, address: string, lang: 'zh' | 'en' = 'zh'): string {
  const names = writtenNames(scope);
  const pattern = address.replace(index, '[]');
  // A member as a whole is written as its group: 演员[2].
  const found = names.get(pattern) ?? names.get(pattern.replace(/\[\]$/, ''));
  if (found === undefined) return address;
  const path = lang === 'en' ? found.en : found.path;
  const places = [...address.matchAll(index)];
  if (places.length === 0) return path;
  // Each index belongs to the segment of the path at the same depth.
  const segments = address.split('.');
  const words = path.split('.');
  if (segments.length !== words.length) return path;
  return words
    .map((word, at) => {
      const [, n] = /\[(\d+)\]$/.exec(segments[at] ?? '') ?? [];
      return n === undefined ? word : `${word}[${Number(n) + 1}]`;
    })
    .join('.');
}

/** The name at an address, if the scope has it. */
export function nameAt(scope: Scope, address: string): Name | undefined {
  return writtenNames(scope).get(address.replace(index, '[]'))?.name;
}
