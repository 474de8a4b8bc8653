/**
 * What a decision's declared type makes of its result (DMN 1.5, §10.3.2.9.4): a list of one becomes
 * its member, a value a list of one, and what still does not conform becomes none. A case names a
 * type and does not say what it is; only names that say it themselves are taken at their word.
 */
import type { FeelType } from '../values/feel-type.ts';
import type { Value } from '../values/values.ts';
import { conform } from '../values/instance.ts';

/** Names of types without their spaces and capitals. */
const simple = new Map<string, FeelType>([
  ['any', 'Any'],
  ['string', 'string'],
  ['number', 'number'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['time', 'time'],
  ['datetime', 'date and time'],
  ['dateandtime', 'date and time'],
  ['daytimeduration', 'days and time duration'],
  ['daysandtimeduration', 'days and time duration'],
  ['yearmonthduration', 'years and months duration'],
  ['yearsandmonthsduration', 'years and months duration'],
  ['list', 'list'],
  ['context', 'context'],
]);

/** A simple type that a name is or says by itself: `number`, `tNumber`. */
const one = (bare: string): FeelType | null =>
  simple.get(bare) ?? simple.get(bare.replace(/^t/, '')) ?? null;

/** What is in a collection of this name: `tStringList`, `tListOfNumbers`, `tStrings`; or null. */
function memberNamed(bare: string): FeelType | null {
  const [, before] = /^(.*?)s?(?:list|collection)$/.exec(bare) ?? [];
  const [, after] = /^t?(?:list|collection)of(.*?)s?$/.exec(bare) ?? [];
  const member = after ?? before;
  if (member !== undefined) return one(member) ?? 'Any';
  return bare.endsWith('s') ? one(bare.slice(0, -1)) : null;
}

/** The type a name says it is: `number`, `tStringList`, `tListOfNumbers`, `tAnyList`; or null. */
export function typeNamed(name: string): FeelType | null {
  const bare = name
    .replace(/^feel[.:]/, '')
    .replace(/[\s_-]+/g, '')
    .toLowerCase();
  const made = one(bare);
  if (made !== null) return made;
  const member = memberNamed(bare);
  return member === null ? null : { list: member };
}

/** Types written in syntax by a name of the case's own, as what the name says. */
export function namedTypes<T>(piece: T): T {
  if (Array.isArray(piece)) return piece.map(namedTypes) as T;
  if (typeof piece !== 'object' || piece === null) return piece;
  const entries = Object.entries(piece).map(([key, value]: [string, unknown]) => [
    key,
    key === 'type' && typeof value === 'string' ? (typeNamed(value) ?? value) : namedTypes(value),
  ]);
  return Object.fromEntries(entries) as T;
}

/** A result as its declared type has it; the same where the case does not tell the type. */
export function coerced(value: Value, typeRef: string | null): Value {
  const type = typeRef === null ? null : typeNamed(typeRef);
  if (type === null) return value;
  const made = conform(value, type);
  return made.fits ? made.value : null;
}
