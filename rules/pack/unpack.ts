/**
 * Compact JSON → rule. What comes over the line is not trusted: everything is looked up in tables
 * and counted, and what does not fit is refused whole.
 */
import type { Member, RuleType, Shape } from '../check/shape.ts';
import type { Node, NodeParam } from '../check/tree.ts';
import type { Rule } from '../evaluate.ts';
import type { FeelType } from '../values/feel-type.ts';
import type { Json, Value } from '../values/values.ts';
import type { Codec, Operand } from './forms.ts';
import type { Builtin } from '../builtins/builtin.ts';
import { formFor } from '../builtins/make.ts';
import { makeRun } from '../closure/closure.ts';
import { parseDay, parseSpan, Span } from '../values/day.ts';
import { parseMoment } from '../values/moment.ts';
import { parseTime } from '../values/time.ts';
import { numberOf } from '../values/number.ts';
import { Range } from '../values/values.ts';
import { forms, shapeTypes, testForms, VERSION } from './forms.ts';

/** Nesting of a packed tree, at most; deeper than any text the parser takes can make. */
const DEEPEST = 400;
/** Nodes, values and shapes of one packed rule together, at most. */
const MOST = 50_000;

/** Refuses what is no packed rule of this version. */
export class BadPack extends Error {}

/** Functions by name; a rule that calls another is refused. */
export type Functions = ReadonlyMap<string, Builtin>;

type In = {
  functions: Functions;
  shapes: Shape[];
  slots: Set<number>;
  left: number;
  depth: number;
  text: string | null;
};

function bad(what: string): never {
  throw new BadPack(`not a packed rule: ${what}`);
}

function array(json: unknown, what: string): unknown[] {
  return Array.isArray(json) ? json : bad(what);
}

function string(json: unknown, what: string): string {
  return typeof json === 'string' && json.length <= 4000 ? json : bad(what);
}

function whole(json: unknown, most: number, what: string): number {
  return Number.isInteger(json) && Number(json) >= 0 && Number(json) < most
    ? Number(json)
    : bad(what);
}

/**
 * Names that mean something to every JS object: facts are looked up by address, so none of it may be
 * one. Keys of records and names of parameters may be (they are kept in maps and arrays only).
 */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

function address(json: unknown): string {
  const text = string(json, 'address');
  return text.split(/[.[\]]/).some((part) => reserved.has(part)) ? bad('address') : text;
}

/** One step deeper, counted. */
function deeper<T>(into: In, run: () => T): T {
  if (--into.left < 0) bad('too large');
  if (++into.depth > DEEPEST) bad('too deep');
  const made = run();
  into.depth--;
  return made;
}

/** An end of a range, or that there is none. */
function endIn(json: unknown, into: In): Value {
  return Array.isArray(json) && json[0] === 'u' ? undefined : valueIn(json, into);
}

function valueIn(json: unknown, into: In): Value {
  if (json === null || typeof json === 'boolean') return json;
  if (typeof json === 'string') return json;
  const [tag, ...rest] = array(json, 'value');
  return deeper(into, () => {
    const [first, second, openLow, openHigh] = rest;
    if (tag === 'n') return numberOf(string(first, 'number')) ?? bad('number');
    if (tag === 'd') return parseDay(string(first, 'date')) ?? bad('date');
    if (tag === 's') {
      const span = parseSpan(string(first, 'duration')) ?? bad('duration');
      return new Span(second === true, span.n);
    }
    if (tag === 't') return parseTime(string(first, 'time')) ?? bad('time');
    if (tag === 'm') return parseMoment(string(first, 'moment')) ?? bad('moment');
    if (tag === 'g') {
      const [low, high] = [endIn(first, into), endIn(second, into)];
      return new Range({ low, high, openLow: openLow === true, openHigh: openHigh === true });
    }
    if (tag === 'l') return rest.map((item) => valueIn(item, into));
    if (tag !== 'r') bad('value');
    return new Map(
      rest.map((entry) => {
        const [key, item] = array(entry, 'record');
        return [string(key, 'key'), valueIn(item, into)] as const;
      }),
    );
  });
}

/** A shape that stands earlier in the table, so that the table has no circles. */
function earlier(json: unknown, into: In): Shape {
  return into.shapes[whole(json, into.shapes.length, 'shape')] ?? bad('shape');
}

function shapeIn(json: unknown, into: In): Shape {
  if (--into.left < 0 || typeof json !== 'object' || json === null) bad('shape');
  const { t, o, f, c, m } = json as Record<string, unknown>;
  if (typeof t !== 'string' || !shapeTypes.includes(t)) bad('type');
  const shape: Shape = { type: t as Shape['type'] };
  if (o !== undefined) shape.of = earlier(o, into);
  if (f !== undefined) {
    shape.fields = new Map(
      array(f, 'fields').map((one): [string, Member] => {
        const [written, key, at, kind] = array(one, 'field');
        const flags = whole(kind, 4, 'field');
        const member = { shape: earlier(at, into), group: (flags & 1) > 0, many: flags > 1 };
        return [string(written, 'field'), { key: string(key, 'field'), ...member }];
      }),
    );
  }
  if (c !== undefined) {
    shape.options = new Map(
      array(c, 'options').map((one) => {
        const [code, label] = array(one, 'option');
        return [string(code, 'option'), string(label, 'option')] as const;
      }),
    );
  }
  if (typeof m === 'boolean') shape.months = m;
  return shape;
}

function begin(json: unknown, into: In): number {
  const slot = whole(json, 4096, 'slot');
  into.slots.add(slot);
  return slot;
}

function bind(json: unknown, into: In): { slot: number; over: Node; until?: Node } {
  const [over, slot, until] = array(json, 'bind');
  const first = nodeIn(over, into);
  const last = until === undefined ? undefined : nodeIn(until, into);
  return { slot: begin(slot, into), over: first, ...(last && { until: last }) };
}

function entry(json: unknown, into: In): { key: string; slot: number; of: Node } {
  const [key, value, at] = array(json, 'entry');
  // Bound before its value: a function may call itself by the key it stands at.
  const slot = begin(at, into);
  return { key: string(key, 'entry'), slot, of: nodeIn(value, into) };
}

function test(json: unknown, into: In): object {
  const [kind, ...rest] = array(json, 'test');
  return { kind, ...operands(testForms.get(string(kind, 'test')), rest, into) };
}

const typeForms = new Set(['list', 'range', 'context', 'function']);

/** A type as FEEL writes it: a name, or one made of others. */
function type(json: unknown, into: In): FeelType {
  if (typeof json === 'string') return string(json, 'type');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return bad('type');
  const [[form, of] = ['', null], result] = Object.entries(json) as [string, unknown][];
  if (!typeForms.has(form)) bad('type');
  return deeper(into, () => {
    if (form === 'list') return { list: type(of, into) };
    if (form === 'range') return { range: type(of, into) };
    const all = array(of, 'type');
    if (form === 'function') {
      return { function: all.map((one) => type(one, into)), result: type(result?.[1], into) };
    }
    const members = all.map((one): [string, FeelType] => {
      const [key, member] = array(one, 'type');
      return [string(key, 'type'), type(member, into)];
    });
    return { context: members };
  });
}

function param(json: unknown, into: In): NodeParam {
  const [written, slot, of] = array(json, 'parameter');
  return { name: string(written, 'parameter'), slot: begin(slot, into), type: type(of, into) };
}

function keys(json: unknown): string[] | null {
  return json === null ? null : array(json, 'keys').map((one) => string(one, 'key'));
}

type Reader = (json: unknown, into: In) => unknown;

const readers: Record<Exclude<Codec, readonly string[]>, Reader> = {
  node: (json, into) => nodeIn(json, into),
  nodes: (json, into) => array(json, 'parts').map((one) => nodeIn(one, into)),
  value: valueIn,
  address: (json) => address(json),
  name: (json) => string(json, 'name'),
  key: (json) => string(json, 'key'),
  flag: (json) => whole(json, 2, 'flag') === 1,
  slot: (json, into) => (into.slots.has(whole(json, 4096, 'slot')) ? json : bad('slot')),
  bind: begin,
  builtin: (json, into) =>
    into.functions.get(string(json, 'function')) ?? bad(`function ${String(json)}`),
  tests: (json, into) => array(json, 'tests').map((one) => test(one, into)),
  binds: (json, into) => array(json, 'binds').map((one) => bind(one, into)),
  entries: (json, into) => array(json, 'entries').map((one) => entry(one, into)),
  type,
  partial: (json, into) => (json === null ? undefined : begin(json, into)),
  params: (json, into) => array(json, 'parameters').map((one) => param(one, into)),
  body: (json, into) => (json === null ? null : nodeIn(json, into)),
  keys: (json) => keys(json),
};

function operands(
  form: readonly Operand[] | undefined,
  rest: unknown[],
  into: In,
): Record<string, unknown> {
  if (form === undefined) return bad('kind');
  const made: Record<string, unknown> = {};
  form.forEach(([property, codec], at) => {
    const json = rest[at];
    if (typeof codec === 'string') {
      const read = readers[codec](json, into);
      if (read !== undefined) made[property] = read;
    } else made[property] = codec.includes(string(json, property)) ? json : bad(property);
  });
  return made;
}

function nodeIn(json: unknown, into: In): Node {
  const [kind, shape, ...rest] = array(json, 'node');
  const form = forms.get(string(kind, 'kind'));
  return deeper(into, () => {
    const made = operands(form, rest, into);
    const { length } = into.text ?? '';
    const place = into.text === null ? [0, 0] : rest.slice(form?.length);
    const [from, to] = place.map((at) => whole(at, length + 1, 'place'));
    const node = { kind, ...made, shape: earlier(shape, into), from: from ?? 0, to: to ?? 0 };
    return fitted(node as unknown as Node);
  });
}

/** What one operand cannot see: a call with as many arguments as its function takes. */
function fitted(node: Node): Node {
  if (node.kind !== 'call') return node;
  const { length } = node.args;
  const fits = length <= MOST && formFor(node.builtin.forms, length) !== undefined;
  return fits ? node : bad('arguments');
}

/**
 * Unpacks a rule that `pack` made: it evaluates as the rule did. Throws BadPack for anything else —
 * another version, unknown kinds, functions or types, addresses like `__proto__`, more than 50,000 parts or
 * 400 levels. `functions` are those a rule may call. A rule packed without its text has the empty text and no places.
 */
export function unpackWith(functions: Functions, json: Json): Rule {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return bad('not an object');
  const packed: Record<string, unknown> = json;
  if (packed['v'] !== VERSION) bad(`version ${String(packed['v'])}`);
  const of = string(packed['type'], 'type');
  if (!shapeTypes.includes(of)) bad('type');
  const text = packed['text'] === undefined ? null : string(packed['text'], 'text');
  const into: In = { functions, shapes: [], slots: new Set(), left: MOST, depth: 0, text };
  for (const shape of array(packed['shapes'], 'shapes')) into.shapes.push(shapeIn(shape, into));
  const reads = array(packed['reads'], 'reads').map(address);
  const tree = nodeIn(packed['tree'], into);
  return { text: text ?? '', type: of as RuleType, reads, tree, run: makeRun(tree) };
}
