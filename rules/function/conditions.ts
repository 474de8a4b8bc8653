/** Conditions → code: what decides leaves at once, the rest is noted and the verdict drawn at the end. */
import type { CompareOp, Node, Test } from '../check/tree.ts';
import type { Atom, Emit } from './emit.ts';
import { Decimal } from '../values/number.ts';
import { applied, constant, digits, embedded, jsOps, keep, temp, variable } from './emit.ts';
import { daily, fixed, heldBirthday } from './hold.ts';
import { kindOf } from './kinds.ts';

type Of<K extends Node['kind']> = Extract<Node, { kind: K }>;

/**
 * A truth in code: where `fast` holds (empty: always) it is `verdict`, true or false; elsewhere
 * `slow`, any of the four.
 */
type Branch = { fast: string; verdict: string; slow: string };

/** Where to go when a condition is `on`; otherwise none (1) and unknown (2) are added to `flag`. */
type Exit = { on: boolean; jump: string; flag: string };

/** A comparison that holds under conditions, in plain JavaScript. */
type Plain = { fast: string[]; verdict: string };

/** What stands on the left of comparisons: a value, or an age, which is told from the birthday. */
type Subject = { atom: Atom; node: Node } | { birth: Atom; day: Atom; slow: () => string };

/** An integer compared with a number that is not one is compared with the integer below. */
function besideDecimal(op: CompareOp, code: string, than: Decimal): string | null {
  if (op === '=') return 'false';
  if (op === '!=') return 'true';
  const below = than.floor();
  if (than.isInteger() || !below.abs().lte(Number.MAX_SAFE_INTEGER)) return null;
  return `${code} ${op === '<' || op === '<=' ? '<=' : '>'} ${digits(below.toNumber())}`;
}

const types = { number: 'number', day: 'number', text: 'string', boolean: 'boolean', any: '' };

function isOf(atom: Atom): string[] {
  return atom.sure ? [] : [`typeof ${atom.code} === '${types[atom.kind]}'`];
}

function plainValues(op: CompareOp, a: Atom, b: Atom): Plain | null {
  const js = jsOps.get(op);
  if (js === undefined) return null;
  if (b.literal instanceof Decimal) {
    const verdict = a.kind === 'number' ? besideDecimal(op, a.code, b.literal) : null;
    return verdict === null ? null : { fast: isOf(a), verdict };
  }
  const ordered = a.kind === 'number' || a.kind === 'day';
  const kind = a.kind === 'any' && b.sure && b.kind !== 'day' ? b.kind : a.kind;
  if (kind !== b.kind || kind === 'any') return null;
  if (!ordered && kind !== 'number' && op !== '=' && op !== '!=') return null;
  const fast = [...isOf({ ...a, kind }), ...isOf(b)];
  return { fast, verdict: `${a.code} ${js} ${b.code}` };
}

/** Ages that are compared by the birthday; nobody is older, and beyond it the age is worked out. */
const OLDEST = 200;

function plainAge(op: CompareOp, of: { birth: Atom; day: Atom; e: Emit }, than: Atom): Plain | null {
  const years = than.literal;
  if (typeof years !== 'number' || years < 0 || years > OLDEST) return null;
  const { birth, day, e } = of;
  const from = (n: number): string => heldBirthday(e, day, n);
  const least = (n: number): string => `${birth.code} <= ${from(n)}`;
  const under = (n: number): string => `${birth.code} > ${from(n)}`;
  const verdicts: Record<CompareOp, () => string> = {
    '>=': () => least(years),
    '>': () => least(years + 1),
    '<': () => under(years),
    '<=': () => under(years + 1),
    '=': () => `(${least(years)} && ${under(years + 1)})`,
    '!=': () => `(${under(years)} || ${least(years + 1)})`,
  };
  const fast = [...isOf(birth), `${birth.code} <= ${from(0)}`];
  return { fast, verdict: verdicts[op]() };
}

function plain(op: CompareOp, left: Subject, right: Atom, e: Emit): Plain | null {
  return 'atom' in left
    ? plainValues(op, left.atom, right)
    : plainAge(op, { birth: left.birth, day: left.day, e }, right);
}

/** An age on a day that is the same for everyone, of a birthday held as a day number. */
function ageOf(node: Node, e: Emit): Subject | null {
  if (node.kind !== 'call' || node.builtin.name !== '周岁' || daily(node)) return null;
  const [birth, day] = node.args;
  if (birth === undefined || day === undefined || node.args.length !== 2) return null;
  if (kindOf(birth, e) !== 'day' || !daily(day) || kindOf(day, e) !== 'day') return null;
  const atoms = { birth: e.value(birth), day: e.value(day) };
  const children = [
    { node: birth, atom: atoms.birth },
    { node: day, atom: atoms.day },
  ];
  const slow = (): string => applied(e, children, (args) => ({ ...node, args }));
  return { ...atoms, slow };
}

function subject(node: Node, e: Emit): Subject {
  return ageOf(node, e) ?? { atom: e.value(node), node };
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

function compareBranch(node: Of<'compare'>, e: Emit): Branch | null {
  if (counts(node.left) || counts(node.right)) return null;
  const swapped = fixed(node.left) !== null && fixed(node.right) === null;
  const [first, second] = swapped ? [node.right, node.left] : [node.left, node.right];
  const op = swapped ? mirror[node.op] : node.op;
  const left = subject(first, e);
  const right = e.value(second);
  const made = plain(op, left, right, e);
  const slow = `compare(${constant(e, op)}, ${boxedOf(left)}, ${right.boxed})`;
  if (made === null) return { fast: 'false', verdict: 'false', slow };
  return { fast: made.fast.join(' && '), verdict: made.verdict, slow };
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

function setOf(left: Subject, atoms: Atom[], ends: End[][], e: Emit): Plain | null {
  if (!('atom' in left) || left.atom.kind !== 'text' || ends.length <= FEW) return null;
  if (!ends.every((all) => all.length === 1 && all[0]?.[0] === '=')) return null;
  if (!atoms.every((atom) => typeof atom.literal === 'string')) return null;
  const set = constant(e, new Set(atoms.map((atom) => atom.literal)));
  return { fast: isOf(left.atom), verdict: `${set}.has(${left.atom.code})` };
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
function slowWithin(node: Within, left: Subject, ends: { node: Node; atom: Atom }[], e: Emit): string {
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
  const left = subject(node.of, e);
  const atoms = given.map((end) => ({ node: end, atom: e.value(end) }));
  const fast = new Set<string>();
  const either: string[] = [];
  const set = setOf(left, atoms.map(({ atom }) => atom), ends, e);
  let at = 0;
  for (const all of set === null ? ends : []) {
    const parts = all.map(([op]) => plain(op, left, (atoms[at++] as { atom: Atom }).atom, e));
    for (const part of parts) {
      if (part === null) return null;
      for (const one of part.fast) fast.add(one);
    }
    either.push(`(${parts.map((part) => part?.verdict).join(' && ')})`);
  }
  const slow = slowWithin(node, left, atoms, e);
  if (set !== null) return { fast: set.fast.join(' && '), verdict: set.verdict, slow };
  return { fast: [...fast].join(' && '), verdict: either.join(' || '), slow };
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
  const { fast, verdict, slow } = branch;
  return keep(e, fast === '' ? verdict : `${fast} ? ${verdict} : ${slow}`, 'boolean');
}

/** Tests a value at hand that may be any of the four. */
function exitValue(code: string, exit: Exit, e: Emit): void {
  const { on, jump, flag } = exit;
  e.lines.push(
    `if (${code} === ${on}) ${jump}`,
    `if (${code} !== ${!on}) ${flag} |= ${code} === undefined ? 2 : 1;`,
  );
}

function exitBranch(branch: Branch, exit: Exit, e: Emit): void {
  const { fast, verdict, slow } = branch;
  const leave = exit.on ? verdict : `!(${verdict})`;
  if (fast === '') {
    e.lines.push(`if (${leave}) ${exit.jump}`);
    return;
  }
  const name = temp(e);
  e.lines.push(`if (${fast}) { if (${leave}) ${exit.jump} } else {`, `${name} = ${slow};`);
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
  if (negated !== undefined) {
    condition(negated, { ...exit, on: !exit.on }, e);
    return;
  }
  const branch = tried(e, () => branchOf(node, e));
  if (branch !== null) {
    exitBranch(branch, exit, e);
    return;
  }
  const { code } = keepOnce(node, e);
  exitValue(code, exit, e);
}

function keepOnce(node: Node, e: Emit): Atom {
  if (node.kind === 'compare' || node.kind === 'between' || node.kind === 'in') {
    return embedded(e, node);
  }
  const atom = e.value(node);
  return atom.sure ? keep(e, atom.code, atom.kind) : atom;
}

function logicCondition(node: Of<'logic'>, exit: Exit, e: Emit): void {
  const decides = node.op === 'or';
  if (decides === exit.on) {
    for (const part of node.parts) condition(part, exit, e);
    return;
  }
  const label = `l${e.labels++}`;
  const flag = temp(e);
  e.lines.push(`${label}: {`, `${flag} = 0;`);
  const inner: Exit = { on: decides, jump: `break ${label};`, flag };
  for (const part of node.parts) condition(part, inner, e);
  e.lines.push(`if (${flag} === 0) ${exit.jump}`, `${exit.flag} |= ${flag};`, '}');
}

/** What a run of conditions comes to when none of them decided. */
export function verdictOf(rest: boolean, flag: string): string {
  return `${flag} === 0 ? ${rest} : ${flag} > 1 ? undefined : null`;
}

/** The value of an and or an or. */
export function logicValue(node: Of<'logic'>, e: Emit): Atom {
  const decides = node.op === 'or';
  const [label, flag, name] = [`l${e.labels++}`, temp(e), temp(e)];
  e.lines.push(`${label}: {`, `${flag} = 0;`);
  const jump = `{ ${name} = ${decides}; break ${label}; }`;
  for (const part of node.parts) condition(part, { on: decides, jump, flag }, e);
  e.lines.push(`${name} = ${verdictOf(!decides, flag)};`, '}');
  return variable(name, 'boolean');
}
