/** Parts that depend on the day alone: worked out once a day, not once a run. */
import type { Env, Frame } from '../closure/frame.ts';
import type { Node } from '../check/tree.ts';
import type { Value } from '../values/values.ts';
import type { Atom, Emit } from './emit.ts';
import { makeRun } from '../closure/closure.ts';
import { FUEL } from '../closure/loops.ts';
import { constant } from './emit.ts';

/** Functions of values alone: no calendar, no facts, and no loop in them to speak of. */
const still = new Set(['date', 'duration', 'today', '日数', '周岁', 'years and months duration']);

/** A frame for parts that read no fact. */
export function stillFrame(env: Env): Frame {
  return { read: () => null, env, waits: [], locals: [], fuel: FUEL };
}

/** The part reads no fact and no calendar: literals, today and what is made of them. */
export function daily(node: Node): boolean {
  switch (node.kind) {
    case 'literal':
    case 'today':
      return true;
    case 'arithmetic':
      return daily(node.left) && daily(node.right);
    case 'call':
      return still.has(node.builtin.name) && node.args.every(daily);
    default:
      return false;
  }
}

const values = new WeakMap<Node, { value: Value }>();

/** The value of a part that is the same every day: literals and what is made of them alone. */
export function fixed(node: Node): { value: Value } | null {
  if (node.kind === 'literal') return node;
  const before = values.get(node);
  if (before !== undefined) return before;
  const made = node.kind === 'arithmetic' && fixed(node.left) && fixed(node.right);
  if (!made) return null;
  const value = { value: makeRun(node)(stillFrame(undefined as never)) };
  values.set(node, value);
  return value;
}

/** Holds such a part: of a date its day number too (NaN where there is none). */
export function held(e: Emit, node: Node): Atom {
  const name = `h${e.held++}`;
  const boxed = `${name}v`;
  e.fresh.push(`${boxed} = ${constant(e, makeRun(node))}(still);`);
  if (node.shape.type !== 'date') return { kind: 'any', code: boxed, boxed, sure: false };
  e.fresh.push(`${name} = day(${boxed});`);
  return { kind: 'day', code: name, boxed, sure: false, whole: true };
}

/** Holds the last day of birth of those who are of an age by a day; for none of a day NaN. */
export function heldBirthday(e: Emit, day: Atom, years: number): string {
  const key = `birthday(${day.code}, ${years})`;
  const before = e.fresh.find((line) => line.endsWith(`= ${key};`));
  if (before !== undefined) return before.slice(0, before.indexOf(' '));
  const name = `h${e.held++}`;
  e.fresh.push(`${name} = ${key};`);
  return name;
}
