/** Laws of partial evaluation, tried on random rules and rows. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Env, Json, Rule, Scope } from '../index.ts';
import type { Chance } from '../agreement/random.ts';
import { chance } from '../agreement/random.ts';
import { row, scope as factScope } from '../agreement/facts.ts';
import { randomRule, written } from '../agreement/generate.ts';
import { expressions, facts } from '../golden/random.ts';
import { scope } from '../golden/scope.ts';
import { compile, evaluate } from '../index.ts';
import { pack } from '../pack/pack.ts';
import { unpack } from '../pack/whole.ts';
import { narrow } from './narrow.ts';
import { factsOf } from '../facts.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`narrow.test seed ${seed}`);
const runs = Number(process.env['RUNS'] ?? 1500);

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 3, addWorkdays: (date) => date },
};

type Row = Record<string, Json | undefined>;
const reading =
  (from: Row) =>
  (address: string): Json | undefined =>
    Object.hasOwn(from, address) ? from[address] : undefined;

function ruleOf(text: string, names: Scope): Rule {
  const { rule, problems } = compile(text, names);
  if (rule === undefined) throw new Error(`${text}: ${problems.map((one) => one.message).join()}`);
  return rule;
}

/** The facts cut in two: what is known before, and what comes to be known after. */
function halves(all: Row, from: Chance): { known: Row; others: Row } {
  const [known, others]: [Row, Row] = [{}, {}];
  for (const [address, value] of Object.entries(all)) {
    if (value !== undefined) (from.odds(0.5) ? known : others)[address] = value;
  }
  return { known, others };
}

/** A choice holds one of its codes; what other facts hold may be anything. */
function fits(address: string, value: Json | undefined, names: Scope): boolean {
  const name = Object.values(names.names).find((one) => one.address === address);
  if (name?.kind !== 'value' || name.options === undefined || typeof value !== 'string') return true;
  return Object.hasOwn(name.options, value);
}

/** The law: the rest with the other facts gives what the rule gives with all; idle facts are idle. */
function obeys(text: string, names: Scope, all: Row, from: Chance): void {
  const rule = ruleOf(text, names);
  const { known, others } = halves(all, from);
  const narrowed = narrow(rule, reading(known), env, names);
  const whole = evaluate(rule, reading({ ...known, ...others }), env);
  const note = `${text} · known ${JSON.stringify(known)} · others ${JSON.stringify(others)}`;
  if (narrowed.rest === undefined) {
    expect(narrowed.value, note).toEqual(whole.value);
    expect(narrowed.waits).toEqual([]);
  } else {
    const note2 = `${note} · rest ${narrowed.rest.text}`;
    expect(evaluate(narrowed.rest, reading(others), env).value, note2).toEqual(whole.value);
    for (const address of narrowed.waits) expect(known[address], note2).toBeUndefined();
  }
  for (const [address, may] of Object.entries(narrowed.canChange)) {
    if (may || address.includes('[]')) continue;
    for (const value of [...Object.values(all), undefined, null, true, '1']) {
      // What is no option of a choice cannot be its fact.
      if (!fits(address, value, names)) continue;
      const { value: after } = evaluate(
        rule,
        reading({ ...known, ...others, [address]: value }),
        env,
      );
      if (after !== undefined && whole.value !== undefined) {
        expect(after, `${note} · ${address} = ${String(value)}`).toEqual(whole.value);
      }
    }
  }
}

const bodies = [
  'a.年龄 >= 18',
  'a.国籍 = "中国"',
  'a.年龄 > x',
  'is known(a.姓名)',
  'a.出生日期 < d',
  'p',
  'a.姓名 = s',
  'a.年龄 in [x..60]',
  'a.年龄 = null',
];
function body(from: Chance, depth: number): string {
  if (depth === 0 || from.odds(0.3)) return from.of(bodies);
  const [left, right] = [body(from, depth - 1), body(from, depth - 1)];
  return from.odds(0.2) ? `not(${left})` : `(${left}) ${from.of(['and', 'or'])} (${right})`;
}
const member = (text: string): string => text.replaceAll('a.', 'item.');

/** Rules over a group: loops, filters, counts, places. */
function groupRule(from: Chance): string {
  const [one, two] = [body(from, 2), body(from, 1)];
  return from.of([
    `some a in 演员 satisfies ${one}`,
    `every a in 演员 satisfies ${one}`,
    `every a in 演员, b in 演员 satisfies a.年龄 <= b.年龄 or (${two})`,
    `every a in 演员[${member(two)}] satisfies ${one}`,
    `count(演员[${member(one)}]) ${from.of(['>', '>=', '=', '!=', '<'])} ${from.below(3)}`,
    `count(演员[${member(one)}]) > x`,
    `演员[${1 + from.below(3)}].年龄 > x`,
    `演员[-1].国籍 = "其他" and (some a in 演员 satisfies ${two})`,
    'sum(演员.年龄) > x',
    `list contains(演员[${member(two)}].姓名, s)`,
    `演员[${member(two)}][1].年龄 >= 18`,
    `count(演员) > 1 and (every a in 演员 satisfies ${one})`,
    `some i in 1..count(演员) satisfies 演员[i].年龄 < 18`,
    `count(for a in 演员 return a.姓名) = x or (some a in 演员 satisfies ${two})`,
    'list contains(演员, 演员[1])',
    `if (some a in 演员 satisfies ${two}) then 演员[1].年龄 > 3 else p`,
    `some a in [1, x, 3] satisfies a > y and (some b in 演员 satisfies b.年龄 > a)`,
    `演员.年龄 = [x, y]`,
    `max(演员[${member(two)}].年龄) > x`,
  ]);
}

function groupRow(from: Chance): Row {
  const made: Row = {};
  const put = (address: string, values: Json[]): void => {
    const roll = from.next();
    if (roll > 0.25) made[address] = roll < 0.35 ? null : from.of(values);
  };
  put('performer', ['0', '1', '2', '2', '3', '3']);
  if (from.odds(0.5)) made['performer'] = '2';
  for (let at = 0; at < 3; at++) {
    put(`performer[${at}].age`, ['3', '17', '18', '60']);
    put(`performer[${at}].name`, ['王', '李']);
    put(`performer[${at}].nation`, ['cn', 'other']);
    put(`performer[${at}].birth`, ['1990-01-01', '2020-01-01']);
  }
  put('x', ['1', '2', '18']);
  put('y', ['1', '18']);
  put('s', ['王']);
  put('d', ['2000-01-01']);
  put('p', [true, false]);
  return made;
}

describe('the rest with the other facts is the rule with all facts', () => {
  test('over every scalar type', () => {
    const from = chance(seed);
    for (let tried = 0; tried < runs;) {
      const text = written(randomRule(from));
      if (compile(text, factScope).rule === undefined) continue;
      obeys(text, factScope, row(from), from);
      tried++;
    }
    expect(runs).toBeGreaterThan(0);
  });

  test('over lists and loops', () => {
    const from = chance(seed + 1);
    fc.assert(
      fc.property(expressions(true).truth, facts, (one, all) => obeys(one.short, scope, all, from)),
      { seed, numRuns: Math.ceil(runs / 3) },
    );
  });

  test('over groups', () => {
    const from = chance(seed + 2);
    for (let tried = 0; tried < runs; tried++) obeys(groupRule(from), scope, groupRow(from), from);
    expect(runs).toBeGreaterThan(0);
  });
});

test('a rest reads only what is not known, prints, compiles and packs to the same', () => {
  const from = chance(seed + 3);
  let tried = 0;
  for (let n = 0; n < runs; n++) {
    const text = written(randomRule(from));
    const { rule } = compile(text, factScope);
    if (rule === undefined) continue;
    const all = row(from);
    const { known, others } = halves(all, from);
    const { rest } = narrow(rule, reading(known), env, factScope);
    if (rest === undefined) continue;
    tried++;
    for (const address of rest.reads)
      expect(reading(known)(address), `${text} ${address}`).toBeUndefined();
    const { value } = evaluate(rest, reading(others), env);
    expect(evaluate(unpack(pack(rest)), reading(others), env).value).toEqual(value);
    const again = compile(rest.text, factScope, { lenient: true }).rule;
    expect(again && evaluate(again, reading(others), env).value, `${text} → ${rest.text}`).toEqual(
      value,
    );
  }
  expect(tried).toBeGreaterThan(runs / 10);
});

const cases: [text: string, known: Row, rest: string, waits: string[]][] = [
  ['x > 1 and (p or q)', { x: '3' }, 'p or q', ['p', 'q']],
  ['x > 1 and (p or q)', { x: '1' }, 'false', []],
  ['(p or q) and r', {}, '(p or q) and r', ['r', 'p', 'q']],
  ['if p then x > 1 else 涉外', { p: false }, '涉外', ['ask.foreign']],
  ['企业.演出资质 in ("演出经纪机构", x)', {}, '', []],
  [
    'every a in 演员 satisfies a.年龄 >= 18',
    { performer: '2', 'performer[0].age': '20' },
    '演员[2].年龄 >= 18',
    ['performer[1].age'],
  ],
  [
    'some a in 演员 satisfies a.年龄 >= 18',
    { performer: '2', 'performer[0].age': '20' },
    'true',
    [],
  ],
  [
    'count(演员[年龄 < 18]) > 0',
    { performer: '2', 'performer[0].age': '20' },
    'count([{年龄: 演员[2].年龄}][年龄 < 18]) > 0',
    ['performer[1].age'],
  ],
  [
    'sum(演员.年龄) > 100',
    { performer: '2', 'performer[0].age': '60' },
    'sum([60, 演员[2].年龄]) > 100',
    ['performer[1].age'],
  ],
  [
    'd > 今天 and 周岁(e, d) >= x',
    { x: '60' },
    'd > date("2026-11-22") and 周岁(e, d) >= 60',
    ['d', 'e'],
  ],
  ['x + 1 > y * 2', { y: '3' }, 'x + 1 > 6', ['x']],
  ['some i in [count([y, 0][item > 1])] satisfies i > 1', {}, 'count([y][item > 1]) + 0 > 1', ['y']],
  ['(if p then count([y, 0][item > 1]) else 3) > 1', { p: true }, 'count([y][item > 1]) + 0 > 1', ['y']],
  ['count([y, z][p]) > 1', { p: true }, 'true', []],
  ['x in (1, y, < 0)', { x: '5' }, '5 in y', ['y']],
];

test.each(cases.filter(([, , rest]) => rest !== ''))(
  '%s with %o leaves %s',
  (text, known, rest, waits) => {
    const made = narrow(ruleOf(text, scope), reading(known), env, scope);
    expect(made.rest?.text ?? String(made.value)).toBe(rest);
    expect(made.waits).toEqual(waits);
  },
);

test.each([
  ['(p and q) or (not(p) and q)', { q: null }, { p: false }],
  ['p or true', {}, { p: false }],
  ['x > 1 and p', { p: true }, { x: true }],
  ['x > 1 and p', { p: false }, { x: false }],
  [
    '演员[2].姓名 = "王"',
    { performer: '2' },
    { 'performer[0].name': false, 'performer[1].name': true },
  ],
  ['is known(p) or not(is known(p))', {}, { p: false }],
  ['not(is known(p))', {}, { p: true }],
  ['(p = true or p = false or p = null) and q', {}, { p: false, q: true }],
] as [string, Row, Record<string, boolean>][])(
  '%s with %o: what can change it',
  (text, known, expected) => {
    expect(narrow(ruleOf(text, scope), reading(known), env, scope).canChange).toEqual(expected);
  },
);

test('what a rule reads, as authors write it', () => {
  const rule = ruleOf(
    'count(演员[年龄 < 18]) > 0 and 企业.演出资质 = "文艺表演团体" and 今天 < d',
    scope,
  );
  expect(
    factsOf(rule, scope).map(({ address, written: name, type, each, count }) => [
      address,
      name,
      type,
      each,
      count,
    ]),
  ).toEqual([
    ['performer', '演员', 'number', false, true],
    ['performer[].age', '演员.年龄', 'number', true, false],
    ['enterprise.kind', '企业.演出资质', 'choice', false, false],
    ['d', 'd', 'date', false, false],
  ]);
  expect(factsOf(rule, scope).map(({ address }) => address)).toEqual(rule.reads);
});
