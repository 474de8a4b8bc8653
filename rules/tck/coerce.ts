/**
 * What a decision's declared type makes of its result (DMN 1.5, §10.3.2.9.4): a list of one becomes
 * its member, a value a list of one, and what still does not conform becomes none. A case names a
 * type and does not say what it is; only names that say it themselves are taken at their word.
 */
import type { Value } from '../values/values.ts';
import { Day, Span } from '../values/day.ts';
import { DateTime, midnight } from '../values/moment.ts';
import { Time } from '../values/time.ts';
import { isNum } from '../values/number.ts';

/** A declared type: tests a value, or the members of a list. */
type Declared = { is: (value: Value) => boolean } | { of: Declared | null };

const isMoment = (value: Value): boolean => value instanceof DateTime;

const simple = new Map<string, (value: Value) => boolean>([
  ['string', (value) => typeof value === 'string'],
  ['number', isNum],
  ['boolean', (value) => typeof value === 'boolean'],
  ['date', (value) => value instanceof Day],
  ['time', (value) => value instanceof Time],
  ['datetime', isMoment],
  ['date and time', isMoment],
  ['daytimeduration', (value) => value instanceof Span && !value.months],
  ['days and time duration', (value) => value instanceof Span && !value.months],
  ['yearmonthduration', (value) => value instanceof Span && value.months],
  ['years and months duration', (value) => value instanceof Span && value.months],
  ['context', (value) => value instanceof Map],
]);

/** `tStringList`, `tListOfNumbers`, `stringList`: the name says what it is. */
function declaredOf(typeRef: string): Declared | null {
  const name = typeRef.replace(/^feel[.:]/, '');
  const is = simple.get(name.toLowerCase());
  if (is !== undefined) return { is };
  const [, member] = /^t?(\w+?)s?List$/i.exec(name) ?? /^t?ListOf(\w+?)s?$/i.exec(name) ?? [];
  if (member === undefined) return null;
  const of = simple.get(member.toLowerCase());
  return { of: of === undefined ? null : { is: of } };
}

/** A value brought to a type; null where it does not conform. */
function brought(value: Value, type: Declared): Value {
  if (value === null || value === undefined) return value;
  if ('is' in type) {
    if (type.is(value)) return value;
    if (type.is === isMoment && value instanceof Day) return midnight(value);
    const [only] = Array.isArray(value) && value.length === 1 ? value : [];
    return only !== undefined && type.is(only) ? only : null;
  }
  const list = Array.isArray(value) ? value : [value];
  const { of } = type;
  if (of === null || !('is' in of)) return list;
  return list.every((item) => item === null || of.is(item)) ? list : null;
}

/** A result as its declared type has it; the same where the case does not tell the type. */
export function coerced(value: Value, typeRef: string | null): Value {
  const type = typeRef === null ? null : declaredOf(typeRef);
  return type === null ? value : brought(value, type);
}
