/** How the value of a node is held, before any code is written. */
import type { Node } from '../check/tree.ts';
import type { Emit } from './emit.ts';
import type { Kind } from './row.ts';
import type { Value } from '../values/values.ts';
import { Day } from '../values/day.ts';
import { daily, fixed } from './hold.ts';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

function literalKind(value: Value): Kind {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'text';
  return value instanceof Day ? 'day' : 'any';
}

/** The texts a call of two texts tests by, in JavaScript. */
export const textTests: ReadonlyMap<string, string> = new Map([
  ['contains', 'includes'],
  ['starts with', 'startsWith'],
  ['ends with', 'endsWith'],
]);

function callKind(node: Of<'call'>, e: Emit): Kind {
  const { name } = node.builtin;
  const kinds = node.args.map((arg) => kindOf(arg, e));
  if (name === 'not' && kinds.length === 1) return 'boolean';
  if (name === '日数' && kinds.length === 2 && kinds.every((kind) => kind === 'day')) return 'number';
  return textTests.has(name) && kinds.every((kind) => kind === 'text') ? 'boolean' : 'any';
}

/** How the value of a node will be held. */
export function kindOf(node: Node, e: Emit): Kind {
  const value = fixed(node);
  if (value !== null) return literalKind(value.value);
  switch (node.kind) {
    case 'read': {
      const column = e.columns.get(node.address);
      return column?.type === node.shape.type ? column.kind : 'any';
    }
    case 'today':
      return 'day';
    case 'compare':
    case 'logic':
    case 'between':
    case 'in':
    case 'known':
      return 'boolean';
    case 'arithmetic':
      if (daily(node)) return node.shape.type === 'date' ? 'day' : 'any';
      return [node.left, node.right].every((part) => kindOf(part, e) === 'number')
        ? 'number'
        : 'any';
    case 'call':
      if (daily(node)) return node.shape.type === 'date' ? 'day' : 'any';
      return callKind(node, e);
    case 'if': {
      const [yes, no] = [kindOf(node.yes, e), kindOf(node.no, e)];
      return yes === no ? yes : 'any';
    }
    default:
      return 'any';
  }
}

