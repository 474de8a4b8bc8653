/**
 * A value worked out from one column (`周岁(出生日期, 今天)`, `substring(编号, 1, 2)`): the closure tells
 * it for every code once, and every row looks it up.
 */
import type { Env, Run } from '../closure/frame.ts';
import type { Node } from '../check/tree.ts';
import type { Layout } from '../layout.ts';
import type { Json, Value } from '../values/values.ts';
import type { Span } from './cuts.ts';
import type { Coded } from './store.ts';
import { makeRun } from '../closure/closure.ts';
import { nodesOf } from '../layout.ts';
import { everyCode, worth } from './cuts.ts';
import { jsonOfCode } from './store.ts';

/** A value of one column. `id` tells mapped values apart. */
export type Mapped = { column: number; run: Run; id: number };

/** No number that `counts` tells is further from 0. */
export const FARTHEST = 1e12;

/** Functions that give whole numbers of at most `FARTHEST`. */
const counts = new Set(['周岁', '年龄', '日数', 'string length', 'day of year']);
/** Functions that are none beside none and unknown beside unknown, whatever else they are given. */
const strict = new Set([
  ...counts,
  'date',
  'substring',
  'substring before',
  'substring after',
  'upper case',
  'lower case',
]);
const parts = new Set(['year', 'month', 'day', 'weekday']);

/** None where what it reads is none; unknown where it is unknown, or always none. */
function isStrict(node: Node): boolean {
  switch (node.kind) {
    case 'read':
    case 'today':
      return true;
    case 'literal':
      return node.value !== null && node.value !== undefined;
    case 'arithmetic':
      return isStrict(node.left) && isStrict(node.right);
    case 'member':
      return node.of.shape.type === 'date' && parts.has(node.key) && isStrict(node.of);
    case 'call':
      return strict.has(node.builtin.name) && node.args.every(isStrict);
    default:
      return false;
  }
}

const columnTypes = new Set(['date', 'text', 'choice']);

/** What a value is as a mapped one: a text, a day, or a whole number; null where it is none such. */
function sort(node: Node): 'text' | 'day' | 'number' | null {
  const { type } = node.shape;
  if (type === 'text' || type === 'choice') return 'text';
  if (type === 'date') return 'day';
  if (node.kind === 'member') return 'number';
  return node.kind === 'call' && counts.has(node.builtin.name) ? 'number' : null;
}

let made = 0;

/** The mapped value a part is, if it reads one column of dates or texts and can be mapped. */
export function mappedOf(
  node: Node,
  at: { layout: Layout; index: Map<string, number> },
): { of: 'text' | 'day' | 'number'; mapped: Mapped } | null {
  const of = sort(node);
  const reads = new Set(nodesOf(node).flatMap((one) => (one.kind === 'read' ? [one.address] : [])));
  const [address = ''] = reads;
  const column = at.index.get(address) ?? -1;
  const type = at.layout[column]?.shape.type;
  if (of === null || reads.size !== 1 || type === undefined || !columnTypes.has(type)) return null;
  return isStrict(node) ? { of, mapped: { column, run: makeRun(node), id: made++ } } : null;
}

/** Values by code (from `low`), and the codes of known cells for which it is none. */
export type Table = { low: number; codes: number[]; values: Value[]; none: Span[] };

/** What a mapped value comes to for every code. */
export function tableOf(mapped: Mapped, coded: Coded, env: Env): Table {
  const { form, least, most } = coded;
  const codes = most < least ? [] : everyCode(coded);
  const values = codes.map((code): Value => {
    const json: Json = jsonOfCode(form, code);
    return worth(mapped.run, json, env);
  });
  const none: Span[] = [];
  codes.forEach((code, at) => {
    if (values[at] !== null) return;
    const last = none.at(-1);
    if (last !== undefined && last[1] === code - 1) last[1] = code;
    else none.push([code, code]);
  });
  return { low: Math.min(least, most), codes, values, none };
}
