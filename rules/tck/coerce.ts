/**
 * What a decision's declared type makes of its result (DMN 1.5, §10.3.2.9.4): a list of one becomes
 * its member, a value a list of one, and what still does not conform becomes none. A case names a
 * type and does not say what it is; only names that say it themselves are taken at their word.
 */
import type { FeelType } from '../values/feel-type.ts';
import type { Value } from '../values/values.ts';
import { conform } from '../values/instance.ts';

const simple = new Map<string, FeelType>([
  ['any', 'Any'],
  ['string', 'string'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['time', 'time'],
  ['datetime', 'date and time'],
  ['date and time', 'date and time'],
  ['daytimeduration', 'days and time duration'],
  ['days and time duration', 'days and time duration'],
  ['yearmonthduration', 'years and months duration'],
  ['years and months duration', 'years and months duration'],
  ['list', 'list'],
  ['context', 'context'],
]);

/** The type a name says it is: `number`, `tStringList`, `tListOfNumbers`, `tAnyList`; or null. */
export function typeNamed(name: string): FeelType | null {
  const bare = name.replace(/^feel[.:]/, '').trim();
  const one = simple.get(bare.toLowerCase());
  if (one !== undefined) return one;
  const [, member] = /^t?(\w+?)s?List$/i.exec(bare) ?? /^t?ListOf(\w+?)s?$/i.exec(bare) ?? [];
  return member === undefined ? null : { list: simple.get(member.toLowerCase()) ?? 'Any' };
}

/** Types written in syntax by a name of the case's own, as what the name says. */
export function namedTypes<T>(piece: T): T {
  if (Array.isArray(piece)) return piece.map(namedTypes) as T;
  if (typeof piece !== 'object' || piece === null) return piece;
  const entries = Object.entries(piece).map(([key, value]: [string, unknown]) =>
    [key, key === 'type' && typeof value === 'string' ? (typeNamed(value) ?? value) : namedTypes(value)]);
  return Object.fromEntries(entries) as T;
}

/** A result as its declared type has it; the same where the case does not tell the type. */
export function coerced(value: Value, typeRef: string | null): Value {
  const type = typeRef === null ? null : typeNamed(typeRef);
  if (type === null) return value;
  const made = conform(value, type);
  return made.fits ? made.value : null;
}
