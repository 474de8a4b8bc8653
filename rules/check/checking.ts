/** What the parts of the check share: the state carried along, problems, options of choices. */
import type { Known } from '../language/names.ts';
import type { Problem, ProblemCode } from '../language/problem.ts';
import type { Shape } from './shape.ts';
import type { Place, Syntax } from '../language/syntax.ts';
import type { Node } from './tree.ts';
import type { Value } from '../values/values.ts';
import { nearest } from '../language/names.ts';
import { problem } from '../language/problem.ts';
import { ANY, typeName } from './shapes.ts';

/**
 * A name bound inside the rule; in a filter also the members of `item` may be written bare. With
 * `node` the name stands for that node, and no slot is used. `used`: the text asked for it.
 */
export type Local = {
  name: string;
  shape: Shape;
  slot: number;
  bare: boolean;
  node?: Node;
  used?: boolean;
};

/** What is carried along while one rule is checked. */
export type Check = {
  known: Known;
  /** What is ill-typed is no problem; it comes to none when the rule runs. */
  lenient: boolean;
  /** Calls of literals are not worked out. */
  unfolded?: boolean;
  problems: Problem[];
  locals: Local[];
  slots: number;
  reads: Set<string>;
  /** Checks a part: the way back into the table of checks. */
  visit: (syntax: Syntax) => Node;
};

/** Notes a problem; a lenient check has none. */
export function note(check: Check, code: ProblemCode, message: string, at: Place): void {
  if (!check.lenient) check.problems.push(problem(code, message, at.from, at.to));
}

/** A node with its place. */
export function literal(value: Value, shape: Shape, at: Place): Node {
  return { kind: 'literal', value, shape, from: at.from, to: at.to };
}

/** Stands where a problem was found, so that the check can go on. */
export function broken(at: Place): Node {
  return literal(null, ANY, at);
}

function mapOption(check: Check, node: Node, options: Map<string, string>): Node {
  if (node.kind !== 'literal' || typeof node.value !== 'string') return node;
  const written = node.value;
  if (options.has(written)) return { ...node, shape: { type: 'choice', options } };
  for (const [code, label] of options) {
    if (label === written) return { ...node, value: code, shape: { type: 'choice', options } };
  }
  const near = nearest(written, [...options.values(), ...options.keys()]);
  const all = [...options.values()].slice(0, 12).join('、');
  const hint = near === null ? `可选的有：${all}` : `是不是“${near}”？可选的有：${all}`;
  note(check, 'unknown-option', `没有“${written}”这个选项，${hint}`, node);
  return node;
}

/** Literals beside a choice: labels become codes, also inside a list. */
export function fitOptions(check: Check, node: Node, beside: Shape): Node {
  const options = beside.options ?? beside.of?.options;
  if (options === undefined) return node;
  if (node.kind !== 'list') return mapOption(check, node, options);
  return { ...node, items: node.items.map((item) => mapOption(check, item, options)) };
}

const hints: Partial<Record<Shape['type'], string>> = {
  boolean: '是非直接写字段的名字，否定写 not(…)',
  number: '数不要加引号',
  date: '日期写成 date("2026-11-22")',
  duration: '时长写成 duration("P3D")',
  time: '时刻写成 time("09:30:00")',
  'date-time': '日期和时刻写成 date and time("2026-11-22T09:30:00")',
};

/** What two values of time are brought to before they can be compared. */
function timeHint(a: Shape, b: Shape): string | undefined {
  const types = [a.type, b.type];
  if (!types.includes('date-time')) return undefined;
  if (types.includes('date')) return '请用 date(…) 取出日期再比较';
  return types.includes('time') ? '请用 time(…) 取出时刻再比较' : undefined;
}

/** Notes two values that cannot be compared. */
export function mismatch(check: Check, at: Place, a: Shape, b: Shape): void {
  const beside = b.type === 'text' ? a : a.type === 'text' ? b : null;
  const hint = (beside === null ? timeHint(a, b) : hints[beside.type]) ?? '请检查两边的类型';
  note(check, 'wrong-type', `“${typeName(a)}”和“${typeName(b)}”不能比较，${hint}`, at);
}

/** Runs with a name bound for its length. */
export function bound<T>(check: Check, local: Local, run: () => T): T {
  check.locals.push(local);
  const made = run();
  check.locals.pop();
  return made;
}
