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
  | 'boolean'
  | 'number'
  | 'text'
  | 'date'
  | 'months'
  | 'seconds'
  | 'time'
  | 'date-time'
  | 'none';

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

/** Columns by place in the layout, and the text that tells whether one of some is unknown. */
export type Waits = { places: ReadonlySet<number>; flags: (places: ReadonlySet<number>) => string };

/**
 * The written values a chain of `if` can come to. `is`: true where it is known to be one. `mask`:
 * the values it can still come to, as bits by their places in a list.
 */
export type Cases = {
  values: Value[];
  is: (value: Value) => Text;
  mask: (values: Value[]) => string;
};

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
  /** Of a boolean: true exactly where it does not fail (hold); left out where that says it best. */
  mayHold?: Text;
  mayFail?: Text;
  /** It is unknown exactly where one of these columns is. */
  waits?: Waits;
  /** Of a boolean: a guess how often it holds, and what asking costs (a comparison is 1). */
  guess?: { odds: number; cost: number };
  /** Of a number: it is so many units of 10^-scale times another that is carried as integers. */
  times?: { units: bigint; scale: number; of: Term };
  number?: NumberForm;
  steps?: Steps;
  /** Of a date: the value is a day number (bigint), not a `date`. */
  days?: boolean;
  /** Of a text: the value is the place (from 1) in these codes, a smallint. */
  codes?: string[];
  /** The value is this one, the same in every row. */
  literal?: Value;
  /** The value is one of these wherever it is known. */
  cases?: Cases;
  /** The value where it is known; anything where it is not. */
  plain?: Text;
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
  | 'int4'
  | 'int8'
  | 'numeric'
  | 'text'
  | 'date'
  | 'int2'
  | 'int2[]'
  | 'int4[]'
  | 'int8[]'
  | 'text[]'
  | 'numeric[]'
  | 'date[]';

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

/** Characters of a part, at most: a part that doubles at every level would end the process. */
const TOO_LONG = 2_000_000;

/** Makes a text once; one that gets out of hand is refused. */
export function once(make: Text): Text {
  let made: string | undefined;
  return () => {
    made ??= make();
    if (made.length > TOO_LONG) {
      throw new Refuse({
        message: '这条规则展开后太长，数据库里写不下，请拆成几条',
        from: 0,
        to: 0,
      });
    }
    return made;
  };
}

/** Always none. */
export const NONE_TERM: Term = { kind: 'none', value: () => 'NULL', none: true, literal: null };

/** A scalar part; null for lists, ranges and records. */
export function scalar(part: Part): Term | null {
  return part.kind === 'list' || part.kind === 'range' || part.kind === 'record' ? null : part;
}

/** The texts joined, each once; `decides` alone decides, `rest` adds nothing. */
function text(list: string[], word: string, [decides, rest]: [string, string]): string {
  const parts = [...new Set(list)].filter((one) => one !== rest);
  if (parts.includes(decides)) return decides;
  if (parts.length < 2) return parts[0] ?? rest;
  return `(${parts.join(word)})`;
}

/** All of the texts; `TRUE` for none. */
export function all(list: string[]): string {
  return text(list, ' AND ', ['FALSE', 'TRUE']);
}

/** Any of the texts; `FALSE` for none. */
export function any(list: string[]): string {
  return text(list, ' OR ', ['TRUE', 'FALSE']);
}

/** Not the text; where it may be NULL (`maybe`), that counts as false. */
export function negation(text: string, maybe = false): string {
  if (text === 'TRUE' || text === 'FALSE') return text === 'TRUE' ? 'FALSE' : 'TRUE';
  return maybe ? `(${text} IS NOT TRUE)` : `(NOT ${text})`;
}

/** True where a term is none. */
export function isNone(term: Term): string {
  if (!term.none) return 'FALSE';
  if (term.kind === 'none' && term.unknown === undefined) return 'TRUE';
  const missing = `(${term.value()} IS NULL)`;
  return term.unknown === undefined ? missing : all([missing, negation(term.unknown())]);
}

/** True where a term has a value. */
export function isPresent(term: Term): string {
  if (term.kind === 'none') return 'FALSE';
  return term.none || term.unknown !== undefined ? `(${term.value()} IS NOT NULL)` : 'TRUE';
}

/** What all the terms wait for; undefined where one does not say it. */
export function waitsOf(terms: Term[]): Waits | undefined {
  const unsure = terms.filter((term) => term.unknown !== undefined);
  const [first] = unsure;
  if (first?.waits === undefined) return undefined;
  const places = new Set<number>();
  for (const { waits } of unsure) {
    if (waits === undefined) return undefined;
    for (const place of waits.places) places.add(place);
  }
  return { places, flags: first.waits.flags };
}

/** True where one of the terms is unknown; columns are asked for together. */
export function anyUnknown(terms: Term[]): Text | undefined {
  const unsure = terms.filter((term) => term.unknown !== undefined);
  if (unsure.length === 0) return undefined;
  return once(() => {
    const plain = unsure.filter((term) => term.waits !== undefined);
    const waits = waitsOf(plain);
    const others = unsure.filter((term) => term.waits === undefined);
    return any([
      ...(waits === undefined ? [] : [waits.flags(waits.places)]),
      ...others.map((term) => term.unknown?.() ?? 'FALSE'),
    ]);
  });
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
  if (maybe.every((arg) => !arg.none)) return anyUnknown(maybe);
  return once(() => {
    const states = maybe.map((arg) => {
      const missing =
        arg.unknown === undefined
          ? '2'
          : arg.none
            ? `CASE WHEN ${arg.unknown()} THEN 1 ELSE 2 END`
            : '1';
      return `CASE WHEN ${arg.value()} IS NULL THEN ${missing} ELSE 0 END`;
    });
    return `(GREATEST(${states.join(', ')}) = 1)`;
  });
}

/** What a strict function gives besides its value: it is none or unknown as its arguments are. */
export function strict(
  args: Term[],
  made: { total: boolean } & Omit<Term, 'none' | 'unknown'>,
): Term {
  const { total, ...rest } = made;
  if (args.some((arg) => arg.kind === 'none' && arg.unknown === undefined)) return NONE_TERM;
  const unknown = strictUnknown(args);
  const none = !total || args.some((arg) => arg.none);
  // Of several that may be none, one that is none decides: what it waits for is no longer plain.
  const unsure = args.filter((arg) => arg.unknown !== undefined || arg.none);
  const waits = unsure.length === 1 ? unsure[0]?.waits : undefined;
  return { ...rest, none, ...(unknown && { unknown }), ...(waits && { waits }) };
}

/** Of types that do not go together: none, unless an argument is unknown and no other is none. */
export function mismatch(args: Term[]): Term {
  const unknown = strictUnknown(args);
  if (unknown === undefined) return NONE_TERM;
  return { kind: 'none', value: () => 'NULL', none: true, unknown };
}
