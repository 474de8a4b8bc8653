/**
 * Functions that only say something shorter: 年龄(birth) is 周岁(birth, 今天), 万元(n) is n × 10000.
 * The tree has what they mean, so that every back end that has that has them too.
 */
import type { Node } from './tree.ts';
import type { Shape } from './shape.ts';
import { builtins } from '../builtins/table.ts';
import { DAY_SECONDS, Span } from '../values/day.ts';
import { DATE, NUMBER, SECONDS } from './shapes.ts';

type Call = Extract<Node, { kind: 'call' }>;

function times(by: number | Span, shape: Shape): (node: Call, of: Node) => Node {
  return ({ from, to }, of) => {
    const size: Node = { kind: 'literal', value: by, shape, from, to };
    return { kind: 'arithmetic', op: '*', left: of, right: size, shape, from, to };
  };
}

/** Name → type the argument must be known to have, and the meaning. */
const meanings = new Map<string, { of: Shape['type']; mean: (node: Call, of: Node) => Node }>([
  ['万元', { of: 'number', mean: times(10_000, NUMBER) }],
  ['亿元', { of: 'number', mean: times(100_000_000, NUMBER) }],
  ['天', { of: 'number', mean: times(new Span(false, DAY_SECONDS), SECONDS) }],
  ['小时', { of: 'number', mean: times(new Span(false, 3600), SECONDS) }],
  ['date', { of: 'date', mean: (_node, of) => of }],
  ['年龄', { of: 'date', mean: age }],
]);

function age(node: Call, of: Node): Node {
  const builtin = builtins.get('周岁');
  const { from, to } = node;
  const today: Node = { kind: 'today', shape: DATE, from, to };
  return builtin === undefined ? node : { ...node, builtin, args: [of, today] };
}

/** The meaning of a call, or the call itself. */
export function plainly(node: Node): Node {
  if (node.kind !== 'call') return node;
  const [of, ...rest] = node.args;
  if (node.builtin.name === 'today') {
    return { kind: 'today', shape: DATE, from: node.from, to: node.to };
  }
  const meaning = meanings.get(node.builtin.name);
  if (meaning === undefined || of?.shape.type !== meaning.of || rest.length > 0) return node;
  return meaning.mean(node, of);
}
