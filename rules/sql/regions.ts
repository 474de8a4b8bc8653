/**
 * A condition on one fact alone, as ranges of that fact's values: between the values it compares
 * with nothing can change, so that the closure of one value of each range tells all of them.
 */
import type { Env } from '../closure/frame.ts';
import type { Column } from '../layout.ts';
import type { Node, Test } from '../check/tree.ts';
import type { Json, Truth } from '../values/values.ts';
import { FUEL } from '../closure/loops.ts';
import { makeRun } from '../closure/closure.ts';
import { nodesOf } from '../layout.ts';
import { truth } from '../values/values.ts';
import { Day, dayNumber, dayText, lastBirthday, parseDay } from '../values/day.ts';
import { isNum, numberText } from '../values/number.ts';
import { codesOf } from './columns.ts';
import { NEAR } from './dates.ts';
import { columnForm } from './numbers.ts';

/** What a condition is from a value on (units of a number, day of a date, place of a code). */
export type Region = { start: bigint; truth: Truth };

/** A condition on one column: what it is for each value, where it is none, where it is unknown. */
export type Regions = { place: number; ranges: Region[]; none: Truth; unknown: Truth };

/** What stands beside a literal: the fact itself, an age on a day, or a year. */
type Side = { kind: 'self' | 'year' } | { kind: 'age'; at: Day };

type Walk = { column: Column; scale: number; today: Day; starts: Set<bigint> };

const MOST_YEARS = 4000;

function dayOf(node: Node, at: Walk): Day | null {
  if (node.kind === 'today') return at.today;
  return node.kind === 'literal' && node.value instanceof Day ? node.value : null;
}

function sideOf(node: Node, at: Walk): Side | null {
  if (node.kind === 'read') return { kind: 'self' };
  if (at.column.shape.type !== 'date') return null;
  if (node.kind === 'member' && node.of.kind === 'read' && node.name === 'year')
    return { kind: 'year' };
  if (node.kind !== 'call' || node.builtin.name !== '周岁') return null;
  const [birth, on] = node.args;
  const day = on === undefined ? null : dayOf(on, at);
  return birth?.kind === 'read' && day !== null ? { kind: 'age', at: day } : null;
}

/** Units of 10^-scale below a decimal text, or at it. */
function floorUnits(text: string, scale: number): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const units = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'));
  const rest = /[1-9]/.test(fraction.slice(scale));
  return text.startsWith('-') ? -units - (rest ? 1n : 0n) : units;
}

/** Notes where the comparison of a side with a literal can change; false where that is not known. */
function cut(side: Side, than: Node, at: Walk): boolean {
  if (than.kind === 'literal' && than.value === null) return true;
  const { type } = at.column.shape;
  const add = (start: bigint): void => void at.starts.add(start).add(start + 1n);
  if (type === 'date' && side.kind === 'self') {
    const day = dayOf(than, at);
    if (day !== null) add(BigInt(day.n));
    return day !== null;
  }
  if (than.kind !== 'literal') return false;
  const { value } = than;
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'choice') return typeof value === 'string';
  if (!isNum(value)) return false;
  if (type === 'number') {
    add(floorUnits(numberText(value), at.scale));
    return true;
  }
  const k = Number(floorUnits(numberText(value), 0));
  if (k < 1 || k > MOST_YEARS) return false;
  for (const years of [k, k + 1]) {
    if (side.kind === 'year') at.starts.add(BigInt(dayNumber(years, 1, 1)));
    if (side.kind === 'age')
      at.starts.add(BigInt(lastBirthday(side.at, years) + 1)).add(BigInt(side.at.n + 1));
  }
  return true;
}

function ends(of: Side, nodes: Node[], at: Walk): boolean {
  return nodes.every((node) => cut(of, node, at));
}

function tested(of: Side, test: Test, at: Walk): boolean {
  if (test.kind === 'compare') return cut(of, test.to, at);
  if (test.kind === 'interval') return ends(of, [test.low, test.high], at);
  return member(of, test.of, at);
}

function member(of: Side, node: Node, at: Walk): boolean {
  if (node.kind === 'list') return node.items.every((item) => member(of, item, at));
  if (node.kind === 'interval') return ends(of, [node.low, node.high], at);
  return cut(of, node, at);
}

function walk(node: Node, at: Walk): boolean {
  switch (node.kind) {
    case 'literal':
      return typeof node.value === 'boolean';
    case 'read':
      return at.column.shape.type === 'boolean';
    case 'logic':
      return node.parts.every((part) => walk(part, at));
    case 'known':
      return node.of.kind === 'read' || walk(node.of, at);
    case 'if':
      return [node.test, node.yes, node.no].every((part) => walk(part, at));
    case 'call':
      return node.builtin.name === 'not' && node.args.every((arg) => walk(arg, at));
    case 'compare': {
      const [left, right] = [sideOf(node.left, at), sideOf(node.right, at)];
      if (left !== null) return cut(left, node.right, at);
      return right !== null && cut(right, node.left, at);
    }
    case 'between': {
      const side = sideOf(node.of, at);
      return side !== null && ends(side, [node.low, node.high], at);
    }
    case 'in': {
      const side = sideOf(node.of, at);
      return side !== null && node.tests.every((test) => tested(side, test, at));
    }
    default:
      return false;
  }
}

/** The values of a column: their ends in its units, and the fact of a value. */
function domain(
  column: Column,
): { low: bigint; high: bigint; scale: number; fact: (at: bigint) => Json } | null {
  switch (column.shape.type) {
    case 'boolean':
      return { low: 0n, high: 1n, scale: 0, fact: (at) => at === 1n };
    case 'date':
      return {
        low: BigInt(NEAR.low),
        high: BigInt(NEAR.high),
        scale: 0,
        fact: (at) => dayText(new Day(Number(at))),
      };
    case 'choice': {
      const codes = codesOf(column);
      return (
        codes && {
          low: 1n,
          high: BigInt(codes.length),
          scale: 0,
          fact: (at) => codes[Number(at) - 1] ?? null,
        }
      );
    }
    case 'number': {
      const { as, size } = columnForm(column.shape.range);
      if (as === 'numeric' || size === null) return null;
      return { ...size, fact: (at) => decimal(at, size.scale) };
    }
    default:
      return null;
  }
}

/** Units of 10^-scale as decimal text. */
function decimal(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const [whole, fraction] = [
    digits.slice(0, digits.length - scale),
    digits.slice(digits.length - scale).replace(/0+$/, ''),
  ];
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return units < 0n && text !== '0' ? `-${text}` : text;
}

/** More options than this are not tried one by one. */
const MOST_OPTIONS = 200n;

/** The place of the only column a condition reads; null where it reads more, or none. */
function onlyPlace(node: Node, places: Map<string, number>): number | null {
  const nodes = nodesOf(node);
  const read = new Set(nodes.flatMap((one) => (one.kind === 'read' ? [one.address] : [])));
  const [address] = read;
  return read.size === 1 && address !== undefined ? (places.get(address) ?? null) : null;
}

/** A condition as regions of the one column it reads; null where it is not of that kind. */
export function regionsOf(node: Node, layout: Column[], env: Env): Regions | null {
  const place = onlyPlace(node, new Map(layout.map((column, at) => [column.address, at])));
  const column = place === null ? undefined : layout[place];
  const values = column === undefined ? null : domain(column);
  const today = parseDay(env.today);
  if (place === null || column === undefined || values === null || today === null) return null;
  const each = column.shape.type === 'boolean' || column.shape.type === 'choice';
  if (each && values.high - values.low > MOST_OPTIONS) return null;
  const at: Walk = { column, scale: values.scale, today, starts: new Set([values.low]) };
  if (!walk(node, at)) return null;
  if (each) for (let start = values.low; start <= values.high; start++) at.starts.add(start);
  const run = makeRun(node);
  const of = (fact: Json | undefined): Truth =>
    truth(run({ read: () => fact, env, waits: [], locals: [], fuel: FUEL }));
  const starts = [...at.starts].filter((start) => start >= values.low && start <= values.high);
  starts.sort((a, b) => (a < b ? -1 : 1));
  const ranges = starts.map((start) => ({ start, truth: of(values.fact(start)) }));
  return { place, ranges, none: of(null), unknown: of(undefined) };
}
