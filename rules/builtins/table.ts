/** Every function of the language. */
import type { Builtin } from './builtin.ts';
import { core } from './core.ts';
import { patterns } from './patterns.ts';

export { formFor } from './make.ts';

/** Every function by name; those of patterns stand among the functions of texts. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  [...core].flatMap(([name, one]) =>
    name === 'upper case' ? [...patterns, [name, one] as const] : [[name, one] as const],
  ),
);

/** `is known(x)` looks at its argument, not at its value: the tree has a node for it. */
export const KNOWN = 'is known';
