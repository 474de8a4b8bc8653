/** Values of the rule language while a rule runs, and their JSON form. */
import type { Shape } from '../check/shape.ts';
import type { Func } from './func.ts';
import { Day, dayText, parseDay, parseSpan, Span, spanText } from './day.ts';
import { isNum, numberOf, numberText, orderNumbers } from './number.ts';
import type { Num } from './number.ts';
import { DateTime, momentText, orderMoments, parseMoment } from './moment.ts';
import { orderTimes, parseTime, Time, timeText } from './time.ts';

/** JSON with one rule: numbers are canonical decimal text, never JS numbers. */
export type Json = null | boolean | string | Json[] | { [key: string]: Json };

/** A range between two ends; one that is not there (`> 5`) is undefined, and its side is open. */
export class Range {
  readonly low: Value;
  readonly high: Value;
  readonly openLow: boolean;
  readonly openHigh: boolean;
  constructor(ends: { low: Value; high: Value; openLow: boolean; openHigh: boolean }) {
    this.low = ends.low;
    this.high = ends.high;
    this.openLow = ends.openLow;
    this.openHigh = ends.openHigh;
  }
}

/** One member of a group: its fields are read when they are asked for. */
export class Party {
  readonly address: string;
  readonly shape: Shape;
  constructor(address: string, shape: Shape) {
    this.address = address;
    this.shape = shape;
  }
}

/** undefined is unknown, null is none. A list may hold unknown members. */
export type Value =
  | undefined
  | null
  | boolean
  | string
  | Num
  | Day
  | Span
  | Time
  | DateTime
  | Range
  | Party
  | Func
  | Value[]
  | Map<string, Value>;

/** Three-valued truth: true, false, null (none) — and undefined, which is unknown. */
export type Truth = boolean | null | undefined;

/** Nothing unknown is left inside. */
export function settled(value: Value): boolean {
  if (value === undefined) return false;
  if (Array.isArray(value)) return value.every(settled);
  if (value instanceof Map) return [...value.values()].every(settled);
  return true;
}

/** Nesting of a fact's JSON beyond which it is taken for none. */
const DEEPEST = 32;

function listFrom(json: Json, shape: Shape, depth: number): Value {
  if (!Array.isArray(json) || depth > DEEPEST) return null;
  const of = shape.of ?? open;
  return json.map((item) => fromJson(item, of, depth + 1));
}

const open: Shape = { type: 'any' };

function recordFrom(json: Json, shape: Shape, depth: number): Value {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return null;
  if (depth > DEEPEST) return null;
  const record = new Map<string, Value>();
  for (const key of Object.keys(json))
    record.set(key, fromJson(json[key] ?? null, open, depth + 1));
  for (const member of shape.fields?.values() ?? []) {
    const raw = Object.hasOwn(json, member.key) ? json[member.key] : undefined;
    record.set(member.key, raw === undefined ? null : fromJson(raw, member.shape, depth + 1));
  }
  return record;
}

function spanFrom(text: string, { months }: Shape): Span | null {
  const span = parseSpan(text);
  return span === null || (months !== undefined && span.months !== months) ? null : span;
}

/** A fact's JSON as a value of its declared shape; what does not fit the shape is none (FEEL). */
export function fromJson(json: Json, shape: Shape, depth = 0): Value {
  if (json === null) return null;
  switch (shape.type) {
    case 'number':
      return typeof json === 'string' ? numberOf(json) : null;
    case 'boolean':
      return typeof json === 'boolean' ? json : null;
    case 'text':
    case 'choice':
      return typeof json === 'string' ? json : null;
    case 'date':
      return typeof json === 'string' ? parseDay(json) : null;
    case 'duration':
      return typeof json === 'string' ? spanFrom(json, shape) : null;
    case 'time':
      return typeof json === 'string' ? parseTime(json) : null;
    case 'date-time':
      return typeof json === 'string' ? parseMoment(json) : null;
    case 'choices':
    case 'list':
      return listFrom(json, shape, depth);
    case 'record':
      return recordFrom(json, shape, depth);
    default:
      if (typeof json !== 'object') return json;
      return Array.isArray(json) ? listFrom(json, shape, depth) : recordFrom(json, shape, depth);
  }
}

/** More values than any rule's result has: beyond it the result is taken for none. */
const MOST = 100_000;

/** The JSON of a value; undefined where something in it is unknown. */
export function toJson(value: Value): Json | undefined {
  if (typeof value !== 'object' && typeof value !== 'number') return value;
  const left = { n: MOST };
  const json = jsonOf(value, left);
  return left.n < 0 ? null : json;
}

/** Long texts count for more than one value. */
function paid(text: string, left: { n: number }): string {
  if (text.length > 100) left.n -= text.length >> 6;
  return text;
}

function jsonOf(value: Value, left: { n: number }): Json | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return paid(value, left);
  if (isNum(value)) return paid(numberText(value), left);
  if (value instanceof Day) return dayText(value);
  if (value instanceof Span) return spanText(value);
  if (value instanceof Time) return timeText(value);
  if (value instanceof DateTime) return momentText(value);
  if (Array.isArray(value)) {
    const list: Json[] = [];
    for (const item of value) {
      const json = left.n-- > 0 ? jsonOf(item, left) : null;
      if (json === undefined) return undefined;
      list.push(json);
      if (left.n < 0) break;
    }
    return list;
  }
  if (value instanceof Map) {
    const record: { [key: string]: Json } = Object.create(null);
    for (const [key, item] of value) {
      const json = left.n-- > 0 ? jsonOf(item, left) : null;
      if (json === undefined) return undefined;
      record[key] = json;
    }
    return record;
  }
  return value === undefined ? undefined : null;
}

const surrogate = /[\ud800-\udfff]/;

/** Orders two texts by code point (a database's COLLATE "C"), not by UTF-16 unit. */
function orderTexts(a: string, b: string): number {
  if (a === b) return 0;
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1;
  const right = b[Symbol.iterator]();
  for (const char of a) {
    const other = right.next();
    if (other.done === true) return 1;
    if (char !== other.value) return (char.codePointAt(0) ?? 0) - (other.value.codePointAt(0) ?? 0);
  }
  return -1;
}

/** Orders two known values of one ordered type; null where they cannot be ordered. */
export function order(a: Value, b: Value): number | null {
  if (isNum(a)) return isNum(b) ? orderNumbers(a, b) : null;
  if (typeof a === 'string') return typeof b === 'string' ? orderTexts(a, b) : null;
  if (a instanceof Day) return b instanceof Day ? a.n - b.n : null;
  if (a instanceof Span && b instanceof Span && a.months === b.months) {
    return orderNumbers(a.n, b.n);
  }
  if (a instanceof DateTime) return b instanceof DateTime ? orderMoments(a, b) : null;
  return a instanceof Time && b instanceof Time ? orderTimes(a, b) : null;
}

function equalLists(a: Value[], b: Value[]): Truth {
  if (a.length !== b.length) return false;
  let verdict: Truth = true;
  for (let at = 0; at < a.length; at++) {
    const same = equal(a[at], b[at]);
    if (same === false || same === null) return false;
    if (same === undefined) verdict = undefined;
  }
  return verdict;
}

function equalRecords(a: Map<string, Value>, b: Map<string, Value>): Truth {
  if (a.size !== b.size) return false;
  for (const key of a.keys()) if (!b.has(key)) return false;
  return equalLists(
    [...a.values()],
    [...a.keys()].map((key) => b.get(key)),
  );
}

/** Both local or both at a place: one of each may be in order, but is never the same (DMN 1.5, table 53). */
const sameKind = (a: Time | DateTime, b: Time | DateTime): boolean =>
  (a.offset === null) === (b.offset === null);

/** FEEL equality: none equals only none; different types give none; unknown stays unknown. */
export function equal(a: Value, b: Value): Truth {
  if (a === undefined || b === undefined) return undefined;
  if (a === null || b === null) return a === b;
  if (typeof a === 'number' || typeof a === 'string' || typeof a === 'boolean') {
    if (a === b) return true;
    if (typeof a === typeof b) return false;
  }
  if (isNum(a)) return isNum(b) ? orderNumbers(a, b) === 0 : null;
  if (a instanceof Day) return b instanceof Day ? a.n === b.n : null;
  if (a instanceof Span) {
    if (!(b instanceof Span)) return null;
    const zeros = orderNumbers(a.n, 0) === 0 && orderNumbers(b.n, 0) === 0;
    return a.months === b.months ? orderNumbers(a.n, b.n) === 0 : zeros ? true : null;
  }
  if (a instanceof DateTime) return b instanceof DateTime ? sameKind(a, b) && orderMoments(a, b) === 0 : null;
  if (a instanceof Time) return b instanceof Time ? sameKind(a, b) && orderTimes(a, b) === 0 : null;
  if (Array.isArray(a)) return Array.isArray(b) ? equalLists(a, b) : null;
  if (a instanceof Map) return b instanceof Map ? equalRecords(a, b) : null;
  if (a instanceof Party) return b instanceof Party ? a.address === b.address : null;
  if (a instanceof Range && b instanceof Range) {
    if (a.openLow !== b.openLow || a.openHigh !== b.openHigh) return false;
    if ((a.low === undefined) !== (b.low === undefined)) return false;
    if ((a.high === undefined) !== (b.high === undefined)) return false;
    const ends = (range: Range): Value[] => [range.low ?? null, range.high ?? null];
    return equalLists(ends(a), ends(b));
  }
  return null;
}

/** Kleene's and with none beside unknown: false decides, unknown covers none. */
export function both(a: Truth, b: Truth): Truth {
  if (a === false || b === false) return false;
  if (a === undefined || b === undefined) return undefined;
  return a === null || b === null ? null : true;
}

/** Kleene's or: true decides, unknown covers none. */
export function either(a: Truth, b: Truth): Truth {
  if (a === true || b === true) return true;
  if (a === undefined || b === undefined) return undefined;
  return a === null || b === null ? null : false;
}

/** What stands for a truth value; anything that is not one is none. */
export function truth(value: Value): Truth {
  return value === true || value === false || value === undefined ? value : null;
}
