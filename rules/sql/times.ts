/** Times and moments in SQL, without named zones: arrays of numbers, compared and moved by functions. */
import type { ArithmeticOp } from '../check/tree.ts';
import type { Kind, ParamType, Pool, Term } from './terms.ts';
import { asDays, asText } from './compare.ts';
import { asNumeric } from './numbers.ts';
import { numberText } from '../values/number.ts';
import { DateTime } from '../values/moment.ts';
import type { Time } from '../values/time.ts';
import { mismatch, once, param, strict } from './terms.ts';

/** A time or moment as PostgreSQL reads it; null where it has a named zone. */
export function timeCell(value: Time | DateTime): string | null {
  if (value.zone !== null) return null;
  const place = value.offset === null ? 'NULL' : String(value.offset);
  const day = value instanceof DateTime ? [String(value.day)] : [];
  return `{${[...day, numberText(value.second), place].join(',')}}`;
}

/** A time or moment the rule writes; null where it has a named zone. */
export function timeTerm(value: Time | DateTime, pool: Pool): Term | null {
  const cell = timeCell(value);
  const type: ParamType = 'numeric[]';
  return cell === null
    ? null
    : {
        kind: value instanceof DateTime ? 'date-time' : 'time',
        none: false,
        literal: value,
        value: once(() => param(pool, type, cell)),
      };
}

/** A call of a function of the prelude that gives a value of the kind. */
export function called(name: string, kind: Kind, args: Term[], texts: () => string[]): Term {
  const value = once(() => `rules.${name}(${texts().join(', ')})`);
  const number = kind === 'seconds' || kind === 'months' || kind === 'number';
  return strict(args, {
    kind,
    value,
    total: false,
    ...(number && { number: { as: 'numeric', size: null } }),
  });
}

const isTime = (term: Term): boolean => term.kind === 'time' || term.kind === 'date-time';

function moved(at: Term, span: Term, op: '+' | '-', pool: Pool): Term {
  if (span.kind === 'months' && at.kind === 'time') return mismatch([at, span]);
  const name =
    at.kind === 'time' ? 'later_time' : span.kind === 'months' ? 'later_months' : 'later_moment';
  const by = (): string => (op === '+' ? asNumeric(span, pool) : `(-(${asNumeric(span, pool)}))`);
  return called(name, at.kind, [at, span], () => [at.value(), by()]);
}

function apart(a: Term, b: Term, pool: Pool): Term {
  const texts = (): string[] => {
    if (a.kind === 'date') return [b.value(), `rules.midnight(${asDays(a, pool)})`];
    if (b.kind === 'date') return [`rules.midnight(${asDays(b, pool)})`, a.value()];
    return [b.value(), a.value()];
  };
  return called(a.kind === 'time' ? 'seconds_between' : 'seconds_apart', 'seconds', [a, b], texts);
}

const isSpan = (term: Term): boolean => term.kind === 'months' || term.kind === 'seconds';

/** Arithmetic with at least one time or moment; none for what DMN does not define. */
export function timely(op: ArithmeticOp, a: Term, b: Term, pool: Pool): Term {
  if (isTime(a) && isSpan(b) && (op === '+' || op === '-')) return moved(a, b, op, pool);
  if (isSpan(a) && isTime(b) && op === '+') return moved(b, a, '+', pool);
  const both =
    a.kind === 'time' ? b.kind === 'time' : b.kind !== 'time' && !isSpan(a) && !isSpan(b);
  const dated = [a, b].every((one) => isTime(one) || one.kind === 'date');
  return op === '-' && both && dated ? apart(a, b, pool) : mismatch([a, b]);
}

/** The day number of a moment. */
export function dayOfMoment(of: Term): Term {
  const value = once(() => `(${of.value()})[1]::int8`);
  return strict([of], { kind: 'date', value, total: true, days: true });
}

/** A part of a time or of the clock of a moment; null where there is no such part. */
export function clockPart(of: Term, name: string, pool: Pool): Term | null {
  const second = of.kind === 'time' ? '1' : '2';
  const place = of.kind === 'time' ? '2' : '3';
  if (name === 'time offset') {
    const value = once(() => `(${of.value()})[${place}]`);
    return strict([of], {
      kind: 'seconds',
      value,
      total: false,
      number: { as: 'numeric', size: null },
    });
  }
  if (name === 'timezone') return mismatch([of]);
  if (name !== 'hour' && name !== 'minute' && name !== 'second') return null;
  return called('part_of_clock', 'number', [of], () => [
    `(${of.value()})[${second}]`,
    param(pool, 'text', name),
  ]);
}

/** A text as a time or moment; a zone cannot stand in it, so the text must be seen in the rule. */
export function parsed(kind: 'time' | 'date-time', from: Term, pool: Pool): Term | null {
  if (typeof from.literal !== 'string' || from.literal.includes('@')) return null;
  return called(kind === 'time' ? 'parse_time' : 'parse_moment', kind, [from], () => [
    asText(from, pool),
  ]);
}
