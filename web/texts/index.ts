/** Words by key, in the language of the page. The keys are those of zh.ts; en.ts stands beside it. */
import type { Text } from '../contract.ts';
import { fill } from './fill.ts';
import { lang } from './language.ts';
import { zh } from './zh.ts';

export type Key = keyof typeof zh;
type Vars<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Vars<Rest>
  : never;
type VarsArgs<K extends Key> = [Vars<(typeof zh)[K]>] extends [never]
  ? []
  : [Record<Vars<(typeof zh)[K]>, string | number>];

/** The words of the page; English is fetched before the page is drawn (`bring`). */
let words: Record<Key, string> = zh;
type Named = { name: Text; options?: Record<string, Text> };
let problems = (problem: string, _field: Named): string => problem;

/** Fetches the words of the page's language where it is not the first. */
export async function bring(): Promise<void> {
  if (lang !== 'en') return;
  const { en, inEnglish } = await import('./en.ts');
  words = { ...zh, ...en };
  problems = inEnglish;
}

/** What is wrong with the value of a field, as `graph/values.ts` finds it, in the language of the page. */
export function sayProblem(problem: string, field: Named): string {
  return problems(problem, field);
}

/** The sentence of a key, with its `{name}` places filled in; English counts with `{n:case|cases}`. */
export function t<K extends Key>(key: K, ...vars: VarsArgs<K>): string {
  return fill(words[key], vars[0] ?? {});
}

/** The sentence of a key made at run time, or null when there is none. */
export function maybe(key: string): string | null {
  return Object.hasOwn(zh, key) ? words[key as Key] : null;
}

/** Catalogue prose in the language of the page. */
export function say(text: Text | string | null | undefined): string {
  if (text === null || text === undefined) return '';
  if (typeof text === 'string') return text;
  return lang === 'en' ? (text.en ?? text.zh) : text.zh;
}
