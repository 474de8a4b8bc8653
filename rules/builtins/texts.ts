/** Functions of texts. Lengths and positions count code points: 𠮷野家 is three long. */
import type { Row } from './builtin.ts';
import type { Value } from '../values/values.ts';
import { Func } from '../values/func.ts';
import { Range, settled } from '../values/values.ts';
import { isTemporal, temporalText } from '../values/temporal.ts';
import { isNum, numberText } from '../values/number.ts';
import { truncated } from './numbers.ts';

const str = (value: Value): string => (typeof value === 'string' ? value : '');
const has =
  (how: 'includes' | 'startsWith' | 'endsWith'): Row['act'] =>
  ([text, part]) =>
    str(text)[how](str(part));

function codePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at + 1 < text.length; at++) {
    const high = (text.charCodeAt(at) & 0xfc00) === 0xd800;
    if (high && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      count--;
      at++;
    }
  }
  return count;
}

function substring([text, start, length]: Value[]): Value {
  const chars = Array.from(str(text));
  const first = truncated(start);
  if (first === 0 || Number.isNaN(first)) return null;
  const from = first > 0 ? first - 1 : chars.length + first;
  if (from < 0 || from >= chars.length) return null;
  if (length === undefined || length === null) return chars.slice(from).join('');
  const size = truncated(length);
  return size < 1 ? null : chars.slice(from, from + size).join('');
}

function around(before: boolean): Row['act'] {
  return ([text, mark]) => {
    const at = str(text).indexOf(str(mark));
    if (at < 0) return '';
    return before ? str(text).slice(0, at) : str(text).slice(at + str(mark).length);
  };
}

const inQuotes = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** Characters of a text that is made, at most; one that would be longer is none. */
const LONGEST = 100_000;

/** Room left for a text under way. */
type Room = { left: number };

function take(room: Room, text: string): string {
  room.left -= text.length;
  return text;
}

/** A value inside of another: texts stand in quotes, and so do keys that would not read as names. */
function inside(value: Value, room: Room): string {
  if (room.left < 0) return '';
  return typeof value === 'string' ? take(room, inQuotes(value)) : (written(value, room) ?? 'null');
}

const keyText = (key: string): string =>
  key === '' || /[{}()[\]:,"\\]/.test(key) ? inQuotes(key) : key;

function rangeText({ low, high, openLow, openHigh }: Range, room: Room): string {
  const ends = [low, high].map((end) => (end === undefined ? '' : inside(end, room)));
  return `${openLow ? '(' : '['}${ends.join('..')}${openHigh ? ')' : ']'}`;
}

function recordText(value: Map<string, Value>, room: Room): string {
  const entries = [...value].map(
    ([key, item]) => `${take(room, keyText(key))}: ${inside(item, room)}`,
  );
  return `{${entries.join(', ')}}`;
}

function written(value: Value, room: Room): string | null {
  if (typeof value === 'string') return take(room, value);
  if (typeof value === 'boolean') return String(value);
  if (isNum(value)) return take(room, numberText(value));
  if (isTemporal(value)) return take(room, temporalText(value));
  if (Array.isArray(value)) return `[${value.map((item) => inside(item, room)).join(', ')}]`;
  if (value instanceof Range) return rangeText(value, room);
  if (value instanceof Map) return recordText(value, room);
  if (!(value instanceof Func)) return null;
  return `function(${value.params.map((param) => param.name).join(', ')})`;
}

/** The FEEL text of a value; null for what has none, and for one that is too long. */
function textOf(value: Value): string | null {
  const room = { left: LONGEST };
  const text = written(value, room);
  return room.left < 0 ? null : text;
}

/** Members that are none are left out; so is a delimiter that is none. */
function join([list, given]: Value[]): Value {
  const delimiter = Array.isArray(given) && given.length === 1 ? given[0] : given;
  if (list === undefined || list === null) return list;
  if (!settled(list)) return undefined;
  const parts: string[] = [];
  const between = typeof delimiter === 'string' ? delimiter.length : 0;
  let length = 0;
  for (const item of Array.isArray(list) ? list : [list]) {
    if (item === null) continue;
    if (typeof item !== 'string') return null;
    parts.push(item);
    length += item.length + between;
    if (length > LONGEST) return null;
  }
  if (!('string' === typeof delimiter || delimiter === undefined || delimiter === null))
    return null;
  return parts.join(delimiter ?? '');
}

/** The functions of texts. */
export const textRows: Row[] = [
  {
    signature: 'string length(string: text)',
    result: 'number',
    act: ([text]) => codePoints(str(text)),
  },
  {
    signature: 'substring(string: text, start position: number, length?: number|none)',
    result: 'text',
    act: substring,
  },
  { signature: 'substring before(string: text, match: text)', result: 'text', act: around(true) },
  { signature: 'substring after(string: text, match: text)', result: 'text', act: around(false) },
  { signature: 'contains(string: text, match: text)', result: 'boolean', act: has('includes') },
  {
    signature: 'starts with(string: text, match: text)',
    result: 'boolean',
    act: has('startsWith'),
  },
  { signature: 'ends with(string: text, match: text)', result: 'boolean', act: has('endsWith') },
  {
    signature: 'upper case(string: text)',
    result: 'text',
    act: ([text]) => str(text).toUpperCase(),
  },
  {
    signature: 'lower case(string: text)',
    result: 'text',
    act: ([text]) => str(text).toLowerCase(),
  },
  { signature: 'string(from: any)', result: 'text', act: ([value]) => textOf(value) },
  {
    signature: 'string join(list: list, delimiter?: text)',
    result: 'text',
    act: join,
    partly: true,
  },
];
