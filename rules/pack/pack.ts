/** Tree → compact JSON: what a page needs to evaluate a rule without a parser. */
import type { Member, Shape } from '../check/shape.ts';
import type { Node, NodeParam } from '../check/tree.ts';
import type { Rule } from '../evaluate.ts';
import type { Json, Value } from '../values/values.ts';
import type { Codec, Operand } from './forms.ts';
import { Day, dayText, Span, spanText } from '../values/day.ts';
import { DateTime, momentText } from '../values/moment.ts';
import { Time, timeText } from '../values/time.ts';
import { isNum, numberText } from '../values/number.ts';
import { Range } from '../values/values.ts';
import { forms, testForms, VERSION } from './forms.ts';

/** Packed JSON; places, slots and shapes are counted by JS numbers, values never are. */
export type Packed = null | boolean | number | string | Packed[] | { [key: string]: Packed };

/** `text`: carry the text and the places of all parts, so that the rule can be explained. */
export type Keep = { text?: boolean };

type Out = {
  shapes: Packed[];
  seen: Map<Shape, number>;
  written: Map<string, number>;
  text: boolean;
};

/** Says that a tree holds what cannot be written (a kind of node or value that is not known here). */
export class Unpackable extends Error {
  constructor(what: string, place: { from: number; to: number }) {
    super(`这条规则里的“${what}”还不能发给网页（第 ${place.from + 1} 个字起）`);
  }
}

function members(fields: Map<string, Member>, out: Out): Packed {
  return [...fields].map(([name, { key, shape, group, many }]) => [
    name,
    key,
    shapeIndex(shape, out),
    (group ? 1 : 0) + (many ? 2 : 0),
  ]);
}

/** The place of a shape in the table; one that is written the same is written once. */
function shapeIndex(shape: Shape, out: Out): number {
  const before = out.seen.get(shape);
  if (before !== undefined) return before;
  const packed: { [key: string]: Packed } = { t: shape.type };
  if (shape.of !== undefined) packed['o'] = shapeIndex(shape.of, out);
  if (shape.fields !== undefined) packed['f'] = members(shape.fields, out);
  if (shape.options !== undefined && out.text) packed['c'] = [...shape.options];
  if (shape.months !== undefined) packed['m'] = shape.months;
  const text = JSON.stringify(packed);
  const at = out.written.get(text) ?? out.shapes.push(packed) - 1;
  out.written.set(text, at);
  out.seen.set(shape, at);
  return at;
}

function valueOut(value: Value): Packed | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (isNum(value)) return ['n', numberText(value)];
  if (value instanceof Day) return ['d', dayText(value)];
  if (value instanceof Span) return ['s', spanText(value), value.months];
  if (value instanceof Time) return ['t', timeText(value)];
  if (value instanceof DateTime) return ['m', momentText(value)];
  if (value instanceof Range) {
    const ends = [value.low, value.high].map((end) => (end === undefined ? ['u'] : valueOut(end)));
    const [low, high] = ends;
    if (low === undefined || high === undefined) return undefined;
    return ['g', low, high, value.openLow, value.openHigh];
  }
  if (Array.isArray(value)) {
    const items = value.map(valueOut).filter((item) => item !== undefined);
    return items.length === value.length ? ['l', ...items] : undefined;
  }
  if (value instanceof Map) {
    const entries: Packed[] = [];
    for (const [key, item] of value) {
      const packed = valueOut(item);
      if (packed === undefined) return undefined;
      entries.push([key, packed]);
    }
    return ['r', ...entries];
  }
  return undefined;
}

type Part = Record<string, unknown>;

function operand(codec: Codec, given: unknown, node: Node, out: Out): Packed {
  if (codec === 'node') return nodeOut(given as Node, out);
  if (codec === 'nodes') return (given as Node[]).map((one) => nodeOut(one, out));
  if (codec === 'flag') return given === true ? 1 : 0;
  if (codec === 'builtin') return (given as { name: string }).name;
  if (codec === 'value') {
    const packed = valueOut(given as Value);
    if (packed === undefined) throw new Unpackable('这个值', node);
    return packed;
  }
  if (codec === 'tests') {
    return (given as Part[]).map((test) => [
      String(test['kind']),
      ...operands(testForms, String(test['kind']), test, { node, out }),
    ]);
  }
  if (codec === 'binds') {
    return (given as { slot: number; over: Node; until?: Node }[]).map(({ slot, over, until }) => {
      const packed: Packed[] = [nodeOut(over, out), slot];
      return until === undefined ? packed : [...packed, nodeOut(until, out)];
    });
  }
  if (codec === 'entries') {
    return (given as { key: string; slot: number; of: Node }[]).map(({ key, slot, of }) => [
      key,
      nodeOut(of, out),
      slot,
    ]);
  }
  if (codec === 'params') {
    return (given as NodeParam[]).map(({ name, slot, type }) => [name, slot, type as Packed]);
  }
  if (codec === 'body') return given === null ? null : nodeOut(given as Node, out);
  return (given ?? null) as Packed;
}

function operands(
  table: ReadonlyMap<string, readonly Operand[]>,
  kind: string,
  part: Part,
  on: { node: Node; out: Out },
): Packed[] {
  const form = table.get(kind);
  if (form === undefined) throw new Unpackable(kind, on.node);
  return form.map(([property, codec]) => operand(codec, part[property], on.node, on.out));
}

function nodeOut(node: Node, out: Out): Packed {
  const rest = operands(forms, node.kind, node as Part, { node, out });
  const place = out.text ? [node.from, node.to] : [];
  return [node.kind, shapeIndex(node.shape, out), ...rest, ...place];
}

/**
 * Packs a rule: `{ v, type, reads, shapes, tree, text? }`. Functions go by name, literals with
 * their types; shapes are kept as far as evaluation and explanation read them (declared ranges of
 * numbers are left out). Throws Unpackable for a tree it does not know every part of.
 */
export function pack(rule: Rule, keep: Keep = {}): Json {
  const text = keep.text ?? false;
  const out: Out = { shapes: [], seen: new Map(), written: new Map(), text };
  const tree = nodeOut(rule.tree, out);
  const { type, reads, text: written } = rule;
  const packed: Packed = { v: VERSION, type, reads, shapes: out.shapes, tree };
  return (text ? { ...packed, text: written } : packed) as Json;
}
