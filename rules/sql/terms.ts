/**
 * Parts of a rule as text of SQL, with what is known of them before anything runs. The value of a
 * part is NULL where it is none and where it is unknown; whether it is unknown is a text of its
 * own, made only where somebody asks. No text of a rule stands in any of them: what a rule writes
 * becomes a parameter, and names of columns come from the layout.
 */
import type { Refusal } from '../layout.ts';
import type { Node } from '../check/tree.ts';
import type { Value } from '../values/values.ts';

/** What PostgreSQL is given as a parameter: texts and arrays of texts, or the day it runs for. */
export type SqlParam = string | string[] | { today: true };

/** Types of values in SQL. `months` and `seconds` are the two kinds of durations. */
export type Kind =
  'boolean' | 'number' | 'text' | 'date' | 'months' | 'seconds' | 'time' | 'date-time' | 'none';

/** A text made when it is wanted, and once. */
export type Text = () => string;

/** The ends of a number in units of 10^-scale, both included: nothing else can come. */
export type Size = { low: bigint; high: bigint; scale: number };

/**
 * How a number is carried: integers count units of 10^-scale of its size; `numeric` is the number
 * itself, of any size when `size` is null.
 */
export type NumberForm = { as: 'int4' | 'int8' | 'numeric'; size: Size | null };

/**
 * Thresholds of a number that never has to be worked out: `atLeast(k)` is true where it is k or
 * more, `there` where it is at all (both false or NULL otherwise).
 */
export type Steps = { there: Text; atLeast: (k: bigint) => Text };

/** One scalar value of a rule. */
export type Term = {
  kind: Kind;
  /** The value; NULL where it is none or unknown. Of a boolean all three of SQL's. */
  value: Text;
  /** True where it is unknown, never NULL; left out where it never is. */
  unknown?: Text;
  /** It may be none. */
  none: boolean;
  /** Of a boolean: true exactly where it is true (false), otherwise false or NULL. */
  holds?: Text;
  fails?: Text;
  number?: NumberForm;
  steps?: Steps;
  /** Of a date: the value is a day number (bigint), not a `date`. */
  days?: boolean;
  /** Of a text: the value is the place (from 1) in these codes, a smallint. */
  codes?: string[];
  /** The value is this one, the same in every row. */
  literal?: Value;
  /** Of a date: the same in every row, though not known before it runs. */
  fixed?: boolean;
  /** Of a date: between the years 1 and 9999. */
  near?: boolean;
};

/** Parts that are no scalar: they stand only where they are taken apart before anything runs. */
export type Part =
  | Term
  | { kind: 'list'; items: Part[] }
  /** Its ends are there in every row; an end left out is null. */
  | { kind: 'range'; low: Term | null; high: Term | null; openLow: boolean; openHigh: boolean }
  | { kind: 'record'; entries: Map<string, Part> };

/** The parameters of one statement; the same value of the same type stands in it once. */
export type Pool = { params: SqlParam[]; places: Map<string, string> };

/** A pool with nothing in it. */
export function newPool(): Pool {
  return { params: [], places: new Map() };
}

/** SQL types of parameters. */
export type ParamType =
  'int4' | 'int8' | 'numeric' | 'text' | 'date' | 'int2' | 'int2[]' | 'int4[]' | 'int8[]' | 'text[]' | 'numeric[]' | 'date[]';

/** The text of a parameter: `$n::type`. */
export function param(pool: Pool, type: ParamType, value: SqlParam): string {
  const key = `${type} ${JSON.stringify(value)}`;
  const before = pool.places.get(key);
  if (before !== undefined) return before;
  pool.params.push(value);
  const made = `$${pool.params.length}::${type}`;
  pool.places.set(key, made);
  return made;
}

/** Texts made with one pool, their parameters numbered as they stand in them; unused ones go. */
export function numbered(texts: string[], pool: Pool): { texts: string[]; params: SqlParam[] } {
  const order = new Map<string, number>();
  const params: SqlParam[] = [];
  const renumber = (text: string): string =>
    text.replace(/\$(\d+)/g, (whole, digits: string) => {
      let at = order.get(digits);
      if (at === undefined) {
        params.push(pool.params[Number(digits) - 1] ?? '');
        at = params.length;
        order.set(digits, at);
      }
      return `$${at}`;
    });
  return { texts: texts.map(renumber), params };
}

/** Why a rule is not taken: thrown inside this folder, caught by its door. */
export class Refuse extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** Ends here: SQL cannot do this part exactly. */
export function refuse(node: Node, message: string): never {
  throw new Refuse({ message, from: node.from, to: node.to });
}

/** Makes a text once. */
export function once(make: Text): Text {
  let made: string | undefined;
  return () => (made ??= make());
}

/** Always none. */
export const NONE_TERM: Term = { kind: 'none', value: () => 'NULL', none: true, literal: null };

/** A scalar part; null for lists, ranges and records. */
export function scalar(part: Part): Term | null {
  return part.kind === 'list' || part.kind === 'range' || part.kind === 'record' ? null : part;
}

const text = (list: string[], joiner: string): string =>
  list.length === 1 ? (list[0] as string) : `(${list.join(joiner)})`;

/** All of the texts; `TRUE` for none. */
export function all(list: string[]): string {
  return list.length === 0 ? 'TRUE' : text(list, ' AND ');
}

/** Any of the texts; `FALSE` for none. */
export function any(list: string[]): string {
  return list.length === 0 ? 'FALSE' : text(list, ' OR ');
}

/** True where a term is none. */
export function isNone(term: Term): string {
  if (!term.none) return 'FALSE';
  if (term.kind === 'none' && term.unknown === undefined) return 'TRUE';
  return term.unknown === undefined
    ? `(${term.value()} IS NULL)`
    : `(${term.value()} IS NULL AND NOT ${term.unknown()})`;
}

/** True where a term has a value. */
export function isPresent(term: Term): string {
  return term.none || term.unknown !== undefined ? `(${term.value()} IS NOT NULL)` : 'TRUE';
}

/**
 * Unknown as FEEL's functions have it: one that is none decides, otherwise one that is unknown.
 * The state of each argument is a number, so that no text stands in it twice.
 */
export function strictUnknown(args: Term[]): Text | undefined {
  const maybe = args.filter((arg) => arg.none || arg.unknown !== undefined);
  const unknown = maybe.filter((arg) => arg.unknown !== undefined);
  if (unknown.length === 0) return undefined;
  const [only] = maybe;
  if (maybe.length === 1 && only?.unknown !== undefined) return only.unknown;
  if (maybe.every((arg) => !arg.none)) {
    return once(() => any(maybe.map((arg) => arg.unknown?.() ?? 'FALSE')));
  }
  return once(() => {
    const states = maybe.map((arg) => {
      const missing = arg.unknown === undefined ? '2' : arg.none ? `CASE WHEN ${arg.unknown()} THEN 1 ELSE 2 END` : '1';
      return `CASE WHEN ${arg.value()} IS NULL THEN ${missing} ELSE 0 END`;
    });
    return `(GREATEST(${states.join(', ')}) = 1)`;
  });
}

/** What a strict function gives besides its value: it is none or unknown as its arguments are. */
export function strict(args: Term[], made: { total: boolean } & Omit<Term, 'none' | 'unknown'>): Term {
  const { total, ...rest } = made;
  if (args.some((arg) => arg.kind === 'none' && arg.unknown === undefined)) return NONE_TERM;
  const unknown = strictUnknown(args);
  const none = !total || args.some((arg) => arg.none);
  return { ...rest, none, ...(unknown && { unknown }) };
}

/** Of types that do not go together: none, unless an argument is unknown and no other is none. */
export function mismatch(args: Term[]): Term {
  const unknown = strictUnknown(args);
  if (unknown === undefined) return NONE_TERM;
  return { kind: 'none', value: () => 'NULL', none: true, unknown };
}
