/** The state of a variable as a small number, and back. */
import type { Json } from '#rules';
import { template } from './names.ts';
import { FIRST, NONE, UNKNOWN } from './space.ts';
import type { Variable } from './space.ts';

/** What a value outside of its domain is taken for: like no option, and not none. */
const STRANGE = '\u0000';

/** The code of a fact's value; all values outside the domain share one. */
export function codeOf(variable: Variable, value: Json | undefined): number {
  if (value === undefined) return UNKNOWN;
  if (value === null) return NONE;
  const at = variable.values.indexOf(value);
  return at >= 0 ? FIRST + at : FIRST + variable.values.length;
}

/**
 * Sets of facts waited for that an atom tells apart; what comes after is told as the first of them.
 */
const WAITS = 1000;

/** The code of an atom's truth; unknown ones remember what they wait for. */
export function atomCode(
  variable: Variable,
  found: { value: Json | undefined; waits: string[] },
): number {
  if (found.value === true) return FIRST;
  if (found.value === false) return FIRST + 1;
  if (found.value === null) return NONE;
  const text = [...new Set(found.waits.map(template))].join(' ');
  const first = FIRST + variable.values.length;
  const seen = variable.waits.indexOf(text, 1);
  if (seen >= 0) return first + seen;
  if (variable.waits.length >= WAITS) return first + 1;
  return first + variable.waits.push(text) - 1;
}

/**
 * Whether a code stands for "not known". An atom's code above its values names what it waits for.
 */
export function isUnknown(variable: Variable, code: number): boolean {
  if (variable.kind === 'atom') return code >= FIRST + variable.values.length;
  return code === UNKNOWN;
}

/** Facts an unknown variable waits for; members of a many-party by template. */
export function waitsOf(variable: Variable, code: number): string[] {
  if (variable.kind !== 'atom') return [variable.address];
  const text = variable.waits[code - FIRST - variable.values.length] ?? '';
  return text === '' ? [] : text.split(' ');
}

/** The value a code stands for: undefined unknown, null none. */
export function valueOf(variable: Variable, code: number): Json | undefined {
  if (code === NONE) return null;
  if (isUnknown(variable, code)) return undefined;
  return variable.values[code - FIRST] ?? STRANGE;
}
