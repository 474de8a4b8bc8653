/** The state of a variable as a small number, and back. */
import type { Json } from '#rules';
import { FIRST, NONE, UNKNOWN } from './space.ts';
import type { Variable } from './space.ts';

/** The code of a fact's value; a value outside the domain gets one of its own. */
export function codeOf(variable: Variable, value: Json | undefined): number {
  if (value === undefined) return UNKNOWN;
  if (value === null) return NONE;
  const at = variable.values.indexOf(value);
  if (at >= 0) return FIRST + at;
  const text = JSON.stringify(value);
  const seen = variable.strange.indexOf(text);
  if (seen >= 0) return FIRST + variable.values.length + seen;
  return FIRST + variable.values.length + variable.strange.push(text) - 1;
}

/** The code of an atom's truth; unknown ones remember what they wait for. */
export function atomCode(
  variable: Variable,
  found: { value: Json | undefined; waits: string[] },
): number {
  if (found.value === true) return FIRST;
  if (found.value === false) return FIRST + 1;
  if (found.value === null) return NONE;
  const text = JSON.stringify(found.waits);
  const seen = variable.strange.indexOf(text, 1);
  if (seen >= 0) return FIRST + variable.values.length + seen;
  return FIRST + variable.values.length + variable.strange.push(text) - 1;
}

/** Whether a code stands for "not known". An atom's code above its values names what it waits for. */
export function isUnknown(variable: Variable, code: number): boolean {
  if (variable.kind === 'atom') return code >= FIRST + variable.values.length;
  return code === UNKNOWN;
}

/** Facts an unknown variable waits for. */
export function waitsOf(variable: Variable, code: number): string[] {
  if (variable.kind !== 'atom') return [variable.address];
  const text = variable.strange[code - FIRST - variable.values.length];
  return typeof text === 'string' ? (JSON.parse(text) as string[]) : [];
}

/** The value a code stands for: undefined unknown, null none. */
export function valueOf(variable: Variable, code: number): Json | undefined {
  if (code === NONE) return null;
  if (isUnknown(variable, code)) return undefined;
  if (code - FIRST < variable.values.length) return variable.values[code - FIRST];
  const text = variable.strange[code - FIRST - variable.values.length];
  return JSON.parse(String(text)) as Json;
}
