/**
 * Tree → FEEL: a text that compiles to the same tree again. Parentheses stand only where the
 * grammar needs them. What is written is noted with its places, so that the tree that comes back
 * beside the text points into it.
 */
import type { Shape } from '../check/shape.ts';
import type { Bind, Node, Test } from '../check/tree.ts';
import type { Scope } from '../language/names.ts';
import { typeText } from '../values/feel-type.ts';
import { quote, valueText } from './values.ts';
import { groupOf } from '../parts.ts';
import { nameAt, writtenAt } from './written.ts';
import { bareNames, isNegation, RANK, rankOf } from './rank.ts';

/** A name in sight while the text is written: of a loop, an entry, or the item of a filter. */
type Seen = { slot: number; name: string; bare: boolean; shape: Shape };

/** The text so far, and what its names mean. */
type Out = Required<Wording> & { text: string; scope: Scope; seen: Seen[]; whole: boolean };

/**
 * How names are written. `names`: what loop variables are called, by slot (others are i1, i2 …).
 * `bound`: what stands for a slot that is bound outside the tree (演员[2]). English names are for
 * reading only.
 */
export type Wording = {
  names?: Map<number, string>;
  bound?: Map<number, string>;
  lang?: 'zh' | 'en';
};

/** `whole`: nothing had to be left out (false: the text is for reading only). */
export type Printed = { text: string; tree: Node; whole: boolean };

function put(out: Out, text: string): void {
  out.text += text;
}

/** Writes what cannot be said in FEEL so that a reader still sees it. */
function unsaid(out: Out, text: string): void {
  out.whole = false;
  put(out, text);
}

/** Writes a part, in parentheses where it binds looser than its place needs. */
function part(node: Node, least: number, out: Out, beside?: Shape): Node {
  const loose = rankOf(node) < least;
  if (loose) put(out, '(');
  const from = out.text.length;
  const made = write(node, out, beside);
  const to = out.text.length;
  if (loose) put(out, ')');
  return { ...made, from, to };
}

function parts(nodes: Node[], between: string, out: Out, least = 0): Node[] {
  return nodes.map((node, at) => {
    if (at > 0) put(out, between);
    return part(node, least, out);
  });
}

/** Runs with names in sight. */
function within<T>(out: Out, seen: Seen, run: () => T): T {
  out.seen.push(seen);
  const made = run();
  out.seen.pop();
  return made;
}

/** What a bare name would mean here: the slot it is of, and whether it is a member of it. */
function meaning(name: string, out: Out): Seen | undefined {
  return out.seen.findLast(
    (one) => one.name === name || (one.bare && mayHold(one.shape, name, out)),
  );
}

/** A bare name is a member of an item that has it, or of one of no known shape if nothing else is. */
function mayHold(shape: Shape, name: string, out: Out): boolean {
  if (shape.fields !== undefined) return shape.fields.has(name);
  return (shape.type === 'any' || shape.type === 'record') && !Object.hasOwn(out.scope.names, name);
}

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

function local(node: Of<'local'>, out: Out): Node {
  const seen = out.seen.findLast((one) => one.slot === node.slot);
  const bound = out.bound.get(node.slot);
  if (bound !== undefined) unsaid(out, bound);
  else if (seen === undefined) unsaid(out, '?');
  else {
    if (meaning(seen.name, out) !== seen) out.whole = false;
    put(out, seen.name);
  }
  return node;
}

function member(node: Of<'member'>, out: Out): Node {
  const { of } = node;
  const seen = of.kind === 'local' ? meaning(node.name, out) : undefined;
  if (
    of.kind === 'local' &&
    seen?.bare === true &&
    seen.slot === of.slot &&
    seen.name !== node.name
  ) {
    const at = out.text.length;
    put(out, memberName(node, out));
    return { ...node, of: { ...of, from: at, to: out.text.length } };
  }
  const made = part(of, RANK.postfix, out);
  put(out, `.${memberName(node, out)}`);
  return { ...node, of: made };
}

function memberName(node: Of<'member'>, out: Out): string {
  const at = groupOf(node.of.shape);
  if (out.lang === 'zh' || at === undefined) return node.name;
  return nameAt(out.scope, `${at}.${node.key}`)?.en ?? node.name;
}

function filter(node: Of<'filter'>, out: Out): Node {
  const of = part(node.of, RANK.postfix, out);
  put(out, '[');
  const list = node.of.shape;
  const shape =
    list.type === 'list' || list.type === 'choices' ? (list.of ?? { type: 'any' }) : list;
  const seen: Seen = { slot: node.slot, name: 'item', bare: true, shape: shape as Shape };
  const by = within(out, seen, () => part(node.by, 0, out));
  put(out, ']');
  return { ...node, of, by };
}

function call(node: Of<'call'>, out: Out): Node {
  put(out, `${node.builtin.name}(`);
  const args = node.args.map((arg, at) => {
    if (at > 0) put(out, ', ');
    return part(arg, 0, out, node.args[at === 0 ? 1 : 0]?.shape);
  });
  put(out, ')');
  return { ...node, args };
}

function arithmetic(node: Of<'arithmetic'>, out: Out): Node {
  const { left, right, op } = node;
  if (isNegation(node)) {
    const from = out.text.length;
    put(out, '-');
    return { ...node, left: { ...left, from, to: from + 1 }, right: part(right, RANK.minus, out) };
  }
  const rank = rankOf(node);
  const a = part(left, rank, out);
  put(out, ` ${op} `);
  return { ...node, left: a, right: part(right, rank + 1, out) };
}

function compare(node: Of<'compare'>, out: Out): Node {
  const left = part(node.left, RANK.sum, out, node.right.shape);
  put(out, ` ${node.op} `);
  return { ...node, left, right: part(node.right, RANK.sum, out, node.left.shape) };
}

function interval(
  node: Of<'interval'> | Extract<Test, { kind: 'interval' }>,
  out: Out,
): { low: Node; high: Node } {
  put(out, node.openLow ? '(' : '[');
  const low = part(node.low, RANK.sum, out);
  put(out, '..');
  const high = part(node.high, RANK.sum, out);
  put(out, node.openHigh ? ')' : ']');
  return { low, high };
}

function testOut(test: Test, least: number, out: Out, beside: Shape): Test {
  if (test.kind === 'interval') return { ...test, ...interval(test, out) };
  if (test.kind === 'value') return { ...test, of: part(test.of, least, out, beside) };
  put(out, `${test.op} `);
  return { ...test, to: part(test.to, RANK.sum, out, beside) };
}

function inOut(node: Of<'in'>, out: Out): Node {
  const of = part(node.of, RANK.sum, out);
  put(out, ' in ');
  const [only, second] = node.tests;
  if (only !== undefined && second === undefined) {
    return { ...node, of, tests: [testOut(only, RANK.sum, out, of.shape)] };
  }
  put(out, '(');
  const tests = node.tests.map((test, at) => {
    if (at > 0) put(out, ', ');
    return testOut(test, 0, out, of.shape);
  });
  put(out, ')');
  return { ...node, of, tests };
}

function loopName(slot: number, out: Out): string {
  const given = out.names.get(slot);
  if (given !== undefined) return given;
  for (let n = 1; ; n++) {
    const name = `i${n}`;
    const taken = Object.hasOwn(out.scope.names, name) || out.seen.some((one) => one.name === name);
    if (!taken) return name;
  }
}

const words = { for: ' return ', some: ' satisfies ', every: ' satisfies ' };

function loop(node: Of<'loop'>, out: Out): Node {
  const before = out.seen.length;
  put(out, `${node.how} `);
  const binds = node.binds.map((bind, at): Bind => {
    const name = loopName(bind.slot, out);
    put(out, `${at > 0 ? ', ' : ''}${name} in `);
    const over = part(bind.over, bind.until === undefined ? 0 : RANK.sum, out);
    if (bind.until !== undefined) put(out, '..');
    const until = bind.until === undefined ? undefined : part(bind.until, RANK.sum, out);
    const { shape } = bind.over;
    const item = shape.type === 'list' || shape.type === 'choices' ? shape.of : shape;
    out.seen.push({ slot: bind.slot, name, bare: false, shape: item ?? { type: 'any' } });
    return { ...bind, over, ...(until && { until }) };
  });
  if (node.partial !== undefined) {
    out.seen.push({ slot: node.partial, name: 'partial', bare: false, shape: { type: 'list' } });
  }
  put(out, words[node.how]);
  const body = part(node.body, 0, out);
  out.seen.length = before;
  return { ...node, binds, body };
}

function context(node: Of<'context'>, out: Out): Node {
  const before = out.seen.length;
  put(out, '{');
  const entries = node.entries.map((entry, at) => {
    put(out, `${at > 0 ? ', ' : ''}${bareNames.test(entry.key) ? entry.key : quote(entry.key)}: `);
    const seen: Seen = { slot: entry.slot, name: entry.key, bare: false, shape: entry.of.shape };
    // A function may call itself by the key it stands at.
    const own = entry.of.kind === 'function';
    if (own) out.seen.push(seen);
    const of = part(entry.of, 0, out);
    if (!own) out.seen.push(seen);
    return { ...entry, of };
  });
  out.seen.length = before;
  put(out, '}');
  return { ...node, entries };
}

function branches(node: Of<'if'>, out: Out): Node {
  put(out, 'if ');
  const test = part(node.test, 0, out);
  put(out, ' then ');
  const yes = part(node.yes, 0, out);
  put(out, ' else ');
  return { ...node, test, yes, no: part(node.no, 0, out) };
}

function ownFunction(node: Of<'function'>, out: Out): Node {
  const before = out.seen.length;
  const params = node.params.map(({ name, slot, type }) => {
    out.seen.push({ slot, name, bare: false, shape: { type: 'any' } });
    return type === 'Any' ? name : `${name}: ${typeText(type)}`;
  });
  put(out, `function(${params.join(', ')}) `);
  if (node.body === null) unsaid(out, 'external {}');
  const body = node.body === null ? null : part(node.body, 0, out);
  out.seen.length = before;
  return { ...node, body };
}

function invoke(node: Of<'invoke'>, out: Out): Node {
  const of = part(node.of, RANK.postfix, out);
  put(out, '(');
  const args = node.args.map((arg, at) => {
    const key = node.keys?.[at];
    put(out, `${at > 0 ? ', ' : ''}${key === undefined ? '' : `${key}: `}`);
    return part(arg, 0, out);
  });
  put(out, ')');
  return { ...node, of, args };
}

type Writers = { [K in Node['kind']]?: (node: Of<K>, out: Out, beside?: Shape) => Node };

const writers: Writers = {
  literal: (node, out, beside) => {
    const text = valueText(node.value, beside);
    const options = beside?.options ?? beside?.of?.options;
    if (text === null) unsaid(out, '?');
    // Beside a choice a text would be read as a label: joined with nothing it stays what it is.
    else if (typeof node.value === 'string' && options?.has(node.value) === false)
      put(out, `(${text} + "")`);
    else put(out, text);
    return node;
  },
  read: (node, out) => {
    put(out, writtenAt(out.scope, node.address, out.lang));
    return node;
  },
  parties: (node, out) => {
    put(out, writtenAt(out.scope, node.address, out.lang));
    return node;
  },
  today: (node, out) => {
    put(out, out.lang === 'en' ? 'today' : '今天');
    return node;
  },
  local,
  member,
  filter,
  call,
  known: (node, out) => {
    put(out, 'is known(');
    const of = part(node.of, 0, out);
    put(out, ')');
    return { ...node, of };
  },
  compare,
  arithmetic,
  logic: (node, out) => {
    const made = parts(
      node.parts,
      ` ${node.op} `,
      out,
      node.parts.length === 1 ? 0 : rankOf(node) + 1,
    );
    // A part alone is none unless it is a truth value: only a second part says so.
    const lone = node.parts.length === 1 && node.parts[0]?.shape.type !== 'boolean';
    if (lone) put(out, node.op === 'and' ? ' and true' : ' or false');
    return { ...node, parts: made };
  },
  between: (node, out) => {
    const of = part(node.of, RANK.sum, out);
    put(out, ' between ');
    const low = part(node.low, RANK.sum, out);
    put(out, ' and ');
    return { ...node, of, low, high: part(node.high, RANK.sum, out) };
  },
  in: inOut,
  interval: (node, out) => ({ ...node, ...interval(node, out) }),
  if: branches,
  loop,
  list: (node, out, beside) => {
    put(out, '[');
    const items = node.items.map((item, at) => {
      if (at > 0) put(out, ', ');
      return part(item, 0, out, beside);
    });
    put(out, ']');
    return { ...node, items };
  },
  context,
  instance: (node, out) => {
    const of = part(node.of, RANK.instance, out);
    put(out, ` instance of ${typeText(node.type)}`);
    return { ...node, of };
  },
  ray: (node, out) => {
    put(out, `(${node.op} `);
    const than = part(node.than, RANK.sum, out);
    put(out, ')');
    return { ...node, than };
  },
  bare: (node, out) => {
    put(out, node.name);
    return node;
  },
  function: ownFunction,
  builtin: (node, out) => {
    put(out, node.builtin.name);
    return node;
  },
  invoke,
};

function write(node: Node, out: Out, beside?: Shape): Node {
  const writer = writers[node.kind] as ((node: Node, out: Out, beside?: Shape) => Node) | undefined;
  if (writer !== undefined) return writer(node, out, beside);
  unsaid(out, '…');
  return node;
}

/**
 * Writes a tree as FEEL with the names of the scope. The tree given back is the same with places in
 * the new text.
 */
export function print(tree: Node, scope: Scope, wording: Wording = {}): Printed {
  const { names = new Map(), bound = new Map(), lang = 'zh' } = wording;
  const out: Out = { text: '', scope, seen: [], names, bound, lang, whole: true };
  const made = part(tree, 0, out);
  return { text: out.text, tree: made, whole: out.whole };
}
