/** Sentences of comparisons: what is, and what is required of it. */
import type { CompareOp, Node, Test } from '../check/tree.ts';
import type { Value } from '../values/values.ts';
import type { At } from './at.ts';
import { flipped } from '../values/compare.ts';
import { factsText, saidAt, valueOf } from './at.ts';
import { isText, shown, unitOf } from './say.ts';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** What is compared and what it is: 年龄 是 58; a term with the facts it was worked out from. */
function subject(node: Node, at: At, beside: Node | undefined, verdict: Value): string {
  const { value, facts } = valueOf(node, at);
  const unit = unitOf(node, at.telling.scope);
  const shape =
    node.shape.options === undefined && beside !== undefined
      ? { ...node.shape, ...options(beside) }
      : node.shape;
  // A count may be decided although it is not known: enough members are.
  const is =
    value === undefined && verdict !== undefined
      ? at.words.enough(saidAt(node, at))
      : isText(saidAt(node, at), value, shape, { words: at.words, ...(unit && { unit }) });
  const leaf = node.kind === 'read' || node.kind === 'local' || node.kind === 'member';
  return leaf ? is : is + factsText(facts, at.words);
}

function options(node: Node): { options?: Map<string, string> } {
  const found = node.shape.options ?? node.shape.of?.options;
  return found === undefined ? {} : { options: found };
}

/** The other side of a comparison: a literal as it is, anything else with what it is. */
function than(node: Node, at: At, of: Node): string {
  const { value } = valueOf(node, at);
  const unit = unitOf(node, at.telling.scope) ?? unitOf(of, at.telling.scope);
  const text = shown(
    value,
    { ...node.shape, ...options(of), ...options(node) },
    { words: at.words, ...(unit && { unit }) },
  );
  if (node.kind === 'literal') return text;
  return `${saidAt(node, at)}${at.words.with(text)}`;
}

/** The type that says how an order is worded. */
function typeOf(a: Node, b: Node): Node['shape']['type'] {
  return a.shape.type === 'any' || a.shape.type === 'none' ? b.shape.type : a.shape.type;
}

function requirement(test: Test, of: Node, at: At): string {
  const { words } = at;
  if (test.kind === 'compare')
    return words.ops(test.op, typeOf(of, test.to), than(test.to, at, of));
  if (test.kind === 'interval') {
    return words.within(than(test.low, at, of), than(test.high, at, of), {
      low: test.openLow,
      high: test.openHigh,
    });
  }
  if (test.of.kind === 'list')
    return words.oneOf(test.of.items.map((item) => than(item, at, of)).join(words.and2));
  if (test.of.kind === 'interval') {
    const { low, high, openLow, openHigh } = test.of;
    return words.within(than(low, at, of), than(high, at, of), { low: openLow, high: openHigh });
  }
  return words.ops('=', 'text', than(test.of, at, of));
}

/** `x in (a, b, c)`: values alone are told as one list. */
function required(node: Of<'in'>, at: At): string {
  const values = node.tests.flatMap((test) => (test.kind === 'value' ? [test.of] : []));
  const scalar = values.every((value) => value.kind !== 'list' && value.kind !== 'interval');
  if (values.length === node.tests.length && values.length > 1 && scalar) {
    return at.words.oneOf(values.map((value) => than(value, at, node.of)).join(at.words.and2));
  }
  return at.words.either(node.tests.map((test) => requirement(test, node.of, at)));
}

function pair(node: Of<'compare'>): { of: Node; op: CompareOp; to: Node } {
  const turned = node.left.kind === 'literal' && node.right.kind !== 'literal';
  return turned
    ? { of: node.right, op: flipped[node.op], to: node.left }
    : { of: node.left, op: node.op, to: node.right };
}

/** The sentence of a comparison, without its verdict. */
export function compared(
  node: Of<'compare'> | Of<'in'> | Of<'between'>,
  at: At,
  verdict: Value,
): string {
  const { words } = at;
  if (node.kind === 'compare') {
    const { of, op, to } = pair(node);
    return (
      subject(of, at, to, verdict) + words.wanted(words.ops(op, typeOf(of, to), than(to, at, of)))
    );
  }
  if (node.kind === 'between') {
    const { of, low, high } = node;
    const ends = words.within(than(low, at, of), than(high, at, of), { low: false, high: false });
    return subject(of, at, low, verdict) + words.wanted(ends);
  }
  return subject(node.of, at, undefined, verdict) + words.wanted(required(node, at));
}
