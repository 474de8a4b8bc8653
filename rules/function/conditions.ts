/** Conditions → code: what decides leaves at once; none and unknown are noted for the end. */
import type { CompareOp, Node, Test } from '../check/tree.ts';
import type { Atom, Emit } from './emit.ts';
import type { Plain, Subject } from './plain.ts';
import {
  applied,
  boxedAtom,
  constant,
  digits,
  embedded,
  FULL,
  keep,
  proper,
  temp,
} from './emit.ts';
import { makeRun } from '../closure/closure.ts';
import { daily, fixed, stillFrame } from './hold.ts';
import { kindOf } from './kinds.ts';
import { plain } from './plain.ts';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/**
 * A truth in code: true where `pass`; otherwise false where `fine` (empty: always); otherwise
 * `slow`, which is any of the four (and written only where it is asked for).
 */
type Branch = { pass: string; fine: string; slow: () => string };

/** Where to go when a condition is `on`; otherwise none (1) and unknown (2) are added to `flag`. */
export type Exit = { on: boolean; jump: string; flag: string };

/** The arguments of an age on a day that is the same for everyone. */
function ageArguments(node: Node): [birth: Node, day: Node] | null {
  if (node.kind !== 'call') return null;
  const [birth, day] = node.args;
  if (birth === undefined) return null;
  const { from, to } = node;
  if (node.builtin.name === '年龄' && node.args.length === 1) {
    return [birth, { kind: 'today', shape: { type: 'date' }, from, to }];
  }
  const age = node.builtin.name === '周岁' && node.args.length === 2;
  return age && day !== undefined ? [birth, day] : null;
}

/** An age on a day that is the same for everyone, of a birthday held as a day number. */
function ageOf(node: Node, e: Emit): Subject | null {
  const given = ageArguments(node);
  if (given === null || node.kind !== 'call') return null;
  const [birth, day] = given;
  if (daily(birth) || kindOf(birth, e) !== 'day') return null;
  if (!daily(day) || kindOf(day, e) !== 'day') return null;
  const atoms = { birth: e.value(birth), day: e.value(day) };
  const children = node.args.map((arg) => ({
    node: arg,
    atom: arg === birth ? atoms.birth : atoms.day,
  }));
  const slow = (): string => applied(e, children, (args) => ({ ...node, args }));
  return { ...atoms, slow };
}

/** An age is told from the birthday where all it is compared with are numbers written in the rule. */
function subject(node: Node, ends: Node[], e: Emit): Subject {
  const written = ends.every((end) => typeof fixed(end)?.value === 'number');
  return (written ? ageOf(node, e) : null) ?? { atom: e.value(node) };
}

/** A day for closures that ask for one only to see that there is one. */
const ANY_DAY = {
  today: '2000-01-01',
  calendar: { workdays: () => 0, addWorkdays: (day: string) => day },
};

/**
 * What is said of a fact that is unknown or none follows from the rule where all else is written in
 * it: the closure is asked now, once, and not at every run. Null where the rest is not written.
 */
function ofGaps(node: Within | Of<'compare'>, left: Subject, ends: Node[]): string | null {
  const of =
    node.kind === 'compare' ? (fixed(node.left) === null ? node.left : node.right) : node.of;
  const raw = 'atom' in left ? left.atom.raw : left.birth.raw;
  if (raw === undefined || ends.some((end) => fixed(end) === null)) return null;
  const { from, to, shape } = of;
  const local: Node = { kind: 'local', slot: 0, shape, from, to };
  const [, ...others] = of.kind === 'call' ? of.args : [];
  const asked: Node =
    'atom' in left || of.kind !== 'call' ? local : { ...of, args: [local, ...others] };
  const run = makeRun(
    node.kind === 'compare'
      ? {
          ...node,
          left: of === node.left ? asked : node.left,
          right: of === node.right ? asked : node.right,
        }
      : { ...node, of: asked },
  );
  const says = (value: null | undefined): string | null => {
    const said = run({ ...stillFrame(ANY_DAY), locals: [value] });
    return said === undefined || said === null || typeof said === 'boolean' ? String(said) : null;
  };
  const [unknown, none] = [says(undefined), says(null)];
  if (unknown === null || none === null) return null;
  const guard = 'atom' in left ? '' : `${left.day.code} === ${left.day.code} && `;
  return `${guard}${raw} === undefined ? ${unknown} : ${guard}${raw} === null ? ${none} : `;
}

const boxedOf = (of: Subject): string => ('atom' in of ? of.atom.boxed : of.slow());

const mirror: Record<CompareOp, CompareOp> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** A count of a filter may be decided before it is known: the closure minds that. */
function counts(node: Node): boolean {
  return node.kind === 'call' && node.builtin.name === 'count' && node.args[0]?.kind === 'filter';
}

/** The closure of a comparison over values of which nothing is known before; literals stay literals. */
function slowCompare(op: CompareOp, sides: { node: Node; atom: Atom }[], e: Emit): string {
  const given = sides.filter(({ node }) => fixed(node) === null);
  const [first, second] = sides.map(({ node }) => node);
  return applied(e, given, (locals) => {
    const side = (node: Node | undefined): Node =>
      locals[given.findIndex((one) => one.node === node)] ?? (node as Node);
    const { from, to } = first as Node;
    const shape = { type: 'boolean' } as const;
    return { kind: 'compare', op, left: side(first), right: side(second), shape, from, to };
  });
}

function compareBranch(node: Of<'compare'>, e: Emit): Branch | null {
  if (counts(node.left) || counts(node.right)) return null;
  const swapped = fixed(node.left) !== null && fixed(node.right) === null;
  const [first, second] = swapped ? [node.right, node.left] : [node.left, node.right];
  const op = swapped ? mirror[node.op] : node.op;
  const left = subject(first, [second], e);
  const right = e.value(second);
  const made = plain(op, left, right, e);
  const open = 'atom' in left && (left.atom.kind === 'any' || right.kind === 'any');
  const slow = (): string =>
    (ofGaps(node, left, [second]) ?? '') +
    (open
      ? slowCompare(
          op,
          [
            { node: first, atom: left.atom },
            { node: second, atom: right },
          ],
          e,
        )
      : `compare(${constant(e, op)}, ${boxedOf(left)}, ${right.boxed})`);
  if (made === null) return { pass: 'false', fine: 'false', slow };
  return { pass: made.pass, fine: made.fine.join(' && '), slow };
}

type End = [CompareOp, Node];

/** The comparisons each of which, or all of which together, one test of `in` asks for. */
function endsOf(test: Test): End[][] {
  if (test.kind === 'compare') return [[[test.op, test.to]]];
  if (test.kind === 'interval') {
    return [
      [
        [test.openLow ? '>' : '>=', test.low],
        [test.openHigh ? '<' : '<=', test.high],
      ],
    ];
  }
  const { of } = test;
  return of.kind === 'list' ? of.items.map((item) => [['=', item]]) : [[['=', of]]];
}

/** More texts than this are looked up in a set. */
const FEW = 6;
/** Places of a choice that fit into the bits of an integer; bit 31 is for what is not declared. */
const BITS = 31;

/** A text, or a choice, that equals any of many literals. */
function plainSet(left: Subject, atoms: Atom[], ends: End[][], e: Emit): Plain | null {
  if (!('atom' in left) || !ends.every((one) => one.length === 1 && one[0]?.[0] === '='))
    return null;
  const texts = atoms.map((atom) => atom.literal).filter((text) => typeof text === 'string');
  if (texts.length !== atoms.length) return null;
  const { kind, code, places } = left.atom;
  if (kind === 'choice' && places !== undefined && places.size <= BITS && texts.length > 1) {
    let bits = 0;
    for (const text of texts) bits |= places.has(text) ? 1 << (places.get(text) ?? 0) : 0;
    return { pass: `(${digits(bits)} >> ${code} & 1) === 1`, fine: proper(left.atom) };
  }
  if (kind !== 'text' || texts.length <= FEW) return null;
  return { pass: `${constant(e, new Set(texts))}.has(${code})`, fine: proper(left.atom) };
}

type Within = Of<'in'> | Of<'between'>;

/** The same node with other ends, in the order of `endsOf`. */
function withEnds(node: Within, of: Node, ends: Node[]): Node {
  const given = [...ends];
  const next = (): Node => given.shift() as Node;
  if (node.kind === 'between') return { ...node, of, low: next(), high: next() };
  const tests = node.tests.map((test): Test => {
    if (test.kind === 'compare') return { ...test, to: next() };
    if (test.kind === 'interval') return { ...test, low: next(), high: next() };
    if (test.of.kind !== 'list') return { ...test, of: next() };
    return { ...test, of: { ...test.of, items: test.of.items.map(next) } };
  });
  return { ...node, of, tests };
}

/** The node's closure over the values at hand; ends that are literals stay literals. */
function slowWithin(
  node: Within,
  left: Subject,
  ends: { node: Node; atom: Atom }[],
  e: Emit,
): string {
  const of: Atom = { kind: 'any', code: '', boxed: boxedOf(left), sure: false };
  const open = ends.filter((end) => fixed(end.node) === null);
  return applied(e, [{ node: node.of, atom: of }, ...open], ([first, ...locals]) =>
    withEnds(
      node,
      first as Node,
      ends.map((end) => locals[open.indexOf(end)] ?? end.node),
    ),
  );
}

/** A value within any of several ends, all of a kind, so that in plain code nothing else can happen. */
function withinBranch(node: Within, ends: End[][], e: Emit): Branch | null {
  const given = ends.flat().map(([, end]) => end);
  if (given.length === 0 || given.some((end) => kindOf(end, e) === 'any')) return null;
  const left = subject(node.of, given, e);
  const atoms = given.map((end) => ({ node: end, atom: e.value(end) }));
  const slow = (): string => (ofGaps(node, left, given) ?? '') + slowWithin(node, left, atoms, e);
  const set = plainSet(
    left,
    atoms.map(({ atom }) => atom),
    ends,
    e,
  );
  if (set !== null) return { pass: set.pass, fine: set.fine.join(' && '), slow };
  const fine = new Set<string>();
  let at = 0;
  const either: string[] = [];
  for (const together of ends) {
    const parts = together.map(([op]) => plain(op, left, (atoms[at++] as { atom: Atom }).atom, e));
    for (const part of parts) {
      if (part === null) return null;
      for (const one of part.fine) fine.add(one);
    }
    either.push(`(${parts.map((part) => part?.pass).join(' && ')})`);
  }
  return { pass: either.join(' || '), fine: [...fine].join(' && '), slow };
}

function branchOf(node: Node, e: Emit): Branch | null {
  if (node.kind === 'compare') return compareBranch(node, e);
  if (node.kind === 'between') {
    const ends: End[][] = [
      [
        ['>=', node.low],
        ['<=', node.high],
      ],
    ];
    return withinBranch(node, ends, e);
  }
  if (node.kind !== 'in') return null;
  return withinBranch(node, node.tests.flatMap(endsOf), e);
}

/** Lines written on trial: taken back when nothing comes of them. */
function tried<T>(e: Emit, make: () => T | null): T | null {
  const mark = e.lines.length;
  const made = make();
  if (made === null) e.lines.length = mark;
  return made;
}

/** The value of a comparison, a between or an in. */
export function outcome(node: Of<'compare'> | Of<'between'> | Of<'in'>, e: Emit): Atom {
  const branch = tried(e, () => branchOf(node, e));
  if (branch === null) return embedded(e, node);
  const { pass, fine, slow } = branch;
  return keep(e, fine === '' ? pass : `${pass} ? true : ${fine} ? false : ${slow()}`, 'boolean');
}

/** Tests a value at hand that may be any of the four. */
function exitValue(code: string, exit: Exit, e: Emit): void {
  const { on, jump, flag } = exit;
  e.lines.push(
    `if (${code} !== ${!on}) {`,
    `if (${code} === ${on}) ${jump}`,
    e.leaves ? FULL : `${flag} |= ${code} === undefined ? 2 : 1;`,
    '}',
  );
}

function exitBranch(branch: Branch, exit: Exit, e: Emit): void {
  const { pass, fine, slow } = branch;
  if (fine === '') {
    e.lines.push(`if (${exit.on ? pass : `!(${pass})`}) ${exit.jump}`);
    return;
  }
  if (e.leaves) {
    if (exit.on) e.lines.push(`if (${pass}) ${exit.jump}`, `if (!(${fine})) ${FULL}`);
    else e.lines.push(`if (!(${pass})) {`, `if (${fine}) ${exit.jump}`, FULL, '}');
    return;
  }
  const name = temp(e);
  if (exit.on) e.lines.push(`if (${pass}) ${exit.jump}`, `if (!(${fine})) {`);
  else e.lines.push(`if (!(${pass})) {`, `if (${fine}) ${exit.jump}`);
  e.lines.push(`${name} = ${slow()};`);
  exitValue(name, exit, e);
  e.lines.push('}');
}

/** Writes code that leaves when the node is `exit.on`, and falls through otherwise. */
export function condition(node: Node, exit: Exit, e: Emit): void {
  if (node.kind === 'logic') {
    logicCondition(node, exit, e);
    return;
  }
  const [negated] = node.kind === 'call' && node.builtin.name === 'not' ? node.args : [];
  if (negated !== undefined && kindOf(negated, e) === 'boolean') {
    condition(negated, { ...exit, on: !exit.on }, e);
    return;
  }
  const branch = tried(e, () => branchOf(node, e));
  if (branch !== null) {
    exitBranch(branch, exit, e);
    return;
  }
  const compared = node.kind === 'compare' || node.kind === 'between' || node.kind === 'in';
  const { boxed } = compared ? embedded(e, node) : e.value(node);
  exitValue(/^t\d+$/.test(boxed) ? boxed : keep(e, boxed, 'any').code, exit, e);
}

function logicCondition(node: Of<'logic'>, exit: Exit, e: Emit): void {
  const decides = node.op === 'or';
  if (decides === exit.on) {
    for (const part of node.parts) condition(part, exit, e);
    return;
  }
  const label = `l${e.labels++}`;
  const flag = e.leaves ? '' : temp(e);
  e.lines.push(`${label}: {`);
  if (!e.leaves) e.lines.push(`${flag} = 0;`);
  const inner: Exit = { on: decides, jump: `break ${label};`, flag };
  for (const part of node.parts) condition(part, inner, e);
  if (e.leaves) e.lines.push(exit.jump);
  else e.lines.push(`if (${flag} === 0) ${exit.jump}`, `${exit.flag} |= ${flag};`);
  e.lines.push('}');
}

/** What a run of conditions comes to when none of them decided. */
export function verdictOf(rest: boolean, flag: string): string {
  return `${flag} === 0 ? ${rest} : ${flag} > 1 ? undefined : null`;
}

/** The value of an and or an or. */
export function logicValue(node: Of<'logic'>, e: Emit): Atom {
  const decides = node.op === 'or';
  const [label, flag, name] = [`l${e.labels++}`, temp(e), temp(e)];
  const { leaves } = e;
  e.leaves = false;
  e.lines.push(`${label}: {`, `${flag} = 0;`);
  const jump = `{ ${name} = ${decides}; break ${label}; }`;
  for (const part of node.parts) condition(part, { on: decides, jump, flag }, e);
  e.lines.push(`${name} = ${verdictOf(!decides, flag)};`, '}');
  e.leaves = leaves;
  return boxedAtom(name, 'boolean');
}
