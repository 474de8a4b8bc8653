/** Functions of texts in SQL. */
import type { Emit } from '../emitting.ts';
import type { Term } from '../terms.ts';
import type { Make, SqlCall } from './arguments.ts';
import { asDays, asText } from '../compare.ts';
import { asNumeric } from '../numbers.ts';
import { mismatch, once, param, scalar, strict } from '../terms.ts';
import { sqlPattern } from '../patterns.ts';
import { pattern as compiled } from '../../values/pattern.ts';
import { alone, fitted, plain } from './arguments.ts';

const text =
  (total: boolean, make: (args: Term[], at: Emit) => string): Make =>
  (args, at) => ({
    kind: 'text',
    total,
    value: once(() => make(args, at)),
  });

function texted(name: string, arity: number): SqlCall {
  return plain(
    Array.from({ length: arity }, () => 'text' as const),
    text(
      true,
      (args, at) => `rules.${name}(${args.map((arg) => asText(arg, at.pool)).join(', ')})`,
    ),
  );
}

function test(make: (args: string[]) => string): SqlCall {
  return plain(['text', 'text'], (args, at) => ({
    kind: 'boolean',
    total: true,
    value: once(() => make(args.map((arg) => asText(arg, at.pool)))),
  }));
}

/** FEEL's text of a value. */
const string: SqlCall = ([arg], at) => {
  const term = arg === undefined ? null : scalar(arg);
  if (term === null) return null;
  const made = (make: () => string): Term =>
    strict([term], { kind: 'text', value: once(make), total: true });
  switch (term.kind) {
    case 'text':
      return {
        ...made(() => `rules.join(${asText(term, at.pool)}, ${param(at.pool, 'text', '')})`),
        none: true,
      };
    case 'number':
      return made(() => `trim_scale(${asNumeric(term, at.pool)})::text`);
    case 'boolean':
      return made(() => `(${term.value()})::text`);
    case 'date':
      return made(() => `rules.day_text(${asDays(term, at.pool)})`);
    case 'months':
      return made(() => `rules.span_text(${asNumeric(term, at.pool)}, TRUE)`);
    case 'seconds':
      return made(() => `rules.span_text(${asNumeric(term, at.pool)}, FALSE)`);
    case 'time':
      return made(() => `rules.time_text(${term.value()})`);
    case 'date-time':
      return made(() => `rules.moment_text(${term.value()})`);
    default:
      return mismatch([term]);
  }
};

const slice: SqlCall = (args, at) => {
  const last = args[2] === undefined ? undefined : scalar(args[2]);
  const whole = last === undefined || (last?.kind === 'none' && last.unknown === undefined);
  const terms = fitted(whole ? args.slice(0, 2) : args, ['text', 'number', 'number']);
  if (terms === null) return null;
  const [of, start, size] = terms;
  // A length that is none is a length left out: which of the two it is must be seen in the rule.
  if (size?.none === true) return null;
  if (of === undefined || start === undefined || terms.some((term) => term.kind === 'none'))
    return mismatch(terms);
  const value = once(
    () =>
      `rules.slice(${asText(of, at.pool)}, ${asNumeric(start, at.pool)}, ` +
      `${size === undefined ? 'NULL' : asNumeric(size, at.pool)})`,
  );
  return strict(terms, { kind: 'text', value, total: false });
};

/** Members that are none are left out, and so is a mark that is none. */
const joinTexts: SqlCall = (args, at) => {
  const [list, mark] = args;
  const only = list === undefined ? null : scalar(list);
  const members = list?.kind === 'list' ? list.items : only === null ? [] : [only];
  const items = members.map(scalar);
  const between = mark === undefined ? undefined : scalar(mark);
  if (list === undefined || between === null || !items.every((item) => item !== null)) return null;
  const given = [...items, ...(between === undefined ? [] : [between])];
  if (given.some((term) => term.unknown !== undefined)) return null;
  // A list that is none, and a member that is no text.
  if (only !== null && only.none && only.kind !== 'none') return null;
  if (only?.kind === 'none' || given.some((term) => term.kind !== 'text' && term.kind !== 'none'))
    return mismatch([]);
  const value = once(() => {
    const empty = param(at.pool, 'text', '');
    const by =
      between === undefined || between.kind === 'none'
        ? empty
        : `coalesce(${asText(between, at.pool)}, ${empty})`;
    return items.length === 0
      ? empty
      : `rules.listed(ARRAY[${items.map((item) => asText(item, at.pool)).join(', ')}]::text[], ${by})`;
  });
  return { kind: 'text', value, none: true };
};

/** A pattern written in the rule. */
const matches: SqlCall = ([text, source, flags], at) => {
  const [of, pattern] = [text, source].map((one) => (one === undefined ? null : alone(one)));
  const marks = flags === undefined ? undefined : alone(flags);
  if (of === null || pattern === null || of === undefined || pattern === undefined) return null;
  const plain = marks === undefined || (marks?.kind === 'none' && marks.unknown === undefined);
  if (typeof pattern.literal !== 'string' || (!plain && typeof marks?.literal !== 'string'))
    return null;
  const written = plain ? '' : String(marks?.literal);
  // A pattern that is none gives none.
  if (of.kind !== 'text' || typeof compiled(pattern.literal, written) === 'string')
    return mismatch([of]);
  const made = sqlPattern(pattern.literal, written);
  if (made === null) return null;
  const value = once(
    () => `(${asText(of, at.pool)} COLLATE "C" ~ ${param(at.pool, 'text', made)})`,
  );
  return strict([of], { kind: 'boolean', value, total: true, guess: { odds: 0.5, cost: 20 } });
};

/** The functions of texts. */
export const textCalls: [string, SqlCall][] = [
  [
    'string length',
    plain(['text'], ([t], at) => ({
      kind: 'number',
      total: true,
      number: { as: 'int4', size: { low: 0n, high: 2_000_000_000n, scale: 0 } },
      value: once(() => `char_length(${t === undefined ? 'NULL' : asText(t, at.pool)})`),
    })),
  ],
  ['substring', slice],
  ['substring before', texted('before', 2)],
  ['substring after', texted('after', 2)],
  ['contains', test(([t, part]) => `(strpos(${t}, ${part}) > 0)`)],
  ['starts with', test(([t, part]) => `starts_with(${t}, ${part})`)],
  ['ends with', test(([t, part]) => `(right(${t}, char_length(${part})) COLLATE "C" = ${part})`)],
  ['matches', matches],
  ['upper case', texted('upper_case', 1)],
  ['lower case', texted('lower_case', 1)],
  ['string', string],
  ['string join', joinTexts],
];
