/** Words of the workbench by key; kept apart so that citizens do not download them. */
import { fill } from '../texts/fill.ts';
import { lang } from '../texts/language.ts';
import { workZh } from './words-zh.ts';

export type Key = keyof typeof workZh;
type Vars<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Vars<Rest>
  : never;
type VarsArgs<K extends Key> = [Vars<(typeof workZh)[K]>] extends [never]
  ? []
  : [Record<Vars<(typeof workZh)[K]>, string | number>];

/** The words of the page; English is fetched before the page is drawn. */
let words: Record<Key, string> = workZh;

/** Fetches the workbench's words where the page is in English. */
export async function bringWords(): Promise<void> {
  if (lang === 'en') words = { ...workZh, ...(await import('./words-en.ts')).workEn };
}

/** The sentence of a key, with its `{name}` places filled in. */
export function w<K extends Key>(key: K, ...vars: VarsArgs<K>): string {
  return fill(words[key], vars[0] ?? {});
}
