/** Words of the workbench by key; kept apart so that citizens do not download them. */
import { workZh } from './words-zh.ts';

type Key = keyof typeof workZh;
type Vars<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Vars<Rest>
  : never;
type VarsArgs<K extends Key> = [Vars<(typeof workZh)[K]>] extends [never]
  ? []
  : [Record<Vars<(typeof workZh)[K]>, string | number>];

/** The sentence of a key, with its `{name}` places filled in. */
export function w<K extends Key>(key: K, ...vars: VarsArgs<K>): string {
  const values: Record<string, string | number> = vars[0] ?? {};
  return workZh[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
