/** `in`, and ranges: a value against tests. */
import type { Check, Local } from './checking.ts';
import type { Syntax } from '../language/syntax.ts';
import type { Node, Test } from './tree.ts';
import { bound, fitOptions, mismatch } from './checking.ts';
import { ANY, BOOLEAN, comparable, orderable } from './shapes.ts';

type Of<K extends Syntax['kind']> = Extract<Syntax, { kind: K }>;

/** The ends of a range, which must have an order between them. */
export function ends(syntax: Of<'interval'>, check: Check): { low: Node; high: Node } {
  const low = check.visit(syntax.low);
  const high = check.visit(syntax.high);
  if (!orderable(low.shape, high.shape)) mismatch(check, syntax, low.shape, high.shape);
  return { low, high };
}

function checkTest(syntax: Syntax, of: Node, check: Check): Test {
  if (syntax.kind === 'unary') {
    const to = fitOptions(check, check.visit(syntax.than), of.shape);
    const equality = syntax.op === '=' || syntax.op === '!=';
    const fits = equality ? comparable(of.shape, to.shape) : orderable(of.shape, to.shape);
    if (!fits) mismatch(check, syntax, of.shape, to.shape);
    return { kind: 'compare', op: syntax.op, to };
  }
  if (syntax.kind === 'interval') {
    const { low, high } = ends(syntax, check);
    if (!orderable(of.shape, low.shape)) mismatch(check, syntax, of.shape, low.shape);
    return { kind: 'interval', low, high, openLow: syntax.openLow, openHigh: syntax.openHigh };
  }
  return checkValue(fitOptions(check, check.visit(syntax), of.shape), of, check);
}

function checkValue(value: Node, of: Node, check: Check): Test {
  const { shape } = value;
  const element = shape.type === 'list' || shape.type === 'choices' ? (shape.of ?? ANY) : shape;
  const fits = comparable(of.shape, shape) || comparable(of.shape, element);
  if (!fits && shape.type !== 'range' && element.type !== 'range') {
    mismatch(check, value, of.shape, element);
  }
  return { kind: 'value', of: value };
}

/** A test of `in`, checked; `asks`: it is a condition on `?`, the value under test. */
type Checked = { test: Test; asks: boolean };

function checkOne(syntax: Syntax, of: Node, subject: Local, check: Check): Checked {
  const test = bound(check, subject, () => {
    if (syntax.kind === 'unary' || syntax.kind === 'interval') return checkTest(syntax, of, check);
    const value = fitOptions(check, check.visit(syntax), of.shape);
    const asks = subject.used === true && value.shape.type === 'boolean';
    return asks ? ({ kind: 'value', of: value } as const) : checkValue(value, of, check);
  });
  return { test, asks: subject.used === true };
}

/** Tests that ask for `?` are conditions on it: `x in (? > 3, 1)` is some ? in [x] with one true. */
function conditions(of: Node, tests: Checked[], slot: number): Node {
  const { from, to, shape } = of;
  const place = { from, to, shape: BOOLEAN };
  const self: Node = { kind: 'local', slot, shape, from, to };
  const parts = tests.map(({ test, asks }): Node =>
    asks && test.kind === 'value' && test.of.shape.type === 'boolean'
      ? test.of
      : { kind: 'in', of: self, tests: [test], ...place },
  );
  const over: Node = { kind: 'list', items: [of], shape: { type: 'list', of: shape }, from, to };
  const body: Node = { kind: 'logic', op: 'or', parts, ...place };
  return { kind: 'loop', how: 'some', binds: [{ slot, over }], body, ...place };
}

/** Checks `in`. */
export function checkIn(syntax: Of<'in'>, check: Check): Node {
  const left = check.visit(syntax.of);
  const slot = check.slots++;
  const checked = syntax.tests.map((test) =>
    checkOne(test, left, { name: '?', shape: left.shape, slot, bare: false }, check),
  );
  const tests = checked.map(({ test }) => test);
  const of = tests.reduce(
    (node, test) => (test.kind === 'value' ? fitOptions(check, node, test.of.shape) : node),
    left,
  );
  const { from, to } = syntax;
  if (checked.some(({ asks }) => asks)) return { ...conditions(of, checked, slot), from, to };
  return { kind: 'in', of, tests, shape: BOOLEAN, from, to };
}
