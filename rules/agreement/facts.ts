/** The facts random rules read: every scalar type, with and without declared ranges; and rows of them. */
import type { Name, Scope } from '../language/names.ts';
import type { Json } from '../values/values.ts';
import type { Chance } from './random.ts';

/** Types of the generated expressions. */
export type Type =
  | 'boolean'
  | 'number'
  | 'text'
  | 'date'
  | 'choice'
  | 'duration'
  | 'months'
  | 'time'
  | 'moment';

/** One fact: how it is written, where it is stored, and values worth trying. */
export type Fact = { written: string; type: Type; name: Name; pool: (chance: Chance) => Json };

/** Facts of one row; what is missing is unknown, null is none. */
export type RowFacts = Record<string, Json>;

const levels = { a: '甲级', b: '乙级', c: '丙级', d: '丁级' };

const number =
  (min: number, max: number, decimals: number) =>
  (chance: Chance): Json => {
    const scale = 10 ** decimals;
    const n = Math.round(min * scale) + chance.below(Math.round((max - min) * scale) + 1);
    return decimal(n, decimals);
  };

/** n / 10^decimals as canonical decimal text. */
function decimal(n: number, decimals: number): string {
  const digits = String(Math.abs(n)).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const fraction = digits.slice(cut).replace(/0+$/, '');
  const text = digits.slice(0, cut) + (fraction === '' ? '' : `.${fraction}`);
  return n < 0 && text !== '0' ? `-${text}` : text;
}

const listed =
  (...list: Json[]) =>
  (chance: Chance): Json =>
    chance.of(list);

const days = [
  '2026-11-22',
  '2026-11-21',
  '1966-11-22',
  '1966-11-23',
  '1968-02-29',
  '2024-02-29',
  '2026-12-31',
  '2027-01-01',
  '1999-09-09',
  '2000-01-31',
];
const texts = [
  '',
  'a',
  'ab',
  'b',
  'B',
  '中文',
  '中',
  '\u{20bb7}野家',
  '\uff21',
  "A'B",
  '"',
  '\\',
  '%_',
  ' a ',
  '2026-11-22',
  '12',
  '甲级',
  '$1',
  '__proto__',
];
const clock = [
  '00:00:00',
  '08:30:00',
  '23:59:59',
  '12:00:00.5',
  '12:00:00Z',
  '12:00:00+08:00',
  '20:00:00',
];
const instants = [
  '2026-11-22T00:00:00',
  '2026-11-22T08:30:00',
  '2026-11-22T08:30:00Z',
  '2026-11-22T16:30:00+08:00',
  '2024-02-29T23:59:59',
  '1999-12-31T23:59:59.999',
];
const wild = [
  '0',
  '1',
  '-1',
  '0.1',
  '0.2',
  '0.3',
  '2.5',
  '-2.5',
  '1000000',
  '9007199254740991',
  '9007199254740993',
  '12345678901234567890',
  '0.000001',
  '33.333',
  '1.005',
  '-0.5',
];

const value = (
  address: string,
  type: Extract<Name, { kind: 'value' }>['type'],
  more: object = {},
): Name => ({ kind: 'value', address, type, ...more });

/** Every fact a random rule may read. */
export const facts: Fact[] = [
  {
    written: '年龄岁',
    type: 'number',
    name: value('age', 'number', { range: { min: '0', max: '150', decimals: 0 } }),
    pool: (c) =>
      c.odds(0.5) ? c.of(['0', '17', '18', '59', '60', '79', '80', '150']) : number(0, 150, 0)(c),
  },
  {
    written: '月收入',
    type: 'number',
    name: value('person.income', 'number', { range: { min: '0', max: '1000000', decimals: 2 } }),
    pool: (c) =>
      c.odds(0.3) ? c.of(['0', '0.1', '2420', '2420.5', '1000000']) : number(0, 1000000, 2)(c),
  },
  {
    written: '温度',
    type: 'number',
    name: value('degrees', 'number', { range: { min: '-5', max: '5', decimals: 1 } }),
    pool: number(-5, 5, 1),
  },
  {
    written: 'x',
    type: 'number',
    name: value('x', 'number'),
    pool: (c) => (c.odds(0.6) ? c.of(wild) : number(-3, 3, 0)(c)),
  },
  {
    written: 'y',
    type: 'number',
    name: value('y', 'number'),
    pool: (c) => (c.odds(0.4) ? c.of(wild) : number(-3, 3, 1)(c)),
  },
  { written: 'p', type: 'boolean', name: value('p', 'boolean'), pool: listed(true, false) },
  { written: 'q', type: 'boolean', name: value('q', 'boolean'), pool: listed(true, false) },
  {
    written: '是否涉外',
    type: 'boolean',
    name: value('ask.foreign', 'boolean'),
    pool: listed(true, false),
  },
  { written: 's', type: 'text', name: value('s', 'text'), pool: listed(...texts) },
  {
    written: '名称 (全称)',
    type: 'text',
    name: value('firm.name', 'text'),
    pool: listed(...texts),
  },
  {
    written: '出生日期',
    type: 'date',
    name: value('birth', 'date'),
    pool: (c) =>
      c.odds(0.5)
        ? c.of(days)
        : [1920 + c.below(106), 1 + c.below(12), 1 + c.below(28)].map((n) => String(n).padStart(2, '0')).join('-'),
  },
  { written: 'd', type: 'date', name: value('d', 'date'), pool: listed(...days) },
  {
    written: '等级',
    type: 'choice',
    name: value('grade', 'choice', { options: levels }),
    pool: listed(...Object.keys(levels)),
  },
  {
    written: '另一等级',
    type: 'choice',
    name: value('grade2', 'choice', { options: levels }),
    pool: listed(...Object.keys(levels)),
  },
  {
    written: '时长',
    type: 'duration',
    name: value('span', 'duration'),
    pool: listed('PT0S', 'P1D', 'PT36H', 'P30D', '-P1D', 'PT0.5S'),
  },
  { written: '开门时刻', type: 'time', name: value('opens', 'time'), pool: listed(...clock) },
  {
    written: '受理时刻',
    type: 'moment',
    name: value('accepted', 'date-time'),
    pool: listed(...instants),
  },
];

/** The scope random rules are compiled against. */
export const scope: Scope = {
  names: Object.fromEntries(facts.map((one) => [one.written, one.name])),
};

/** Labels of the choices. */
export const labels = Object.values(levels);
/** Codes of the choices. */
export const codes = Object.keys(levels);
/** Dates worth writing in a rule. */
export const dates = days;
/** Times of day worth writing in a rule. */
export const times = clock;
/** Moments worth writing in a rule. */
export const moments = instants;
/** Texts worth writing in a rule. */
export const words = texts;
/** Numbers worth writing in a rule. */
export const numbers = [...wild, '18', '60', '80', '2420', '59.5', '150', '3', '7'];

/** A row: each fact known, none (1 in 7) or unknown (1 in 6). */
export function row(from: Chance): RowFacts {
  const made: RowFacts = Object.create(null) as RowFacts;
  for (const fact of facts) {
    const roll = from.next();
    if (roll < 1 / 6) continue;
    made[fact.name.address] = roll < 0.31 ? null : fact.pool(from);
  }
  return made;
}
