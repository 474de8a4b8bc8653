/** Random rules over every scalar type, as trees of text that can be made smaller. */
import type { Chance } from './random.ts';
import type { Type } from './facts.ts';
import { codes, dates, facts, labels, moments, numbers, times, words } from './facts.ts';

/** An expression: what it gives, its parts, and how it is written from them. */
export type Made = { type: Type; parts: Made[]; write: (parts: string[]) => string };

const atom = (type: Type, text: string): Made => ({ type, parts: [], write: () => text });
const quoted = (text: string): string => JSON.stringify(text);

/** Text of an expression; every operand stands in parentheses unless it is an atom. */
export function written(made: Made): string {
  const held = made.parts.map((part) =>
    part.parts.length === 0 ? written(part) : `(${written(part)})`,
  );
  return made.write(held);
}

type Form = { gives: Type; of: Type[]; write: (parts: string[]) => string; weight?: number };
const form = (gives: Type, of: Type[], write: (parts: string[]) => string, weight = 1): Form => ({
  gives,
  of,
  write,
  weight,
});

const compares = ['=', '!=', '<', '<=', '>', '>='];
const ordered: Type[] = ['number', 'text', 'date', 'duration', 'time', 'moment'];

const logic: Form[] = [
  form('boolean', ['boolean', 'boolean'], (p) => p.join(' and '), 6),
  form('boolean', ['boolean', 'boolean'], (p) => p.join(' or '), 6),
  form('boolean', ['boolean', 'boolean', 'boolean'], (p) => p.join(' and '), 2),
  form('boolean', ['boolean', 'boolean', 'boolean'], (p) => p.join(' or '), 2),
  form('boolean', ['boolean'], ([a]) => `not(${a})`, 3),
  form('boolean', ['boolean', 'boolean'], (p) => p.join(' = ')),
  form('boolean', ['boolean'], ([a]) => `${a} = null`),
  ...(['number', 'text', 'date', 'choice', 'boolean'] as Type[]).flatMap((type) => [
    form('boolean', [type], ([a]) => `is known(${a})`, 0.4),
    form('boolean', [type], ([a]) => `${a} = null`, 0.4),
    form('boolean', [type], ([a]) => `${a} != null`, 0.4),
  ]),
];

const tests: Form[] = ordered.flatMap((type) => [
  ...compares.map((op) => form('boolean', [type, type], ([a, b]) => `${a} ${op} ${b}`, 1.2)),
  form('boolean', [type, type, type], ([a, b, c]) => `${a} between ${b} and ${c}`),
  form('boolean', [type, type, type], ([a, b, c]) => `${a} in [${b}..${c}]`),
  form('boolean', [type, type, type], ([a, b, c]) => `${a} in (${b}..${c}]`, 0.5),
  form('boolean', [type, type, type], ([a, b, c]) => `${a} in [${b}..${c})`, 0.5),
  form('boolean', [type, type, type], ([a, b, c]) => `${a} in (<${b}, >= ${c})`, 0.5),
  form('boolean', [type, type, type], ([a, b, c]) => `${a} in (${b}, ${c})`, 0.5),
]);

const choices: Form[] = [
  form('boolean', ['choice', 'choice'], ([a, b]) => `${a} = ${b}`, 2),
  form('boolean', ['choice', 'choice'], ([a, b]) => `${a} != ${b}`, 2),
];

const arithmetic: Form[] = [
  ...['+', '-', '*'].map((op) =>
    form('number', ['number', 'number'], ([a, b]) => `${a} ${op} ${b}`, 2),
  ),
  form('number', ['number', 'number'], ([a, b]) => `${a} / ${b}`, 0.5),
  form('number', ['number'], ([a]) => `abs(${a})`, 0.5),
  form('number', ['number'], ([a]) => `floor(${a})`, 0.5),
  form('number', ['number'], ([a]) => `round half up(${a}, 1)`, 0.5),
  form('number', ['number', 'number'], ([a, b]) => `min(${a}, ${b})`, 0.5),
  form('number', ['number', 'number'], ([a, b]) => `max(${a}, ${b})`, 0.5),
  form('number', ['number', 'number'], ([a, b]) => `modulo(${a}, ${b})`, 0.3),
  form('number', ['date', 'date'], ([a, b]) => `日数(${a}, ${b})`, 0.6),
  form('number', ['date'], ([a]) => `周岁(${a}, 今天)`, 1.2),
  form('number', ['date', 'date'], ([a, b]) => `周岁(${a}, ${b})`, 0.6),
  ...['year', 'month', 'day', 'weekday'].map((part) =>
    form('number', ['date'], ([a]) => `${a}.${part}`, 0.3),
  ),
  form('number', ['text'], ([a]) => `string length(${a})`, 0.6),
  form('number', ['date'], ([a]) => `年龄(${a})`, 0.6),
  ...['floor', 'ceiling', 'sqrt', '万元'].map((name) =>
    form('number', ['number'], ([a]) => `${name}(${a})`, 0.2),
  ),
  ...['decimal', 'round up', 'round down', 'round half down'].map((name) =>
    form('number', ['number'], ([a]) => `${name}(${a}, 2)`, 0.2),
  ),
  form('number', ['number', 'number'], ([a, b]) => `sum([${a}, ${b}, 1])`, 0.3),
  form('number', ['number', 'number', 'number'], (p) => `mean([${p.join(', ')}])`, 0.2),
  form('number', ['number', 'number'], ([a, b]) => `count([${a}, ${b}][item > 1])`, 0.3),
  form('number', ['text'], ([a]) => `number(${a}, null, null)`, 0.2),
  form('number', ['date', 'date'], ([a, b]) => `工作日数(${a}, ${b})`, 0.15),
  ...['hour', 'minute', 'second'].map((part) =>
    form('number', ['time'], ([a]) => `${a}.${part}`, 0.2),
  ),
  form('number', ['moment'], ([a]) => `${a}.year + ${a}.hour`, 0.3),
];

const lists: Form[] = [
  form('boolean', ['number'], ([a]) => `odd(${a})`, 0.3),
  form('boolean', ['number'], ([a]) => `even(${a})`, 0.3),
  form(
    'boolean',
    ['number', 'number', 'number'],
    ([a, b, c]) => `list contains([${a}, ${b}], ${c})`,
    0.5,
  ),
  form(
    'boolean',
    ['number', 'number', 'boolean'],
    ([a, b, c]) => `some i in [${a}, ${b}] satisfies i > 1 and (${c})`,
    0.5,
  ),
  form(
    'boolean',
    ['number', 'number', 'boolean'],
    ([a, b, c]) => `every i in [${a}, ${b}] satisfies i in [1..60] or (${c})`,
    0.5,
  ),
  form('boolean', ['boolean', 'boolean'], ([a, b]) => `any([${a}, ${b}])`, 0.3),
  form('boolean', ['boolean', 'boolean'], ([a, b]) => `all([${a}, ${b}])`, 0.3),
  form('boolean', ['number', 'number'], ([a, b]) => `count([${a}, ${b}][item > 1]) >= 1`, 0.5),
  form('boolean', ['text'], ([a]) => `matches(${a}, "^[0-9A-Z]+$")`, 0.3),
  ...['number', 'string', 'boolean', 'date'].map((type) =>
    form('boolean', ['number'], ([a]) => `${a} instance of ${type}`, 0.1),
  ),
];

const others: Form[] = [
  form('text', ['text', 'text'], ([a, b]) => `${a} + ${b}`),
  form('text', ['text'], ([a]) => `substring(${a}, 2)`, 0.5),
  form('text', ['text'], ([a]) => `substring(${a}, 1, 1)`, 0.5),
  form('text', ['text', 'text'], ([a, b]) => `substring before(${a}, ${b})`, 0.3),
  form('text', ['text', 'text'], ([a, b]) => `substring after(${a}, ${b})`, 0.3),
  form('boolean', ['text', 'text'], ([a, b]) => `contains(${a}, ${b})`, 0.7),
  form('boolean', ['text', 'text'], ([a, b]) => `starts with(${a}, ${b})`, 0.7),
  form('boolean', ['text', 'text'], ([a, b]) => `ends with(${a}, ${b})`, 0.7),
  form('date', ['date', 'duration'], ([a, b]) => `${a} + ${b}`, 0.5),
  form('date', ['date', 'duration'], ([a, b]) => `${a} - ${b}`, 0.5),
  form('date', ['date'], ([a]) => `${a} + duration("P1M")`, 0.5),
  form('date', ['date'], ([a]) => `${a} - duration("P18Y")`, 0.5),
  form('duration', ['date', 'date'], ([a, b]) => `${a} - ${b}`, 0.7),
  form('duration', ['duration', 'duration'], ([a, b]) => `${a} + ${b}`, 0.5),
  form('duration', ['duration', 'number'], ([a, b]) => `${a} * ${b}`, 0.3),
  form('duration', ['moment', 'moment'], ([a, b]) => `${a} - ${b}`, 0.3),
  form('duration', ['time', 'time'], ([a, b]) => `${a} - ${b}`, 0.3),
  form('time', ['time', 'duration'], ([a, b]) => `${a} + ${b}`, 0.5),
  form('moment', ['moment', 'duration'], ([a, b]) => `${a} - ${b}`, 0.5),
  form('moment', ['date', 'time'], ([a, b]) => `date and time(${a}, ${b})`, 0.5),
  form('date', ['moment'], ([a]) => `date(${a})`, 0.2),
  form('date', ['number', 'number'], ([a, b]) => `date(2026, ${a}, ${b})`, 0.2),
  form('text', ['text'], ([a]) => `upper case(${a})`, 0.2),
  form('text', ['number'], ([a]) => `string(${a})`, 0.3),
  form('text', ['date'], ([a]) => `string(${a})`, 0.3),
  form('text', ['text'], ([a]) => `replace(${a}, "[a-c]", "-")`, 0.2),
  form('months', ['number'], ([a]) => `月(${a})`),
  form('date', ['date', 'months'], ([a, b]) => `${a} + ${b}`, 0.3),
  form('months', ['date', 'date'], ([a, b]) => `years and months duration(${a}, ${b})`),
  form('boolean', ['months', 'months'], ([a, b]) => `${a} >= ${b}`, 0.3),
];

const branches: Form[] = (
  ['boolean', 'number', 'text', 'date', 'choice', 'time', 'moment'] as Type[]
).map((type) =>
  form(type, ['boolean', type, type], ([a, b, c]) => `if ${a} then ${b} else ${c}`, 0.8),
);

const forms = [...logic, ...tests, ...choices, ...arithmetic, ...lists, ...others, ...branches];

function weigh(type: Type): { forms: Form[]; total: number } {
  const fit = forms.filter((one) => one.gives === type);
  return { forms: fit, total: fit.reduce((sum, one) => sum + (one.weight ?? 1), 0) };
}

const byType = new Map<Type, { forms: Form[]; total: number }>();

function pick(type: Type, from: Chance): Form | undefined {
  const table = byType.get(type) ?? weigh(type);
  byType.set(type, table);
  let left = from.next() * table.total;
  for (const one of table.forms) {
    left -= one.weight ?? 1;
    if (left <= 0) return one;
  }
  return table.forms.at(-1);
}

function literal(type: Type, from: Chance): Made {
  if (from.odds(0.04)) return atom(type, 'null');
  switch (type) {
    case 'number':
      return atom(type, from.of(numbers));
    case 'boolean':
      return atom(type, from.of(['true', 'false']));
    case 'date':
      return atom(type, from.odds(0.2) ? '今天' : `date("${from.of(dates)}")`);
    case 'choice':
      return atom(type, quoted(from.of(from.odds(0.7) ? labels : codes)));
    case 'months':
      return atom(type, `duration("${from.of(['P1M', 'P18Y', '-P2M', 'P0M'])}")`);
    case 'time':
      return atom(type, `time("${from.of(times)}")`);
    case 'moment':
      return atom(type, `date and time("${from.of(moments)}")`);
    case 'duration':
      return atom(type, `duration("${from.of(['P1D', 'PT12H', 'P365D', '-P2D', 'PT0S'])}")`);
    default:
      return atom(type, quoted(from.of(words)));
  }
}

function read(type: Type, from: Chance): Made | undefined {
  const fit = facts.filter((one) => one.type === type);
  return fit.length === 0 ? undefined : atom(type, from.of(fit).written);
}

/** A random expression of a type, at most `depth` levels deep. */
export function expression(type: Type, depth: number, from: Chance): Made {
  const leaf = depth <= 0 || from.odds(type === 'boolean' ? 0.12 : 0.45);
  const found = leaf ? undefined : pick(type, from);
  if (found === undefined) {
    // A choice written alone has no options beside it: labels are read where a fact stands beside.
    const fact = from.odds(type === 'choice' ? 0.5 : 0.72) ? read(type, from) : undefined;
    return fact ?? literal(type, from);
  }
  const parts = found.of.map((one) => expression(one, depth - 1, from));
  return { type, parts, write: found.write };
}

/** A random rule: a verdict four times of five, otherwise a value. */
export function randomRule(from: Chance): Made {
  const type = from.odds(0.8)
    ? 'boolean'
    : from.of<Type>(['number', 'text', 'date', 'duration', 'time', 'moment']);
  return expression(type, 1 + from.below(4), from);
}
