/** Comparisons in plain JavaScript, where the way a value is held tells all there is to tell. */
import type { CompareOp } from '../check/tree.ts';
import type { Atom, Emit } from './emit.ts';
import { digits, jsOps, proper } from './emit.ts';
import { heldBirthday } from './hold.ts';

/** A comparison in plain JavaScript: true where `pass`, and otherwise false where all `fine` hold. */
export type Plain = { pass: string; fine: string[] };

/** What stands on the left of comparisons: a value, or an age, which is told from the birthday. */
export type Subject = { atom: Atom } | { birth: Atom; day: Atom; slow: () => string };

const all = (...conditions: string[]): string => conditions.join(' && ') || 'true';

/** Numbers of which only the ends may be known: decided where every number between agrees. */
function plainBetween(op: CompareOp, a: Atom, b: Atom): Plain {
  const [aLow, aHigh] = [a.low ?? a.code, a.high ?? a.code];
  const [bLow, bHigh] = [b.low ?? b.code, b.high ?? b.code];
  const apart = `(${aHigh} < ${bLow} || ${aLow} > ${bHigh})`;
  const same = `${a.code} === ${b.code}`;
  if (op === '=') return { pass: same, fine: [apart] };
  if (op === '!=') return { pass: apart, fine: [same] };
  const less = op === '<' || op === '<=';
  const strict = op === '<' || op === '>';
  const [under, over] = less ? [aHigh, bLow] : [bHigh, aLow];
  const [least, most] = less ? [aLow, bHigh] : [bLow, aHigh];
  return {
    pass: `${under} ${strict ? '<' : '<='} ${over}`,
    fine: [`${least} ${strict ? '>=' : '>'} ${most}`],
  };
}

/** Numbers and days: NaN is less, equal and more than nothing. */
function plainOrdered(op: CompareOp, a: Atom, b: Atom): Plain {
  if (a.low !== undefined || b.low !== undefined) return plainBetween(op, a, b);
  const fine = [...proper(a), ...proper(b)];
  if (op === '!=') return { pass: `(${a.code} < ${b.code} || ${a.code} > ${b.code})`, fine };
  return { pass: `${a.code} ${jsOps.get(op)} ${b.code}`, fine };
}

/** A choice beside one of its codes, or beside a text that is none of them. */
function plainChoice(op: CompareOp, a: Atom, code: string): Plain {
  const fine = proper(a);
  const place = a.places?.get(code);
  if (place === undefined) return { pass: op === '=' ? 'false' : all(...fine), fine };
  if (op === '=') return { pass: `${a.code} === ${digits(place)}`, fine };
  return { pass: all(...fine, `${a.code} !== ${digits(place)}`), fine };
}

/** Beside none: what tells a value is not none. */
function plainNone(op: CompareOp, a: Atom): Plain | null {
  const known = a.kind === 'any' ? [`${a.code} !== null && ${a.code} !== undefined`] : proper(a);
  if (op === '=') return { pass: 'false', fine: known };
  return op === '!=' ? { pass: all(...known), fine: ['false'] } : null;
}

function plainValues(op: CompareOp, a: Atom, b: Atom): Plain | null {
  if (!jsOps.has(op)) return null;
  if (b.literal === null) return plainNone(op, a);
  if (a.kind === 'choice') {
    const equality = op === '=' || op === '!=';
    return equality && typeof b.literal === 'string' ? plainChoice(op, a, b.literal) : null;
  }
  if (a.kind === b.kind && (a.kind === 'number' || a.kind === 'day')) return plainOrdered(op, a, b);
  const kind = a.kind === 'any' && b.sure && b.kind !== 'day' ? b.kind : a.kind;
  if (kind !== b.kind || (kind !== 'number' && op !== '=' && op !== '!=')) return null;
  if (kind !== 'number' && kind !== 'text' && kind !== 'boolean') return null;
  const typed: Atom = { ...a, kind };
  const told = kind === 'number' ? [`typeof ${a.code} === 'number'`] : proper(typed);
  const fine = [...told, ...proper(b)];
  const verdict = `${a.code} ${jsOps.get(op)} ${b.code}`;
  return { pass: op === '=' && b.sure ? verdict : all(...fine, verdict), fine };
}

/** Ages that are compared by the birthday; nobody is older, and beyond it the age is worked out. */
const OLDEST = 200;

function plainAge(
  op: CompareOp,
  of: { birth: Atom; day: Atom; e: Emit },
  than: Atom,
): Plain | null {
  const years = than.literal;
  if (!Number.isInteger(years) || typeof years !== 'number' || years < 0 || years > OLDEST)
    return null;
  const { birth, day, e } = of;
  const from = (n: number): string => `${birth.code} <= ${heldBirthday(e, day, n)}`;
  const under = (n: number): string => `${birth.code} > ${heldBirthday(e, day, n)}`;
  const born = from(0);
  const passes: ReadonlyMap<CompareOp, () => string> = new Map([
    ['>=', () => from(years)],
    ['>', () => from(years + 1)],
    ['<', () => all(under(years), born)],
    ['<=', () => all(under(years + 1), born)],
    ['=', () => all(from(years), under(years + 1))],
    ['!=', () => `(${all(under(years), born)} || ${from(years + 1)})`],
  ]);
  const pass = passes.get(op);
  return pass === undefined ? null : { pass: pass(), fine: [born] };
}

/** The comparison of what stands on the left with a value; null where only `slow` code can tell. */
export function plain(op: CompareOp, left: Subject, right: Atom, e: Emit): Plain | null {
  return 'atom' in left
    ? plainValues(op, left.atom, right)
    : plainAge(op, { birth: left.birth, day: left.day, e }, right);
}
