/**
 * The rule one evaluation is measured by (reference: eligibility, eight conjuncts) and its 64
 * subjects, half of whom pass all of them; each in the shape its engine likes best.
 */
import type { Json, Name, Scope } from '../rules/index.ts';

/** The day of the bench. */
export const TODAY = '2026-11-22';

const value = (address: string, type: 'number' | 'boolean' | 'date'): Name => ({
  kind: 'value',
  address: `resident.${address}`,
  type,
});

const choice = (address: string, options: Record<string, string>): Name => ({
  kind: 'value',
  address: `resident.${address}`,
  type: 'choice',
  options,
});

/** The names the rule may write. */
export const scope: Scope = {
  names: {
    户籍: choice('origin', { city: '本市', province: '本省外市', other: '外省' }),
    出生日期: value('birth', 'date'),
    居住登记日期: value('registered', 'date'),
    月收入: value('income', 'number'),
    家庭人口: value('household', 'number'),
    住房面积: value('area', 'number'),
    独居: value('alone', 'boolean'),
    就业状态: choice('work', { hired: '在职', self: '灵活就业', jobless: '失业', retired: '退休' }),
  },
};

/** The rule. */
export const TEXT =
  '户籍 = "本市" and 周岁(出生日期, 今天) >= 60 and 居住登记日期 <= date("2021-11-22") and ' +
  '月收入 < 4500 and 家庭人口 in [1..5] and 住房面积 <= 120 and 独居 and 就业状态 in ("退休", "失业")';

/** The same in the expression language of the Rust engine, which has no dates without a format. */
export const ZEN =
  'origin == "city" and floor((today - birth) / 10000) >= 60 and registered <= 20211122 and ' +
  'income < 4500 and household in [1..5] and area <= 120 and alone and work in ["retired", "jobless"]';

/** The same in plain FEEL. */
export const FEEL =
  'origin = "city" and years and months duration(date(birth), today).years >= 60 and ' +
  'date(registered) <= date("2021-11-22") and income < 4500 and (household in [1..5]) and ' +
  'area <= 120 and alone and (work in ("retired", "jobless"))';

/** A subject as a programmer would hold one: dates as the integer yyyymmdd. */
export type Person = {
  origin: string;
  birth: number;
  registered: number;
  income: number;
  household: number;
  area: number;
  alone: boolean;
  work: string;
};

/** The rule by hand, of two values, with every fact known. An age is full on the birthday. */
export function byHand(p: Person, today: number): boolean {
  return (
    p.origin === 'city' &&
    Math.floor((today - p.birth) / 10000) >= 60 &&
    p.registered <= 20211122 &&
    p.income < 4500 &&
    p.household >= 1 &&
    p.household <= 5 &&
    p.area <= 120 &&
    p.alone &&
    (p.work === 'retired' || p.work === 'jobless')
  );
}

/** A date text's age on another, by its parts; an age is full on the birthday. */
function ageOf(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return birth.slice(5) > today.slice(5) ? years - 1 : years;
}

/** The rule by hand over the facts as they are stored, every fact known: texts, read and compared. */
export function byHandOverJson(facts: Record<string, Json>, today: string): boolean {
  return (
    facts['resident.origin'] === 'city' &&
    ageOf(facts['resident.birth'] as string, today) >= 60 &&
    (facts['resident.registered'] as string) <= '2021-11-22' &&
    Number(facts['resident.income']) < 4500 &&
    Number(facts['resident.household']) >= 1 &&
    Number(facts['resident.household']) <= 5 &&
    Number(facts['resident.area']) <= 120 &&
    facts['resident.alone'] === true &&
    (facts['resident.work'] === 'retired' || facts['resident.work'] === 'jobless')
  );
}

/** What every subject fails by, one conjunct each. */
const faults: Partial<Person>[] = [
  { origin: 'other' },
  { birth: 19661123 },
  { registered: 20211123 },
  { income: 4500 },
  { household: 6 },
  { area: 121 },
  { alone: false },
  { work: 'hired' },
];

/** The subjects: every second one passes, the others fail one conjunct, each conjunct four times. */
export function people(): Person[] {
  return Array.from({ length: 64 }, (_, at) => ({
    origin: 'city',
    birth: 19360101 + (at % 29) * 10000 + (at % 12) * 100 + (at % 28),
    registered: 20050101 + (at % 16) * 10000 + (at % 11) * 100 + (at % 27),
    income: 800 + at * 57,
    household: 1 + (at % 5),
    area: 30 + at,
    alone: true,
    work: at % 3 === 0 ? 'jobless' : 'retired',
    ...(at % 2 === 1 ? faults[(at >> 1) % faults.length] : {}),
  }));
}

const dated = (n: number): string => {
  const text = String(n);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
};

/** A subject's facts as they are stored: canonical JSON by address. */
export function factsOf(person: Person): Record<string, Json> {
  const { origin, birth, registered, income, household, area, alone, work } = person;
  return {
    'resident.origin': origin,
    'resident.birth': dated(birth),
    'resident.registered': dated(registered),
    'resident.income': String(income),
    'resident.household': String(household),
    'resident.area': String(area),
    'resident.alone': alone,
    'resident.work': work,
  };
}

/** A subject as plain FEEL takes one: dates as texts, numbers as numbers. */
export function contextOf(person: Person): Record<string, unknown> {
  return { ...person, birth: dated(person.birth), registered: dated(person.registered) };
}
