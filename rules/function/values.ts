/** Nodes → code of their values. What is not written out here is embedded as its closure. */
import type { Node } from '../check/tree.ts';
import type { Layout } from '../layout.ts';
import type { Atom, Emit } from './emit.ts';
import type { Value } from '../values/values.ts';
import { logicValue, outcome } from './conditions.ts';
import { Day } from '../values/day.ts';
import { Decimal } from '../values/number.ts';
import {
  applied,
  boxedAtom,
  constant,
  digits,
  embedCode,
  embedded,
  keep,
  pairAtom,
  proper,
  temp,
  unboxed,
} from './emit.ts';
import { daily, fixed, held } from './hold.ts';
import { doubleOfDecimal, kindOf, textTests } from './kinds.ts';
import { kindOfShape, placesOf } from './row.ts';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** The one object the engine keeps for a text that is a property's name: found equal at once. */
function interned(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text;
}

function literalAtom(e: Emit, value: Value): Atom {
  const sure = { sure: true, literal: value };
  if (typeof value === 'number') {
    const code = digits(value);
    return { kind: 'number', code, boxed: code, whole: true, ...sure };
  }
  if (value === true || value === false) {
    return { kind: 'boolean', code: String(value), boxed: String(value), ...sure };
  }
  if (value instanceof Day) {
    return { kind: 'day', code: digits(value.n), boxed: constant(e, value), whole: true, ...sure };
  }
  const code = constant(e, typeof value === 'string' ? interned(value) : value);
  if (typeof value === 'string') return { kind: 'text', code, boxed: code, ...sure };
  const double = value instanceof Decimal ? doubleOfDecimal(value) : Number.NaN;
  if (Number.isNaN(double)) return { kind: 'any', code, boxed: code, sure: false, literal: value };
  return { kind: 'number', code: constant(e, double), boxed: code, whole: false, ...sure };
}

function readAtom(node: Of<'read'>, e: Emit): Atom {
  const column = e.columns.get(node.address);
  if (column === undefined || column.shape.type !== node.shape.type) return embedded(e, node);
  const { kind, at, shape } = column;
  if (kind === 'boolean' || kind === 'text' || kind === 'any') return keep(e, `row.c${at}`, kind);
  const code = temp(e);
  e.lines.push(`${code} = row.c${at};`);
  const boxed = `value(row.v${at}, ${constant(e, shape)})`;
  const places = kind === 'choice' ? { places: placesOf(shape) } : {};
  const raw = `row.v${at}`;
  return { kind, code, boxed, raw, sure: false, whole: kind === 'day', ...places };
}

/** Three-valued not of a truth. */
function notAtom(arg: Node, e: Emit): Atom {
  const { code } = e.value(arg);
  const rest = `${code} === undefined ? undefined : null`;
  return keep(e, `${code} === true ? false : ${code} === false ? true : ${rest}`, 'boolean');
}

/** Longer texts count as turns, which their closures do. */
const COUNTED = 100;

const shortTexts = (atoms: Atom[]): string[] =>
  atoms
    .filter((atom) => !(typeof atom.literal === 'string' && atom.literal.length <= COUNTED))
    .map((atom) => `${atom.code}.length <= ${COUNTED}`);

/** A call of scalars only; one that may be given a list counts turns, which its closure does. */
function callAtom(node: Of<'call'>, e: Emit): Atom {
  const { name } = node.builtin;
  const [first] = node.args;
  const negates = name === 'not' && node.args.length === 1;
  if (negates && first !== undefined && kindOf(first, e) === 'boolean') return notAtom(first, e);
  if (node.args.some((arg) => kindOf(arg, e) === 'any')) return embedded(e, node);
  const atoms = node.args.map((arg) => e.value(arg));
  const slow = applied(
    e,
    node.args.map((arg, at) => ({ node: arg, atom: atoms[at] as Atom })),
    (args) => ({ ...node, args }),
  );
  const [a, b] = atoms;
  const kind = kindOf(node, e);
  if (a === undefined || b === undefined || kind === 'any') return keep(e, slow, 'any');
  const fine = [...proper(a), ...proper(b)].join(' && ') || 'true';
  if (kind === 'boolean') {
    const method = textTests.get(name) as string;
    const short = [fine, ...shortTexts([a, b])].join(' && ');
    return keep(e, `${short} ? ${a.code}.${method}(${b.code}) : ${slow}`, 'boolean');
  }
  const made = pairAtom(e, 'number');
  const fast =
    name === '日数'
      ? `${made.code} = ${made.boxed} = ${b.code} - ${a.code};`
      : unboxed(made, `ageOf(${a.code}, ${b.code})`);
  e.lines.push(`if (${fine}) { ${fast} } else { ${unboxed(made, slow)} }`);
  return { ...made, whole: true };
}

/** Such a number is exact as a double: an integer, and not only near one. */
function integers(atom: Atom): string[] {
  return atom.whole === true ? proper(atom) : [`Number.isInteger(${atom.code})`];
}

/** How a double calculates; and by how much a result may be off, where an operand is a fraction. */
type Calculation = {
  plain: (a: string, b: string) => string;
  size: (a: string, b: string, t: string) => string;
};

const ofResult = (_a: string, _b: string, t: string): string => `Math.abs(${t})`;
const ofBoth = (a: string, b: string): string => `(Math.abs(${a}) + Math.abs(${b}))`;

const calculations: ReadonlyMap<string, Calculation> = new Map([
  ['+', { plain: (a, b) => `${a} + ${b}`, size: ofBoth }],
  ['-', { plain: (a, b) => `${a} - ${b}`, size: ofBoth }],
  ['*', { plain: (a, b) => `${a} * ${b} + 0`, size: ofResult }],
  ['/', { plain: (a, b) => `${a} / ${b} + 0`, size: ofResult }],
]);

/**
 * Each operand is off by half a unit in the last place (2⁻⁵³ of itself) and so is the result:
 * together less than 4 × 2⁻⁵³ = 4.4e-16 of the size.
 */
const OFF = '5e-16';

/**
 * Integers are calculated plainly while they stay in the safe range. Of fractions only the ends are
 * told between which the result lies; where that does not decide the closure calculates exactly.
 */
function arithmeticAtom(node: Of<'arithmetic'>, e: Emit): Atom {
  const left = e.value(node.left);
  const right = e.value(node.right);
  const children = [
    { node: node.left, atom: left },
    { node: node.right, atom: right },
  ];
  const slow = applied(e, children, ([a, b]) => ({
    ...node,
    left: a as Node,
    right: b as Node,
  }));
  if (left.kind !== 'number' || right.kind !== 'number') return keep(e, slow, 'any');
  const calculation = calculations.get(node.op);
  if (calculation === undefined) {
    const made = pairAtom(e, 'number');
    e.lines.push(unboxed(made, slow));
    return made;
  }
  const [code, low, high] = [temp(e), temp(e), temp(e)];
  const [a, b] = [left.code, right.code];
  const fine = [...integers(left), ...integers(right)];
  if (node.op === '/') fine.push(`${a} % ${b} === 0`);
  fine.push(`${code} <= 9007199254740991`, `${code} >= -9007199254740991`);
  e.lines.push(
    `${code} = ${low} = ${high} = ${calculation.plain(a, b)};`,
    `if (!(${fine.join(' && ')})) {`,
    `${low} -= ${calculation.size(a, b, code)} * ${OFF};`,
    `${high} += ${calculation.size(a, b, code)} * ${OFF};`,
    `${code} = NaN;`,
    '}',
  );
  const boxed = `(${code} === ${code} ? ${code} : ${slow})`;
  return { kind: 'number', code, boxed, sure: false, low, high };
}

function knownAtom(node: Of<'known'>, e: Emit): Atom {
  const kind = kindOf(node.of, e);
  if (kind === 'any') return embedded(e, node);
  const atom = e.value(node.of);
  const known = `${atom.boxed} !== undefined`;
  if (kind !== 'text' && kind !== 'choice') return keep(e, known, 'boolean');
  const of = atom.kind === 'choice' ? keep(e, atom.boxed, 'text') : atom;
  const slow = applied(e, [{ node: node.of, atom }], ([local]) => ({ ...node, of: local as Node }));
  const long = `typeof ${of.code} === 'string' && ${of.code}.length > ${COUNTED}`;
  return keep(e, `${long} ? ${slow} : ${of.code} !== undefined`, 'boolean');
}

/** The year of a date. */
function memberAtom(node: Of<'member'>, e: Emit): Atom {
  if (kindOf(node, e) !== 'number') return embedded(e, node);
  const atom = e.value(node.of);
  const slow = applied(e, [{ node: node.of, atom }], ([of]) => ({ ...node, of: of as Node }));
  const made = pairAtom(e, 'number');
  const fine = proper(atom).join(' && ') || 'true';
  e.lines.push(
    `if (${fine}) ${made.code} = ${made.boxed} = yearOf(${atom.code});`,
    `else { ${unboxed(made, slow)} }`,
  );
  return { ...made, whole: true };
}

/** With an unknown test both branches are looked at; that is left to the closure. */
function ifAtom(node: Of<'if'>, e: Emit): Atom {
  const kind = kindOf(node, e);
  const test = temp(e);
  e.lines.push(`${test} = ${e.value(node.test).boxed};`);
  const { from, to, shape } = node.test;
  const unknown: Node = { kind: 'literal', value: undefined, from, to, shape };
  const either = embedCode(e, { ...node, test: unknown });
  const paired = kind === 'number' || kind === 'day';
  const made = paired ? pairAtom(e, kind) : boxedAtom(temp(e), kind === 'choice' ? 'any' : kind);
  const put = (value: Atom | string): void => {
    if (typeof value === 'string') {
      e.lines.push(paired ? unboxed(made, value) : `${made.code} = ${value};`);
    } else {
      e.lines.push(`${made.boxed} = ${value.boxed};`);
      if (paired) e.lines.push(`${made.code} = ${value.code};`);
    }
  };
  e.lines.push(`if (${test} === undefined) {`);
  put(either);
  e.lines.push(`} else if (${test} === true) {`);
  put(e.value(node.yes));
  e.lines.push('} else {');
  put(e.value(node.no));
  e.lines.push('}');
  return made;
}

/** Writes code for a node's value. */
function valueOf(node: Node, e: Emit): Atom {
  const value = fixed(node);
  if (value !== null) return literalAtom(e, value.value);
  if (daily(node)) return held(e, node);
  switch (node.kind) {
    case 'read':
      return readAtom(node, e);
    case 'call':
      return callAtom(node, e);
    case 'arithmetic':
      return arithmeticAtom(node, e);
    case 'known':
      return knownAtom(node, e);
    case 'member':
      return memberAtom(node, e);
    case 'if':
      return ifAtom(node, e);
    case 'logic':
      return logicValue(node, e);
    case 'compare':
    case 'between':
    case 'in':
      return outcome(node, e);
    default:
      return embedded(e, node);
  }
}

/** Begins the code of a rule. */
export function beginEmit(layout: Layout): Emit {
  const columns: Emit['columns'] = new Map();
  layout.forEach(({ address, shape }, at) => {
    columns.set(address, { at, kind: kindOfShape(shape), shape });
  });
  const e: Emit = {
    lines: [],
    constants: [],
    temps: 0,
    labels: 0,
    held: 0,
    fresh: [],
    leaves: false,
    columns,
    value: (node) => valueOf(node, e),
  };
  return e;
}
