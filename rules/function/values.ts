/** Nodes → code of their values. What is not written out here is embedded as its closure. */
import type { Node } from '../check/tree.ts';
import type { Layout } from '../layout.ts';
import type { Atom, Emit } from './emit.ts';
import type { Kind } from './row.ts';
import type { Value } from '../values/values.ts';
import { logicValue, outcome } from './conditions.ts';
import { Day } from '../values/day.ts';
import { applied, constant, digits, embedCode, embedded, keep, temp, variable } from './emit.ts';
import { daily, fixed, held } from './hold.ts';
import { kindOf, textTests } from './kinds.ts';
import { interned, kindOfShape } from './row.ts';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

function literalAtom(e: Emit, value: Value): Atom {
  const sure = { sure: true, literal: value };
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    const code = digits(value);
    return { kind: 'number', code, boxed: code, ...sure };
  }
  if (value === true || value === false) {
    return { kind: 'boolean', code: String(value), boxed: String(value), ...sure };
  }
  if (value instanceof Day) {
    return { kind: 'day', code: digits(value.n), boxed: constant(e, value), ...sure };
  }
  if (typeof value === 'string') {
    const code = constant(e, interned(value));
    return { kind: 'text', code, boxed: code, ...sure };
  }
  const code = constant(e, value);
  return { kind: 'any', code, boxed: code, sure: false, literal: value };
}

function readAtom(node: Of<'read'>, e: Emit): Atom {
  const column = e.columns.get(node.address);
  if (column === undefined || column.type !== node.shape.type) return embedded(e, node);
  return keep(e, `row.${column.property}`, column.kind);
}

/** Three-valued not. */
function notAtom(node: Of<'call'>, e: Emit): Atom {
  const [arg] = node.args;
  if (arg === undefined) return embedded(e, node);
  const { code } = e.value(arg);
  const rest = `${code} === undefined ? undefined : null`;
  return keep(e, `${code} === true ? false : ${code} === false ? true : ${rest}`, 'boolean');
}

/** A call of scalars only; one that may be given a list counts turns, which its closure does. */
function callAtom(node: Of<'call'>, e: Emit): Atom {
  const { name } = node.builtin;
  if (name === 'not' && node.args.length === 1) return notAtom(node, e);
  if (node.args.some((arg) => kindOf(arg, e) === 'any')) return embedded(e, node);
  const atoms = node.args.map((arg) => e.value(arg));
  const slow = applied(
    e,
    node.args.map((arg, at) => ({ node: arg, atom: atoms[at] as Atom })),
    (args) => ({ ...node, args }),
  );
  const [a, b] = atoms;
  if (a === undefined || b === undefined || atoms.length !== 2) return keep(e, slow, 'any');
  if (name === '日数' && a.kind === 'day' && b.kind === 'day') {
    return keep(e, `${numbers(a, b)} ? ${b.code} - ${a.code} : ${slow}`, 'number');
  }
  const method = textTests.get(name);
  if (method === undefined || a.kind !== 'text' || b.kind !== 'text') return keep(e, slow, 'any');
  const texts = `typeof ${a.code} === 'string' && typeof ${b.code} === 'string'`;
  return keep(e, `${texts} ? ${a.code}.${method}(${b.code}) : ${slow}`, 'boolean');
}

const numbers = (a: Atom, b: Atom): string =>
  `typeof ${a.code} === 'number' && typeof ${b.code} === 'number'`;

const sums: ReadonlyMap<string, string> = new Map([
  ['+', '+'],
  ['-', '-'],
  ['*', '*'],
]);

/** Sums of JS numbers stay plain while they are in the safe range; all else is for the closure. */
function arithmeticAtom(node: Of<'arithmetic'>, e: Emit): Atom {
  const left = e.value(node.left);
  const right = e.value(node.right);
  const slow = applied(
    e,
    [
      { node: node.left, atom: left },
      { node: node.right, atom: right },
    ],
    ([a, b]) => ({ ...node, left: a as Node, right: b as Node }),
  );
  const op = sums.get(node.op);
  if (left.kind !== 'number' || right.kind !== 'number') return keep(e, slow, 'any');
  if (op === undefined) return keep(e, slow, 'number');
  const name = temp(e);
  const zero = op === '*' ? ' + 0' : '';
  e.lines.push(
    `if (!(${numbers(left, right)} && ` +
      `(${name} = ${left.code} ${op} ${right.code}${zero}) <= 9007199254740991 && ` +
      `${name} >= -9007199254740991)) ${name} = ${slow};`,
  );
  return variable(name, 'number');
}

function knownAtom(node: Of<'known'>, e: Emit): Atom {
  if (kindOf(node.of, e) === 'any') return embedded(e, node);
  return keep(e, `${e.value(node.of).code} !== undefined`, 'boolean');
}

/** With an unknown test both branches are looked at; that is left to the closure. */
function ifAtom(node: Of<'if'>, e: Emit): Atom {
  const kind = kindOf(node, e);
  const test = e.value(node.test);
  const name = temp(e);
  const unknown: Node = { ...node.test, kind: 'literal', value: undefined } as Of<'literal'>;
  const both = embedCode(e, { ...node, test: unknown });
  e.lines.push(`if (${test.code} === undefined) {`, `${name} = ${fitted(both, kind)};`);
  for (const [opening, branch] of [
    [`} else if (${test.code} === true) {`, node.yes],
    ['} else {', node.no],
  ] as const) {
    e.lines.push(opening);
    const value = e.value(branch);
    e.lines.push(`${name} = ${kind === value.kind ? value.code : value.boxed};`);
  }
  e.lines.push('}');
  return variable(name, kind);
}

const fitted = (code: string, kind: Kind): string => (kind === 'day' ? `unbox(${code})` : code);

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
    columns.set(address, { property: `c${at}`, kind: kindOfShape(shape), type: shape.type });
  });
  const e: Emit = {
    lines: [],
    constants: [],
    temps: 0,
    labels: 0,
    held: 0,
    fresh: [],
    columns,
    value: (node) => valueOf(node, e),
  };
  return e;
}
