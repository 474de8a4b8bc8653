/** How the value of a node is held, before any code is written. */
import type { Node } from '../check/tree.ts';
import type { Emit } from './emit.ts';
import type { Kind } from './row.ts';
import type { Value } from '../values/values.ts';
import { Day } from '../values/day.ts';
import { Decimal, numberText } from '../values/number.ts';
import { daily, fixed } from './hold.ts';
import { doubleOf } from './row.ts';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** The double that orders as a decimal does; NaN where there is none. */
export function doubleOfDecimal(value: Decimal): number {
  return doubleOf(numberText(value));
}

function literalKind(value: Value): Kind {
  if (typeof value === 'number') return 'number';
  if (value instanceof Decimal) return Number.isNaN(doubleOfDecimal(value)) ? 'any' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'text';
  return value instanceof Day ? 'day' : 'any';
}

/** Calls of two texts that JavaScript has a method for. */
export const textTests: ReadonlyMap<string, string> = new Map([
  ['contains', 'includes'],
  ['starts with', 'startsWith'],
  ['ends with', 'endsWith'],
]);

/** Calls that give a number for two dates. */
const ofDays = new Set(['日数', '周岁']);

function callKind(node: Of<'call'>, e: Emit): Kind {
  const { name } = node.builtin;
  const kinds = node.args.map((arg) => kindOf(arg, e));
  if (name === 'not' && kinds.length === 1) return kinds[0] === 'boolean' ? 'boolean' : 'any';
  if (kinds.length !== 2) return 'any';
  if (ofDays.has(name) && kinds.every((kind) => kind === 'day')) return 'number';
  return textTests.has(name) && kinds.every((kind) => kind === 'text') ? 'boolean' : 'any';
}

function ifKind(node: Of<'if'>, e: Emit): Kind {
  const [yes, no] = [kindOf(node.yes, e), kindOf(node.no, e)];
  return yes === no && yes !== 'choice' ? yes : 'any';
}

/** How the value of a node will be held. */
export function kindOf(node: Node, e: Emit): Kind {
  const value = fixed(node);
  if (value !== null) return literalKind(value.value);
  if (daily(node)) return node.shape.type === 'date' ? 'day' : 'any';
  switch (node.kind) {
    case 'read': {
      const column = e.columns.get(node.address);
      return column?.shape.type === node.shape.type ? column.kind : 'any';
    }
    case 'compare':
    case 'logic':
    case 'between':
    case 'in':
    case 'known':
      return 'boolean';
    case 'arithmetic':
      return kindOf(node.left, e) === 'number' && kindOf(node.right, e) === 'number'
        ? 'number'
        : 'any';
    case 'call':
      return callKind(node, e);
    case 'member':
      return node.name === 'year' && kindOf(node.of, e) === 'day' ? 'number' : 'any';
    case 'if':
      return ifKind(node, e);
    default:
      return 'any';
  }
}
