/** Words by key. The keys are those of zh.ts; another language is one more file beside it. */
import type { Text } from '../contract.ts';
import { zh } from './zh.ts';

export type Key = keyof typeof zh;
type Vars<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Vars<Rest>
  : never;
type VarsArgs<K extends Key> = [Vars<(typeof zh)[K]>] extends [never]
  ? []
  : [Record<Vars<(typeof zh)[K]>, string | number>];

/** The sentence of a key, with its `{name}` places filled in. */
export function t<K extends Key>(key: K, ...vars: VarsArgs<K>): string {
  const values: Record<string, string | number> = vars[0] ?? {};
  return zh[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The sentence of a key made at run time, or null when there is none. */
export function maybe(key: string): string | null {
  return Object.hasOwn(zh, key) ? zh[key as Key] : null;
}

/** Catalogue prose in the language of the page. */
export function say(text: Text | string | null | undefined): string {
  if (text === null || text === undefined) return '';
  return typeof text === 'string' ? text : text.zh;
}
