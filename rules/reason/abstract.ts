/** A rule taken apart: what is told apart exactly is kept, what is not becomes a variable. */
import type { CompareOp, Node, Test } from '../check/tree.ts';
import type { Shape } from '../check/shape.ts';
import type { Value } from '../values/values.ts';
import type { Space, Variable } from './space.ts';
import { flipped } from '../values/compare.ts';
import { rangeOf } from './bounds.ts';
import { crossings, slopeOf } from './solve.ts';
import { fewOf, finite, link, ordered } from './space.ts';
import { constant, hidden, keyOf, readAt, valueOf, valuesOf, within } from './trees.ts';
import { Range } from '../values/values.ts';

const BOOLEAN: Shape = { type: 'boolean' };

/** Every fact the node reads has few values, so that it is tried with all of them. */
function plain(space: Space, node: Node): boolean {
  return within(node).every((one) => {
    if (one.kind === 'read') return fewOf(one.address, one.shape, space.about) !== undefined;
    return !hidden(one);
  });
}

function addFew(space: Space, node: Node): void {
  for (const one of within(node)) {
    if (one.kind !== 'read') continue;
    const few = fewOf(one.address, one.shape, space.about);
    if (few !== undefined) finite(space, { key: one.address, shape: one.shape, few });
  }
}

/** A part that is not taken further: true, false or none. */
function unknownTruth(space: Space, node: Node): Node {
  const key = `<${keyOf(node)}>`;
  finite(space, { key, shape: BOOLEAN, part: node, few: [true, false] });
  return readAt(key, BOOLEAN, node);
}

/** A term as a variable: a fact itself, or a part that may come to anything its range has. */
function termOf(space: Space, node: Node): { node: Node; variable: Variable } | null {
  if (node.kind === 'read') {
    const variable = ordered(space, { key: node.address, shape: node.shape });
    return variable === null ? null : { node, variable };
  }
  const key = `<${keyOf(node)}>`;
  const few = fewOf('', node.shape, {});
  if (few !== undefined) {
    const variable: Variable = { key, shape: node.shape, part: node, few };
    finite(space, variable);
    return { node: readAt(key, node.shape, node), variable };
  }
  const shape = termShape(node);
  const variable = ordered(space, { key, shape, part: node });
  return variable === null ? null : { node: readAt(key, shape, node), variable };
}

function termShape(node: Node): Shape {
  const { type, months } = node.shape;
  if (type === 'number') return { type, range: rangeOf(node) };
  if (type !== 'duration') return { type };
  const days = node.kind === 'arithmetic' && node.op === '-' && node.left.shape.type === 'date';
  const kind = months ?? (days && node.right.shape.type === 'date' ? false : undefined);
  return { type, ...(kind !== undefined && { months: kind }) };
}

function note(variable: Variable, op: CompareOp, values: Value[]): void {
  const { cut } = variable;
  if (cut === undefined) return;
  // A list of one member equals it.
  cut.points.push(...values.flatMap((value) => (Array.isArray(value) ? value : [value])));
  if (op !== '=' && op !== '!=') cut.ordered = true;
}

/** A term beside constants: the node as the space tells it apart. */
function besideConstants(space: Space, op: CompareOp, term: Node, values: Value[]): Node | null {
  const slope = term.kind === 'read' ? null : slopeOf(term);
  if (slope !== null) {
    const all = values.filter((v) => v !== null).map((value) => crossings(term, slope, value));
    const variable = ordered(space, { key: slope.of.address, shape: slope.of.shape });
    if (variable !== null && all.length > 0 && all.every((one) => one !== null)) {
      note(variable, '<', all.flat());
      return term;
    }
  }
  const found = termOf(space, term);
  if (found === null) return null;
  note(found.variable, op, values);
  return found.node;
}

type Sides = { op: CompareOp; left: Node; right: Node; at: Node };

/** A comparison of a branch: the branch is chosen first. */
function lifted(space: Space, { op, left, right, at }: Sides): Node | null {
  const make = (test: Node, yes: Sides, no: Sides): Node => ({
    kind: 'if',
    test: truthOf(space, test),
    yes: compared(space, yes),
    no: compared(space, no),
    shape: BOOLEAN,
    from: at.from,
    to: at.to,
  });
  if (left.kind === 'if') {
    return make(left.test, { op, left: left.yes, right, at }, { op, left: left.no, right, at });
  }
  if (right.kind === 'if') {
    return make(right.test, { op, left, right: right.yes, at }, { op, left, right: right.no, at });
  }
  return null;
}

/** Two facts of one ordered type and grid may be compared with each other exactly. */
function alike(a: Node, b: Node): boolean {
  if (a.kind !== 'read' || b.kind !== 'read' || a.shape.type !== b.shape.type) return false;
  if (!['number', 'date', 'text'].includes(a.shape.type)) return false;
  return a.shape.range?.decimals === b.shape.range?.decimals;
}

function twoTerms(space: Space, { op, left, right, at }: Sides): Node {
  const same = keyOf(left) === keyOf(right);
  const [one, other] = same || alike(left, right) ? [termOf(space, left), termOf(space, right)] : [];
  if (!one || !other) return unknownTruth(space, at);
  note(one.variable, op, []);
  if (!same) link(space, one.variable.key, other.variable.key);
  return { kind: 'compare', op, left: one.node, right: other.node, shape: BOOLEAN, from: at.from, to: at.to };
}

function compared(space: Space, sides: Sides): Node {
  const { op, left, right, at } = sides;
  const node: Node = { kind: 'compare', op, left, right, shape: BOOLEAN, from: at.from, to: at.to };
  if (plain(space, node)) {
    addFew(space, node);
    return node;
  }
  const raised = lifted(space, sides);
  if (raised !== null) return raised;
  if (left.shape.type === 'boolean' && right.shape.type === 'boolean') {
    return { ...node, left: truthOf(space, left), right: truthOf(space, right) };
  }
  const values = plain(space, right) ? valuesOf(right) : null;
  if (values !== null) {
    const term = besideConstants(space, op, left, values);
    addFew(space, right);
    return term === null ? unknownTruth(space, node) : { ...node, left: term };
  }
  if (plain(space, left) && valuesOf(left) !== null) {
    return compared(space, { op: flipped[op], left: right, right: left, at });
  }
  return twoTerms(space, { ...sides, at: node });
}

function both(parts: Node[], at: Node): Node {
  return { kind: 'logic', op: 'and', parts, shape: BOOLEAN, from: at.from, to: at.to };
}

/** The values a test of `in` compares with; null where they are not all written. */
function pointsOf(node: Node): Value[] | null {
  if (!constant(node)) return null;
  const found: Value[] = [];
  const look = (value: Value): boolean => {
    if (Array.isArray(value)) return value.every(look);
    if (value instanceof Range) return [value.low, value.high].every(look);
    found.push(value);
    return value === null || typeof value !== 'object' || !(value instanceof Map);
  };
  return look(valueOf(node)) ? found : null;
}

function testPoints(test: Test): Value[] | null {
  if (test.kind === 'compare') return pointsOf(test.to);
  if (test.kind === 'value') return pointsOf(test.of);
  const [low, high] = [pointsOf(test.low), pointsOf(test.high)];
  return low === null || high === null ? null : [...low, ...high];
}

/** `in` over written tests stands as it is; over others it is comparisons one by one. */
function tested(space: Space, node: Extract<Node, { kind: 'in' }>): Node {
  const { of, tests } = node;
  const points = tests.map(testPoints);
  if (of.kind !== 'if' && points.every((one) => one !== null)) {
    const term = besideConstants(space, '<', of, points.flat());
    return term === null ? unknownTruth(space, node) : { ...node, of: term };
  }
  const parts: Node[] = [];
  for (const test of tests) {
    if (test.kind === 'value' && !['number', 'text', 'date', 'choice', 'boolean'].includes(test.of.shape.type)) {
      return unknownTruth(space, node);
    }
    if (test.kind === 'interval') parts.push(intervalOf(space, of, test, node));
    else {
      const [op, right] = test.kind === 'compare' ? [test.op, test.to] : (['=', test.of] as const);
      parts.push(compared(space, { op, left: of, right, at: node }));
    }
  }
  return { kind: 'logic', op: 'or', parts, shape: BOOLEAN, from: node.from, to: node.to };
}

type Ends = { low: Node; high: Node; openLow: boolean; openHigh: boolean };

function intervalOf(space: Space, of: Node, ends: Ends, at: Node): Node {
  const above = compared(space, { op: ends.openLow ? '>' : '>=', left: of, right: ends.low, at });
  const below = compared(space, { op: ends.openHigh ? '<' : '<=', left: of, right: ends.high, at });
  return both([above, below], at);
}

/** A node of type boolean over the variables of the space, which learns of them here. */
export function truthOf(space: Space, node: Node): Node {
  if (plain(space, node)) {
    addFew(space, node);
    return node;
  }
  if (node.shape.type !== 'boolean') return unknownTruth(space, node);
  switch (node.kind) {
    case 'logic':
      return { ...node, parts: node.parts.map((part) => truthOf(space, part)) };
    case 'if':
      return {
        ...node,
        test: truthOf(space, node.test),
        yes: truthOf(space, node.yes),
        no: truthOf(space, node.no),
      };
    case 'call':
      return node.builtin.name === 'not'
        ? { ...node, args: node.args.map((arg) => truthOf(space, arg)) }
        : unknownTruth(space, node);
    case 'compare':
      return compared(space, { op: node.op, left: node.left, right: node.right, at: node });
    case 'between':
      return intervalOf(space, node.of, { ...node, openLow: false, openHigh: false }, node);
    case 'in':
      return tested(space, node);
    default:
      return unknownTruth(space, node);
  }
}
