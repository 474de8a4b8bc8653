/** Values and names in the words of a reader. */
import type { Shape } from '../check/shape.ts';
import type { Node } from '../check/tree.ts';
import type { Scope } from '../language/names.ts';
import type { Value } from '../values/values.ts';
import type { Lang, Words } from './words.ts';
import { Day, dayText, Span, spanParts } from '../values/day.ts';
import { Func } from '../values/func.ts';
import { DateTime, momentText } from '../values/moment.ts';
import { isNum, numberText, orderNumbers } from '../values/number.ts';
import { Time, timeText } from '../values/time.ts';
import { Party, Range } from '../values/values.ts';
import { print } from '../print/print.ts';
import { nameAt, writtenAt } from '../print/written.ts';

/** How a reason is told: the language, and the names of the scope if they are at hand. */
export type Telling = { lang: Lang; scope?: Scope };

/** Texts and lists are cut beyond this. */
const LONGEST = 60;
const MOST_ITEMS = 6;

/** A text cut to what a sentence can hold. */
export function cut(text: string, most = LONGEST): string {
  const chars = [...text];
  return chars.length <= most ? text : `${chars.slice(0, most - 1).join('')}…`;
}

const units = [
  ['years', 'y'],
  ['months', 'm'],
  ['days', 'd'],
  ['hours', 'h'],
  ['minutes', 'min'],
  ['seconds', 's'],
] as const;

function spanWords(span: Span, words: Words): string {
  const parts = spanParts(span);
  const said = units.flatMap(([part, unit]): [string, typeof unit][] => {
    const n = parts[part];
    return n === undefined || orderNumbers(n, 0) === 0 ? [] : [[numberText(n), unit]];
  });
  return words.span(said.length === 0 ? [['0', span.months ? 'm' : 'd']] : said);
}

/** A value as it is said; `unit` stands behind a number. */
export function shown(
  value: Value,
  shape: Shape | undefined,
  on: { words: Words; unit?: string },
): string {
  const { words, unit } = on;
  if (value === undefined) return words.unknown;
  if (value === null) return words.none;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') {
    const label = (shape?.options ?? shape?.of?.options)?.get(value);
    return `“${cut(label ?? value)}”`;
  }
  if (isNum(value)) return unit === undefined ? numberText(value) : `${numberText(value)} ${unit}`;
  if (value instanceof Day) return dayText(value);
  if (value instanceof Time) return timeText(value);
  if (value instanceof DateTime) return momentText(value);
  if (value instanceof Span) return spanWords(value, words);
  if (value instanceof Range) {
    const ends = [value.low, value.high];
    const [low, high] = ends.map((end) => (end === undefined ? '' : shown(end, shape, on)));
    return `${value.openLow ? '(' : '['}${low} .. ${high}${value.openHigh ? ')' : ']'}`;
  }
  if (value instanceof Party || value instanceof Func) return '…';
  const items = Array.isArray(value)
    ? value.map((item) => shown(item, shape?.of ?? shape, on))
    : [...value].map(([key, item]) => `${key}: ${shown(item, undefined, on)}`);
  const most = items.length > MOST_ITEMS ? [...items.slice(0, MOST_ITEMS), '…'] : items;
  return Array.isArray(value) ? `[${most.join(', ')}]` : `{${most.join(', ')}}`;
}

/** What something is: 年龄 是 58; of a yes or no 涉外：是; what has no value or is unknown says so. */
export function isText(
  name: string,
  value: Value,
  shape: Shape | undefined,
  on: { words: Words; unit?: string },
): string {
  const { words } = on;
  if (value === undefined) return words.isUnknown(name);
  if (value === null) return words.isNone(name);
  const is = shown(value, shape, on);
  if (is === name) return name;
  return typeof value === 'boolean' ? `${name}${words.colon}${is}` : words.is(name, is);
}

/** What stands for names bound around a part: 演员[2] for a member the reason is about. */
export type Bound = Map<number, string>;

/** A part as its author wrote it; with a scope in the reader's language, members by their number. */
export function said(node: Node, on: { text: string; bound: Bound; telling: Telling }): string {
  const { scope, lang } = on.telling;
  if (scope === undefined) {
    if (node.to > node.from && on.text !== '') return cut(on.text.slice(node.from, node.to));
    return print(node, { names: {} }, { bound: on.bound, lang }).text;
  }
  return cut(print(node, scope, { bound: on.bound, lang }).text);
}

/** The unit of a number that is read where the node stands. */
export function unitOf(node: Node, scope: Scope | undefined): string | undefined {
  if (scope === undefined) return undefined;
  const group = node.kind === 'member' ? (node.of.shape.at ?? node.of.shape.of?.at) : undefined;
  const address =
    node.kind === 'read'
      ? node.address
      : node.kind === 'member' && group !== undefined
        ? `${group}.${node.key}`
        : undefined;
  const name = address === undefined ? undefined : nameAt(scope, address);
  return name?.kind === 'value' ? name.unit : undefined;
}

/** The name of an address in the reader's language; the address itself without a scope. */
export function nameOf(address: string, { scope, lang }: Telling): string {
  return scope === undefined ? address : writtenAt(scope, address, lang);
}
