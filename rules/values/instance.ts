/** Which values are of a type, and what is made of one that is not (DMN 1.5, §10.3.2.9). */
import type { FeelType } from './feel-type.ts';
import type { Truth, Value } from './values.ts';
import { Day, Span } from './day.ts';
import { Func } from './func.ts';
import { DateTime, midnight } from './moment.ts';
import { isNum } from './number.ts';
import { Time } from './time.ts';
import { both, Party, Range } from './values.ts';

const simple: Record<string, (value: Value) => boolean> = {
  Any: () => true,
  Null: (value) => value === null,
  number: isNum,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  date: (value) => value instanceof Day,
  time: (value) => value instanceof Time,
  'date and time': (value) => value instanceof DateTime,
  'days and time duration': (value) => value instanceof Span && !value.months,
  'years and months duration': (value) => value instanceof Span && value.months,
  list: Array.isArray,
  context: (value) => value instanceof Map || value instanceof Party,
  range: (value) => value instanceof Range,
  function: (value) => value instanceof Func,
};

/** Members may be none: none conforms to every type but stands for no instance of one. */
function member(value: Value, type: FeelType): Truth {
  return value === null ? true : instanceOf(value, type);
}

const every = (list: Truth[]): Truth => list.reduce(both, true);

function sameType(a: FeelType, b: FeelType): boolean {
  return a === 'Any' || b === 'Any' || JSON.stringify(a) === JSON.stringify(b);
}

function ofFunction(value: Value, type: { function: FeelType[]; result: FeelType }): boolean {
  if (!(value instanceof Func)) return false;
  const { params } = value;
  return (
    params.length === type.function.length &&
    params.every((param, at) => sameType(param.type, type.function[at] ?? 'Any'))
  );
}

/** A known value is of a type; unknown where a part of it that matters is unknown. */
export function instanceOf(value: Value, type: FeelType): Truth {
  if (value === undefined) return undefined;
  if (typeof type === 'string') {
    if (value === null) return type === 'Null';
    return Object.hasOwn(simple, type) && simple[type]?.(value) === true;
  }
  if ('list' in type) {
    return Array.isArray(value) && every(value.map((item) => member(item, type.list)));
  }
  if ('range' in type) {
    if (!(value instanceof Range)) return false;
    return both(member(value.low ?? null, type.range), member(value.high ?? null, type.range));
  }
  if ('function' in type) return ofFunction(value, type);
  if (!(value instanceof Map)) return false;
  return every(type.context.map(([key, of]) => value.has(key) && member(value.get(key), of)));
}

/**
 * The value as a value of the type: a list of one for its member, a value for a list of one, the
 * midnight of a date; undefined stays unknown; `fits: false` where it cannot be.
 */
export function conform(value: Value, type: FeelType): { fits: boolean; value: Value } {
  if (value === null || value === undefined) return { fits: true, value };
  if (instanceOf(value, type) !== false) return { fits: true, value };
  if (Array.isArray(value) && value.length === 1 && instanceOf(value[0], type) !== false) {
    return { fits: true, value: value[0] };
  }
  if (type === 'date and time' && value instanceof Day)
    return { fits: true, value: midnight(value) };
  const list = typeof type === 'object' && 'list' in type ? type.list : null;
  if (type === 'list' || (list !== null && instanceOf(value, list) !== false)) {
    return { fits: true, value: [value] };
  }
  return { fits: false, value: null };
}
