import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Calendar, Env, Json } from '#rules';
import { assemble } from './assemble.ts';
import { example, facts } from './example.ts';
import { guide } from './guide.ts';
import { guideBytes } from './guide-bytes.ts';
import type { Guide } from './guide-shape.ts';
import { open } from './open.ts';
import type { OpenItem } from './open.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.log(`guide tests with SEED=${seed}`);

/** A calendar without holidays: tests of the guide do not count working days. */
const calendar: Calendar = { workdays: () => 0, addWorkdays: (date) => date };
const env: Env = { today: '2026-11-22', calendar };

function opened(...changes: [string, string, string][]): OpenItem {
  const { version, hash } = assemble(example(...changes), 'show-permit', (t) => String(t.length));
  return open(version, hash);
}

const show = opened();
const states = (g: Guide): Record<string, string> =>
  Object.fromEntries(g.asks.map((a) => [a.id, a.state]));
const material = (g: Guide, id: string): Guide['materials'][number] | undefined =>
  g.materials.find((m) => m.id === id);

describe('asks', () => {
  test('with nothing known the first is asked; one behind a `when` may come', () => {
    const g = guide(show, {}, env);
    expect(g.next).toBe('kind');
    expect(states(g)).toEqual({ kind: 'next', build: 'open', tall: 'open', local: 'open' });
    expect(g.remaining).toBe(4);
  });

  test('an ask whose `when` fails is dead, and its old answer with it', () => {
    const g = guide(show, facts({ 'ask.build': false, 'ask.tall': true }), env);
    expect(states(g)['tall']).toBe('dead');
    expect(g.asks.find((a) => a.id === 'tall')?.value).toBeUndefined();
    expect(material(g, 'stage')).toMatchObject({
      needed: 'no',
      count: 0,
      reason: { zh: '因为您选了“不搭建”，不用交' },
    });
    expect(g.remaining).toBe(2);
  });

  test('changing an early answer keeps the answers that do not depend on it', () => {
    const before = facts({
      'company.kind': 'troupe',
      'ask.build': true,
      'ask.tall': true,
      'ask.local': true,
    });
    const changed = { ...before, ...facts({ 'ask.build': false }) };
    expect(states(guide(show, changed, env))).toEqual({
      kind: 'answered',
      build: 'answered',
      tall: 'dead',
      local: 'answered',
    });
    const back = { ...changed, ...facts({ 'ask.build': true }) };
    expect(states(guide(show, back, env))['tall']).toBe('answered');
  });

  test('an answer known from a register says so', () => {
    const known = {
      'company.kind': {
        state: 'known',
        value: 'venue',
        source: 'register',
        grade: 'A',
        on: '2026-01-01',
      },
    } as const;
    const ask = guide(show, known, env).asks[0];
    expect([ask?.state, ask?.value, ask?.source]).toEqual(['answered', 'venue', '登记数据']);
  });

  test('when all is answered nothing is left to ask', () => {
    const g = guide(
      show,
      facts({ 'company.kind': 'venue', 'ask.build': false, 'ask.local': true }),
      env,
    );
    expect([g.next, g.remaining]).toEqual([null, 0]);
  });
});

describe('reasons', () => {
  test('a material is needed because of what was chosen', () => {
    const m = material(guide(show, facts({ 'ask.build': true }), env), 'plan');
    expect(m).toMatchObject({
      needed: 'yes',
      count: 1,
      basis: { law: '样例法', article: '第二十条', source: '样例法文本' },
    });
    expect(m?.reason).toEqual({ zh: '因为您选了“要搭建”', en: 'Because you chose “Yes”' });
  });

  test('a material is not needed because of what was chosen', () => {
    const m = material(guide(show, facts({ 'ask.build': false }), env), 'plan');
    expect(m).toMatchObject({
      needed: 'no',
      count: 0,
      reason: { zh: '因为您选了“不搭建”，不用交' },
    });
  });

  test('what is not known is said', () => {
    const g = guide(show, {}, env);
    expect(material(g, 'plan')).toMatchObject({
      needed: 'unknown',
      count: null,
      reason: { zh: '要看您怎么回答“要不要搭台”' },
    });
    const soon = g.conditions.find((c) => c.id === 'soon');
    expect(soon).toMatchObject({
      verdict: 'unknown',
      waits: ['show.day'],
      reason: { zh: '知道“日期”以后才能确定' },
    });
  });

  test('a condition says by what it is met or not', () => {
    const g = guide(show, facts({ 'show.day': '2026-11-23', 'ask.local': true }), env);
    expect(g.conditions.map((c) => [c.verdict, c.reason.zh])).toEqual([
      ['true', '因为“在本区演吗”您答了“是”，符合'],
      ['false', '根据“日期”，不符合'],
    ]);
  });
});

describe('counts, form, unit, payment', () => {
  test('once for each of a many-party', () => {
    expect(material(guide(show, {}, env), 'identity')?.count).toBe(null);
    expect(material(guide(show, facts({ performer: '3' }), env), 'identity')?.count).toBe(3);
  });

  test('a field is shown where its `when` holds', () => {
    const addresses = (values: Record<string, Json>): (string | undefined)[] =>
      (guide(show, facts(values), env).form[0]?.fields ?? []).map((f) => `${f.address} ${f.shown}`);
    expect(addresses({})).toContain('show.seats unknown');
    expect(addresses({ 'company.kind': 'venue' })).toContain('show.seats yes');
    expect(addresses({ 'company.kind': 'troupe' }).join()).not.toContain('seats');
  });

  test('the handling unit goes by area, the amount by rule', () => {
    const { version, hash } = assemble(
      example(
        ['fields/person.yaml', 'east: { zh: 东街, en: East }, west', '"310107001": 东街, west'],
        ['items/meal.yaml', '"east"', '"东街"'],
      ),
      'meal',
      () => 'h',
    );
    const meal = open(version, hash);
    expect(guide(meal, {}, env)).toMatchObject({
      unit: null,
      payment: { amount: null, every: 'month' },
    });
    const g = guide(meal, facts({ 'applicant.street': '310107001' }), env);
    expect(g.unit).toEqual({ id: 'east', name: { zh: '东街中心' } });
    expect(g.payment?.amount).toBe('100');
  });

  test('a parameter past its end is not used', () => {
    const point = (today: string): string | undefined => {
      const item = opened(
        ['items/show-permit.yaml', 'holds: 本区,', 'holds: 演出.座位数 >= 最低年龄,'],
        ['parameters/all.yaml', '\n    - { value: "18", from: 2027-01-01, source: R1 }', ''],
      );
      return guide(item, facts({ 'show.seats': '16' }), { today, calendar }).conditions[0]?.verdict;
    };
    expect(point('2026-12-31')).toBe('true');
    expect(point('2027-01-01')).toBe('unknown');
  });
});

test('a guide is plain JSON and does not change what was given', () => {
  const given = facts({ 'ask.build': true });
  const before = JSON.stringify(given);
  const g = guide(show, given, env);
  expect(JSON.parse(JSON.stringify(g))).toEqual(g);
  expect(JSON.stringify(given)).toBe(before);
  expect(guide(show, given, env)).toEqual(g);
});

test('the guide as bytes is what JSON.stringify gives', () => {
  const values = fc.record(
    {
      'company.kind': fc.constantFrom<Json>('troupe', 'venue', 'none of these', null),
      'ask.build': fc.boolean(),
      'ask.tall': fc.boolean(),
      'ask.local': fc.boolean(),
      performer: fc.nat(20).map(String),
      'show.day': fc.constantFrom('2026-11-22', '2026-12-22', 'no day'),
      'show.title': fc.string(),
    },
    { requiredKeys: [] },
  );
  const property = fc.property(values, (known) => {
    const given = facts(known as Record<string, Json>);
    const g = guide(show, given, env);
    expect(new TextDecoder().decode(guideBytes(show, given, env))).toBe(JSON.stringify(g));
  });
  fc.assert(property, { seed, numRuns: 500 });
});

test('answers that are no answers leave nothing behind', () => {
  const size = (): number => show.space.variables.reduce((n, v) => n + v.waits.length, 0);
  guide(show, facts({ 'company.kind': 'x' }), env);
  const before = size();
  for (let i = 0; i < 5000; i++) {
    const g = guide(
      show,
      facts({ 'company.kind': `x${i}`, performer: String(i), [`performer[${i}].name`]: 'x' }),
      env,
    );
    expect([g.asks[0]?.state, g.asks[0]?.value]).toEqual(['answered', `x${i}`]);
  }
  expect(size()).toBe(before);
});
