/** A rule as a term, and where it is true and where it is unknown. */
import type { Refusal } from '../layout.ts';
import type { Rule } from '../evaluate.ts';
import type { Emit, SqlTable } from './emitting.ts';
import type { Term } from './terms.ts';
import { flagText } from './columns.ts';
import { part } from './emit.ts';
import { holds } from './logic.ts';
import { all, once, param, Refuse, scalar } from './terms.ts';

/** Parts a rule may be written out to, and characters of its SQL. */
const MOST_PARTS = 4000;
const LONGEST = 200_000;

/** Unknown, asked only of rows in which something the rule reads is. */
export function guardedUnknown(term: Term, at: Emit): string {
  return term.unknown === undefined ? 'FALSE' : all([flagText(at.reads, at), term.unknown()]);
}

/** The term of a rule or of a part of one; throws `Refuse`. */
export function emitTerm(
  rule: Pick<Rule, 'tree'>,
  { layout, names, pool }: SqlTable,
): { term: Term; at: Emit } {
  const today = once(() => param(pool, 'date', { today: true }));
  const at: Emit = {
    layout,
    names,
    pool,
    left: MOST_PARTS,
    locals: new Map(),
    reads: new Set(),
    places: new Map(layout.map((column, place) => [column.address, place])),
    today: () => ({ kind: 'date', value: today, none: false, fixed: true, near: true }),
  };
  const { from, to } = rule.tree;
  const term = scalar(part(rule.tree, at));
  if (term === null)
    throw new Refuse({ message: '规则的结果是一组值，数据库里不能逐行算', from, to });
  return { term, at };
}

/** Gives what is made, or the refusal thrown on the way; too long a text is refused too. */
export function tried<T extends object>(rule: Pick<Rule, 'tree'>, make: () => T): T | Refusal {
  try {
    const made = make();
    const length = Object.values(made).reduce(
      (n: number, text) => n + (typeof text === 'string' ? text.length : 0),
      0,
    );
    const { from, to } = rule.tree;
    return length <= LONGEST
      ? made
      : { message: '这条规则展开后太长，数据库里写不下，请拆成几条', from, to };
  } catch (error) {
    if (!(error instanceof Refuse)) throw error;
    const { from, to } = rule.tree;
    return error.refusal.to === 0 ? { ...error.refusal, from, to } : error.refusal;
  }
}

/** Where a rule is true and where it is unknown, with a pool shared with others. */
export type Planes = { true: string; unknown: string };

/** The planes of a rule over a table, or why it is not taken. */
export function emitPlanes(rule: Pick<Rule, 'tree'>, table: SqlTable): Planes | Refusal {
  return tried(rule, () => {
    const { term, at } = emitTerm(rule, table);
    return { true: holds(term), unknown: guardedUnknown(term, at) };
  });
}
