/** Values worth trying for facts in search of an example: at and beside what the rules write. */
import type { Node } from '../check/tree.ts';
import type { Shape } from '../check/shape.ts';
import type { Json } from '../values/values.ts';
import type { About } from './about.ts';
import { Day, dayText, parseDay, shift, Span } from '../values/day.ts';
import { add, isNum, numberOf, numberText, orderNumbers, round, subtract } from '../values/number.ts';
import type { Num } from '../values/number.ts';
import { template, TODAY } from './facts.ts';
import { fewOf } from './space.ts';
import { within } from './trees.ts';

/** What the rules write, by type. */
type Written = { numbers: Num[]; texts: string[]; days: Day[]; spans: Span[] };

function writtenIn(trees: Node[]): Written {
  const found: Written = { numbers: [], texts: [], days: [], spans: [] };
  const look = (value: unknown): void => {
    if (isNum(value)) found.numbers.push(value);
    else if (typeof value === 'string') found.texts.push(value);
    else if (value instanceof Day) found.days.push(value);
    else if (value instanceof Span) found.spans.push(value);
    else if (Array.isArray(value)) value.forEach(look);
  };
  for (const node of trees.flatMap(within)) if (node.kind === 'literal') look(node.value);
  return found;
}

/** The shapes of facts by address; of members of a group by `performer[].name`. */
function shapesIn(trees: Node[]): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const node of trees.flatMap(within)) {
    if (node.kind === 'read') shapes.set(node.address, node.shape);
    if (node.kind === 'parties') shapes.set(node.address, { type: 'list' });
    if (node.kind !== 'member') continue;
    const at = node.of.shape.at ?? node.of.shape.of?.at;
    const inner = node.shape.type === 'list' && node.of.shape.type === 'list' ? node.shape.of : node.shape;
    if (at !== undefined && inner !== undefined) shapes.set(`${at}.${node.key}`, inner);
  }
  return shapes;
}

const unique = (values: Json[]): Json[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

function numbers({ numbers: written }: Written, { range }: Shape): Json[] {
  const beside = written.flatMap((n) => [n, add(n, 1), subtract(n, 1)]);
  const min = range?.min === undefined ? null : numberOf(range.min);
  const max = range?.max === undefined ? null : numberOf(range.max);
  const all = [...beside, 0, 1, 2, 1_000_000, min, max].filter((n) => n !== null);
  const fits = (n: Num): boolean => {
    const cut = range?.decimals === undefined ? n : round(n, range.decimals, 'floor');
    return cut !== null && orderNumbers(cut, n) === 0;
  };
  const inside = all.filter(
    (n) =>
      fits(n) &&
      (min === null || orderNumbers(n, min) >= 0) &&
      (max === null || orderNumbers(n, max) <= 0),
  );
  return inside.map(numberText);
}

/** Days beside the day, and as many days, months or years from it as the rules write. */
function days(written: Written, today: Day): Json[] {
  const off = written.numbers
    .filter((n) => typeof n === 'number' && Math.abs(n) < 5000)
    .flatMap((n) => [Number(n) - 1, Number(n), Number(n) + 1, Number(n) * 366, Number(n) * 366 + 1]);
  const steps = [0, 1, 2, 30, 366, 7300, 30_000, ...off];
  const bases = [today, ...written.days];
  const near = bases.flatMap((day) => steps.flatMap((n) => [new Day(day.n - n), new Day(day.n + n)]));
  const far = bases.flatMap((day) =>
    written.spans.flatMap((span) => [shift(day, span, 1), shift(day, span, -1)]),
  );
  const beside = far.flatMap((day) => (day ? [day, new Day(day.n + 1), new Day(day.n - 1)] : []));
  return [...near, ...beside].filter((day) => Math.abs(day.n) < 700_000).map(dayText);
}

/** Texts that are written, of a pattern its plain words, and longer and other ones. */
function texts({ texts: written }: Written): Json[] {
  const pieces = written.flatMap((text) => text.split(/[\^$()|[\]\\.*+?{}]+/));
  const around = [...written, ...pieces].filter((text) => text !== '');
  return [...around.flatMap((t) => [t, `${t}甲`, `甲${t}乙`]), '甲', '', '甲'.repeat(100)];
}

const COUNTS: Json[] = ['1', '2', '0'];

/** Gives the values to try for an address; undefined for what no rule names. */
export function sampler(
  trees: Node[],
  about: About,
): (address: string) => Json[] | undefined {
  const written = writtenIn(trees);
  const shapes = shapesIn(trees);
  const today = parseDay(about.env?.today ?? '') ?? written.days[0] ?? new Day(20_000);
  const kept = new Map<string, Json[]>();
  const make = (at: string): Json[] | undefined => {
    if (at === TODAY) return [dayText(today), ...days(written, today).slice(0, 40)];
    const shape = shapes.get(at);
    if (shape === undefined) return undefined;
    const few = fewOf(at, shape, about);
    const own = about.samples?.(at) ?? [];
    const none: Json[] = about.none?.(at) === false ? [] : [null];
    return unique([...(few ?? [...own, ...byType(shape)]), ...none]);
  };
  const byType = (shape: Shape): Json[] => {
    switch (shape.type) {
      case 'number':
        return numbers(written, shape);
      case 'date':
        return days(written, today);
      case 'boolean':
        return [true, false];
      case 'list':
        return COUNTS;
      case 'choices': {
        const codes = [...(shape.of?.options?.keys() ?? [])];
        return [...codes.map((code): Json => [code]), codes];
      }
      case 'record':
        return [{}];
      default:
        return texts(written);
    }
  };
  return (address) => {
    const at = template(address);
    const before = kept.get(at);
    if (before !== undefined) return before;
    const made = make(at);
    if (made !== undefined) kept.set(at, made);
    return made;
  };
}
