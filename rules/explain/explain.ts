/**
 * Why a rule gave what it gave: a tree of reasons, one for each part that can be judged by itself,
 * in the words of whoever is told. What decided comes first; what need not be looked at says so.
 */
import type { Env, Read } from '../closure/frame.ts';
import type { Node } from '../check/tree.ts';
import type { Rule } from '../evaluate.ts';
import type { Json, Value } from '../values/values.ts';
import type { At, FactSeen } from './at.ts';
import type { Telling } from './say.ts';
import type { Lang, Verdict } from './words.ts';
import { shapesOf } from '../facts.ts';
import { Party, toJson } from '../values/values.ts';
import { factsText, saidAt, valueOf, verdictOf } from './at.ts';
import { cut, isText, nameOf, shown, unitOf } from './say.ts';
import { compared } from './sentences.ts';
import { wordsOf } from './words.ts';

export type { FactSeen } from './at.ts';
export type { Telling } from './say.ts';
export type { Lang, Verdict } from './words.ts';

/**
 * What a part did for the verdict above it: `decides` made it, `open` keeps it from being decided,
 * `holds` is fulfilled but not enough, `idle` need not be looked at.
 */
export type Role = 'decides' | 'open' | 'holds' | 'idle';

/** One part of a rule and what came of it. `value` is there for what is no truth value. */
export type Reason = {
  said: string;
  text: string;
  verdict: Verdict;
  value?: Json;
  facts: FactSeen[];
  role: Role;
  parts: Reason[];
  from: number;
  to: number;
};

/** Reasons below one another, at most; parts of one reason, and of all together. */
const DEEPEST = 12;
const MOST_PARTS = 20;
const MOST_REASONS = 300;
type Told = { text: string; verdict: Verdict; value?: Value; facts?: FactSeen[]; parts?: Reason[] };

function reason(node: Node, at: At, told: Told): Reason {
  const { words } = at;
  const { verdict, value, facts = [], parts = [] } = told;
  const end = verdict === 'value' ? '' : ` → ${words.verdicts[verdict]}`;
  const json = verdict === 'value' && value !== undefined ? toJson(value) : undefined;
  return {
    said: saidAt(node, at),
    text: told.text + end,
    verdict,
    ...(json !== undefined && { value: json }),
    facts,
    role: verdict === 'unknown' ? 'open' : 'decides',
    parts,
    from: node.from,
    to: node.to,
  };
}

/** A part that is told as it is written with its value. */
function plain(node: Node, at: At): Reason {
  const { value, facts } = valueOf(node, at);
  const { words } = at;
  const leaf =
    node.kind === 'read' ||
    node.kind === 'literal' ||
    node.kind === 'local' ||
    node.kind === 'member';
  const unit = unitOf(node, at.telling.scope);
  const text = isText(
    node.kind === 'literal' ? shown(value, node.shape, { words }) : saidAt(node, at),
    value,
    node.shape,
    { words, ...(unit && { unit }) },
  );
  return reason(node, at, {
    text: leaf ? text : text + factsText(facts, words),
    verdict: verdictOf(value),
    value,
    facts,
  });
}

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/** Which verdict of the parts made the verdict of the whole, and the parts in the order of telling. */
function arranged(
  parts: Reason[],
  verdict: Verdict,
  decisive: boolean,
): { parts: Reason[]; made: number } {
  const roleOf = (part: Reason): Role => {
    if (part.verdict === verdict) return verdict === 'unknown' ? 'open' : 'decides';
    if (decisive) return 'idle';
    return part.verdict === 'unknown' ? 'open' : 'holds';
  };
  const with1 = parts.map((part) => ({ ...part, role: roleOf(part) }));
  const order: Role[] = ['decides', 'open', 'holds', 'idle'];
  const sorted = order.flatMap((role) => with1.filter((part) => part.role === role));
  return { parts: sorted, made: parts.filter((part) => part.verdict === verdict).length };
}

/** Cuts off what is too much to tell. */
function few(parts: Reason[]): Reason[] {
  if (parts.length <= MOST_PARTS) return parts;
  const [first] = parts;
  const kept = parts.slice(0, MOST_PARTS);
  if (first === undefined) return kept;
  return [
    ...kept,
    {
      ...first,
      said: '…',
      text: `… (${parts.length - MOST_PARTS})`,
      facts: [],
      parts: [],
      role: 'idle',
    },
  ];
}

const truth = (verdict: Verdict): Exclude<Verdict, 'value'> =>
  verdict === 'value' ? 'none' : verdict;

function logic(node: Of<'logic'>, at: At): Reason {
  const { value } = valueOf(node, at);
  const verdict = verdictOf(value);
  const told = node.parts.map((part) => tell(part, at));
  const { parts, made } = arranged(
    told,
    verdict,
    verdict === (node.op === 'and' ? 'false' : 'true'),
  );
  const text = at.words[node.op][truth(verdict)]({ all: parts.length, made });
  return reason(node, at, { text, verdict, parts: few(parts) });
}

/** not(…): of a plain yes or no, what is required; of anything else, that it must not hold. */
function negation(node: Of<'call'>, arg: Node, at: At): Reason {
  const { value, facts } = valueOf(node, at);
  const verdict = verdictOf(value);
  const inner = tell(arg, at);
  const { words } = at;
  if (inner.parts.length === 0 && (arg.kind === 'read' || arg.kind === 'member')) {
    const text =
      inner.text.slice(0, inner.text.lastIndexOf(' → ')) +
      words.wanted(words.ops('=', 'text', words.no));
    return reason(node, at, { text, verdict, facts });
  }
  return reason(node, at, { text: words.not, verdict, parts: [inner] });
}

/** `if … else if … else …` (a decision table is one): its cases, and what is left when none holds. */
function chainOf(node: Node): { cases: Of<'if'>[]; otherwise: Node } {
  const cases: Of<'if'>[] = [];
  let rest = node;
  for (; rest.kind === 'if'; rest = rest.no) cases.push(rest);
  return { cases, otherwise: rest };
}

/** A value behind what gave it; nothing for a verdict, which stands at the end anyway. */
function valueText(value: Value, node: Node, at: At): string {
  if (verdictOf(value) !== 'value') return '';
  return `${at.words.colon}${shown(value, node.shape, { words: at.words })}`;
}

/** Cases in their order: those that were ruled out, and the one that holds or is open. */
function chain(node: Of<'if'>, at: At): Reason {
  const { cases, otherwise } = chainOf(node);
  const tests: Reason[] = [];
  for (const one of cases) {
    tests.push(tell(one.test, at));
    const { verdict } = tests.at(-1) ?? { verdict: 'none' };
    if (verdict === 'true' || verdict === 'unknown') break;
  }
  const last = tests.at(-1);
  const found = last?.verdict === 'true' || last?.verdict === 'unknown' ? last.verdict : 'false';
  const { value } = valueOf(node, at);
  const result = found === 'false' ? otherwise : cases[tests.length - 1]?.yes;
  const ruledOut = (found === 'false' ? tests : tests.slice(0, -1)).map((test): Reason => ({
    ...test,
    role: found === 'false' ? 'decides' : 'holds',
  }));
  const parts = [
    ...(found === 'false' || last === undefined ? [] : [last]),
    ...(found === 'unknown' || result === undefined || result.kind === 'literal'
      ? []
      : [tell(result, at)]),
    ...ruledOut,
  ];
  const text = at.words.cases[found](cases.length, tests.length) + valueText(value, node, at);
  return reason(node, at, { text, verdict: verdictOf(value), value, parts: few(parts) });
}

function branches(node: Of<'if'>, at: At): Reason {
  if (node.no.kind === 'if') return chain(node, at);
  const test = tell(node.test, at);
  const { value } = valueOf(node, at);
  const open = test.verdict === 'unknown';
  const yes = test.verdict === 'true';
  const chosen = tell(yes ? node.yes : node.no, at);
  const other = tell(yes ? node.no : node.yes, at);
  const text = at.words.branch(test.verdict, saidAt(node.test, at));
  const parts: Reason[] = open
    ? [test, { ...other, role: 'open' }, { ...chosen, role: 'open' }]
    : [test, chosen, { ...other, role: 'idle' }];
  return reason(node, at, {
    text: text + valueText(value, node, at),
    verdict: verdictOf(value),
    value,
    parts,
  });
}

/** What a member is called: 演员[2]; a plain value by itself. */
function memberName(item: Value, at: At): string {
  if (item instanceof Party) return nameOf(item.address, at.telling);
  return shown(item, undefined, { words: at.words });
}

/** Runs with one more name bound to a value. */
function binding<T>(slot: number, item: Value, at: At, run: () => T): T {
  at.locals[slot] = item;
  at.bound.set(slot, memberName(item, at));
  const made = run();
  at.bound.delete(slot);
  return made;
}

function turns(node: Of<'loop'>, index: number, at: At): Reason[] | null {
  const bind = node.binds[index];
  if (bind === undefined) return at.left.parts > 0 ? [tell(node.body, at)] : [];
  if (bind.until !== undefined) return null;
  const { value } = valueOf(bind.over, at);
  if (!Array.isArray(value)) return null;
  const found: Reason[] = [];
  for (const item of value) {
    const inner = binding(bind.slot, item, at, () => turns(node, index + 1, at));
    if (inner === null) return null;
    const name = memberName(item, at);
    // Where the sentence does not name the member, it is put before it.
    found.push(
      ...inner.map((one) =>
        one.text.includes(name) ? one : { ...one, text: `${name}${at.words.colon}${one.text}` },
      ),
    );
  }
  return found;
}

function loop(node: Of<'loop'>, at: At): Reason {
  const told = node.how === 'for' ? null : turns(node, 0, at);
  const [bind] = node.binds;
  const over = bind && valueOf(bind.over, at);
  if (told === null && bind !== undefined && node.how !== 'for' && over?.value === undefined) {
    const text = at.words.howMany(saidAt(bind.over, at));
    return reason(node, at, { text, verdict: 'unknown', facts: over?.facts ?? [] });
  }
  if (told === null) return plain(node, at);
  const { value } = valueOf(node, at);
  const verdict = verdictOf(value);
  if (told.length === 0 && bind !== undefined) {
    return reason(node, at, { text: at.words.noMembers(saidAt(bind.over, at)), verdict });
  }
  const some = node.how === 'some';
  const { parts, made } = arranged(told, verdict, verdict === (some ? 'true' : 'false'));
  const text = at.words[some ? 'some' : 'each'][truth(verdict)]({ all: parts.length, made });
  return reason(node, at, { text, verdict, parts: few(parts) });
}

/** The members a filter looked at, each with why it stays or goes. */
function filtered(node: Of<'filter'>, at: At): Reason[] {
  const { value } = valueOf(node.of, at);
  if (!Array.isArray(value) || node.by.shape.type !== 'boolean') return [];
  return few(value.map((item) => binding(node.slot, item, at, () => tell(node.by, at))));
}

/** A comparison of a count: the members counted are told one by one. */
function counted(node: Of<'compare'>): Of<'filter'> | undefined {
  const call = [node.left, node.right].find(
    (side) => side.kind === 'call' && side.builtin.name === 'count',
  );
  const [arg] = call?.kind === 'call' ? call.args : [];
  return arg?.kind === 'filter' ? arg : undefined;
}

/** What is compared with true, if it is a verdict itself: it is told as it is. */
function verdictIn(node: Of<'compare'> | Of<'in'> | Of<'between'>): Node | undefined {
  if (node.kind !== 'compare' || node.op !== '=' || node.left.shape.type !== 'boolean')
    return undefined;
  return node.right.kind === 'literal' && node.right.value === true ? node.left : undefined;
}

function judged(node: Of<'compare'> | Of<'in'> | Of<'between'>, at: At): Reason {
  const { value, facts } = valueOf(node, at);
  const itself = verdictIn(node);
  if (itself !== undefined) {
    const inner = tell(itself, at);
    const text = inner.text.slice(0, inner.text.lastIndexOf(' → '));
    return reason(node, at, { text, verdict: verdictOf(value), facts, parts: inner.parts });
  }
  const filter = node.kind === 'compare' ? counted(node) : undefined;
  const parts = filter === undefined ? [] : filtered(filter, at);
  return reason(node, at, {
    text: compared(node, at, value),
    verdict: verdictOf(value),
    facts,
    parts,
  });
}

/** What `= true` asks of a condition, as cells of tables do: the condition itself is told. */
function heldTrue({ op, left, right }: Of<'compare'>): Node | null {
  if (op !== '=' || right.kind !== 'literal' || right.value !== true) return null;
  return ['in', 'between', 'compare', 'logic'].includes(left.kind) ? left : null;
}

function known(node: Of<'known'>, at: At): Reason {
  const { value } = valueOf(node, at);
  const { facts } = valueOf(node.of, at);
  const is = value === true ? 'true' : 'false';
  const text = at.words.known(saidAt(node.of, at)) + at.words.colon + at.words.isKnown[is];
  return reason(node, at, { text, verdict: verdictOf(value), facts });
}

function tell(node: Node, at: At): Reason {
  if (at.depth >= DEEPEST || at.left.parts <= 0) {
    const { value } = valueOf(node, at);
    return reason(node, at, {
      text: cut(`${saidAt(node, at)} …`),
      verdict: verdictOf(value),
      value,
    });
  }
  at.depth++;
  at.left.parts--;
  const made = toldBy(node, at);
  at.depth--;
  return made;
}

function toldBy(node: Node, at: At): Reason {
  switch (node.kind) {
    case 'logic':
      return logic(node, at);
    case 'compare': {
      const held = heldTrue(node);
      if (held === null) return judged(node, at);
      return { ...tell(held, at), verdict: verdictOf(valueOf(node, at).value) };
    }
    case 'in':
    case 'between':
      return judged(node, at);
    case 'if':
      return branches(node, at);
    case 'loop':
      return loop(node, at);
    case 'known':
      return known(node, at);
    case 'call': {
      const [arg] = node.args;
      if (node.builtin.name === 'not' && arg !== undefined) return negation(node, arg, at);
      return plain(node, at);
    }
    default:
      return plain(node, at);
  }
}

/**
 * Explains what a rule gives for the facts: its verdict, the sentence of each part with the values
 * read, and what decided. `how`: the language, or the language and the scope (then names are printed
 * as the scope has them, in English where it has English, members by number, numbers with units;
 * without one they are quoted from the rule's text). Cut with “…” beyond 300 reasons or 12 levels.
 */
export function explain(rule: Rule, read: Read, env: Env, how: Lang | Telling): Reason {
  const telling = typeof how === 'string' ? { lang: how } : how;
  return tell(rule.tree, {
    rule,
    read,
    env,
    telling,
    words: wordsOf(telling.lang),
    shapes: shapesOf(rule.tree),
    locals: [],
    bound: new Map(),
    depth: 0,
    left: { parts: MOST_REASONS },
  });
}
