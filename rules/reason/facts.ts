/** Trees made ready for questions, and facts as an evaluation reads them. */
import type { Node } from '../check/tree.ts';
import type { Shape } from '../check/shape.ts';
import type { Json } from '../values/values.ts';
import type { About } from './about.ts';
import { builtins } from '../builtins/table.ts';
import { parseDay } from '../values/day.ts';
import { fromJson } from '../values/values.ts';
import { literalAt, readAt, rebuild, within } from './trees.ts';

/** The day, where a question is about any day: no address of a fact looks like it. */
export const TODAY = '<today>';
/** Between the address of a record and the key of one of its parts. */
const PART = '#';

const DATE: Shape = { type: 'date' };
const BOOLEAN: Shape = { type: 'boolean' };

/** `performer[2].name` → `performer[].name`. */
export function template(address: string): string {
  return address.includes('[') ? address.replace(/\[\d*\]/g, '[]') : address;
}

/** Records that are read whole somewhere, and not only by their parts. */
function readWhole(trees: Node[]): Set<string> {
  const reads = new Map<string, number>();
  const count = (address: string, by: number): void => {
    reads.set(address, (reads.get(address) ?? 0) + by);
  };
  for (const node of trees.flatMap(within)) {
    if (node.kind === 'read' && node.shape.type === 'record') count(node.address, 1);
    if (node.kind === 'member' && node.of.kind === 'read' && node.of.shape.type === 'record') {
      count(node.of.address, -1);
    }
  }
  return new Set([...reads].filter(([, n]) => n > 0).map(([address]) => address));
}

/**
 * Trees as questions see them: facts that stand are literals, the day is a fact (or stands), parts
 * of records are facts of their own, and `is known` holds, since every state asked about has each
 * fact known or none.
 */
export function prepared(trees: Node[], about: About): Node[] {
  const whole = readWhole(trees);
  const { env, onlyToday, fixed } = about;
  const today = (node: Node): Node =>
    env !== undefined && onlyToday === true
      ? literalAt(parseDay(env.today), DATE, node)
      : readAt(TODAY, DATE, node);
  // 年龄(d) is 周岁(d, 今天): the same part by either name.
  const aged = (node: Extract<Node, { kind: 'call' }>): Node | undefined => {
    const builtin = builtins.get('周岁');
    const [birth] = node.args;
    if (builtin === undefined || birth === undefined) return undefined;
    return { ...node, builtin, args: [rebuild(birth, change), today(node)] };
  };
  const change = (node: Node): Node | undefined => {
    if (node.kind === 'today') return today(node);
    if (node.kind === 'call' && node.builtin.name === 'today') return today(node);
    if (node.kind === 'call' && node.builtin.name === '年龄') return aged(node);
    if (node.kind === 'known') return literalAt(true, BOOLEAN, node);
    if (node.kind === 'read') {
      const json = fixed?.(node.address);
      return json === undefined ? undefined : literalAt(fromJson(json, node.shape), node.shape, node);
    }
    if (node.kind !== 'member' || node.of.kind !== 'read') return undefined;
    const { of, key } = node;
    if (of.shape.type !== 'record' || whole.has(of.address)) return undefined;
    if (fixed?.(of.address) !== undefined) return undefined;
    return readAt(`${of.address}${PART}${key}`, node.shape, node);
  };
  return trees.map((tree) => rebuild(tree, change));
}

/** Facts as they are stored: parts of records put together again, the day apart. */
export function factsOf(state: Map<string, Json>): { facts: Record<string, Json>; today?: string } {
  const facts: Record<string, Json> = {};
  const records = new Map<string, { [key: string]: Json }>();
  let today: string | undefined;
  for (const [address, value] of state) {
    const at = address.indexOf(PART);
    if (address === TODAY) today = String(value);
    else if (at < 0) facts[address] = value;
    else {
      const record = records.get(address.slice(0, at)) ?? {};
      if (value !== null) record[address.slice(at + 1)] = value;
      records.set(address.slice(0, at), record);
    }
  }
  return { facts: { ...facts, ...Object.fromEntries(records) }, ...(today !== undefined && { today }) };
}
