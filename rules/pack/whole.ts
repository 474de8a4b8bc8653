/** Packed rules with every function of the language. */
import type { Rule } from '../evaluate.ts';
import type { Json } from '../values/values.ts';
import { builtins } from '../builtins/table.ts';
import { unpackWith } from './unpack.ts';

export { BadPack } from './unpack.ts';

/** Unpacks a rule that `pack` made. Throws BadPack for anything else. */
export function unpack(json: Json): Rule {
  return unpackWith(builtins, json);
}
