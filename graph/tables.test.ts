import { describe, expect, test } from 'vitest';
import type { Env } from '#rules';
import { assemble } from './assemble.ts';
import { checkFiles } from './check.ts';
import { example, exampleFiles, facts } from './example.ts';
import { guide } from './guide.ts';
import { open } from './open.ts';
import { attributesOf, paymentOf } from './outcome.ts';

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};
const MEAL = 'items/meal.yaml';
const PERMIT = 'items/show-permit.yaml';
const AMOUNT = 'amount: if 申请人.居住街镇 = "east" then 100 else 80,';
const ATTRIBUTES = 'attributes: { title: 演出.名称,\n    credit-code: 企业.统一社会信用代码 } }';

type Change = [string, string, string];

/** A payment by this table instead of the rule. */
const pays = (table: string): Change => [MEAL, AMOUNT, `amount: ${table},`];
const BANDS = (...rows: string[]): string =>
  `{ by: ["周岁(申请人.出生日期, 今天)"], rows: [ ${rows.join(', ')} ], otherwise: 0 }`;

const opened = (id: string, ...changes: Change[]) => {
  const { version, hash } = assemble(example(...changes), id, (t) => String(t.length));
  return open(version, hash);
};

/** What check says of tables, with line and column. */
const told = (...changes: Change[]): string[] =>
  checkFiles(exampleFiles(...changes), env)
    .problems.filter((p) => p.code.startsWith('table') || p.code.startsWith('rule-'))
    .map((p) => `${p.level} ${p.code} ${p.file}:${p.line} ${p.message}`);

/** The text at the place of the first problem of a kind, in the changed file. */
function at(code: string, file: string, ...changes: Change[]): string | undefined {
  const files = exampleFiles(...changes);
  const problem = checkFiles(files, env).problems.find((p) => p.code === code);
  const line = files.find((f) => f.path === file)?.text.split('\n')[(problem?.line ?? 0) - 1];
  return line?.slice((problem?.column ?? 1) - 1);
}

describe('an amount by table', () => {
  const table = BANDS('{ when: ["[60..80)"], gives: 100 }', '{ when: [">= 80"], gives: "150.5" }');

  test('is paid as the table says', () => {
    expect(told(pays(table))).toEqual([]);
    const item = opened('meal', pays(table));
    const amount = (birth: string) =>
      paymentOf(item, facts({ 'applicant.birth': birth }), env)?.amount;
    expect(['1980-01-01', '1960-01-01', '1940-01-01'].map(amount)).toEqual(['0', '100', '150.5']);
    expect(guide(item, {}, env).payment).toEqual({ amount: null, every: 'month' });
  });

  test('two rows for one case: told at the second, with an example', () => {
    const twice = BANDS('{ when: ["[60..80]"], gives: 100 }', '{ when: [">= 80"], gives: 150 }');
    const [line, ...more] = told(pays(twice));
    expect(more).toEqual([]);
    expect(line).toContain('error table-overlap items/meal.yaml:18 第 1 行和第 2 行会同时成立');
    expect(line).toContain('例如出生日期是“1946-');
    expect(at('table-overlap', MEAL, pays(twice))).toMatch(/^\{ when: \[">= 80"\]/);
  });

  test('a case without a row', () => {
    const gap = table.replace(', otherwise: 0', '');
    expect(told(pays(gap)).join()).toContain('error table-gap items/meal.yaml:18 有的情况哪一行都不成立');
  });

  test('a row that never comes to be used', () => {
    const first = BANDS('{ when: [">= 60"], gives: 100 }', '{ when: [">= 80"], gives: 150 }');
    const found = told(pays(first.replace('{ by', '{ hit: first, by')));
    expect(found.join()).toContain('error table-never items/meal.yaml:18 第 2 行永远轮不到');
  });

  test('amounts that add up, and the highest of several', () => {
    const each = ['{ when: [">= 60"], gives: 100 }', '{ when: [">= 80"], gives: 150 }'];
    const how = (hit: string) => {
      const made = `{ hit: ${hit}, by: ["周岁(申请人.出生日期, 今天)"], rows: [ ${each.join(', ')} ] }`;
      const item = opened('meal', pays(made));
      const birth = '1940-01-01';
      return paymentOf(item, facts({ 'applicant.birth': birth }), env)?.amount;
    };
    expect([how('sum'), how('max'), how('min')]).toEqual(['250', '150', '100']);
  });

  test('what is wrong with a cell is told at the cell', () => {
    const bad = pays(BANDS('{ when: [">= 六十"], gives: 100 }'));
    expect(at('rule-unknown-name', MEAL, bad)).toMatch(/^六十"/);
    const result = pays(BANDS('{ when: [">= 60"], gives: 一百 }'));
    expect(at('rule-unknown-name', MEAL, result)).toMatch(/^一百/);
    const input = pays(BANDS('{ when: [">= 60"], gives: 1 }').replace('申请人.出生日期', '申请人.生辰'));
    expect(at('rule-unknown-name', MEAL, input)).toMatch(/^生辰/);
    const cells = pays(BANDS('{ when: [">= 60", "-"], gives: 1 }'));
    expect(told(cells)).toEqual([
      'error rule-syntax items/meal.yaml:18 第 1 行的格数不对，应有 1 格条件、1 格结果，请补齐或删去多余的',
    ]);
  });

  test('an unknown key is told by the schema', () => {
    const { problems } = checkFiles(exampleFiles(pays('{ by: [申请人.居住街镇], rows: [] }')), env);
    expect(problems.map((p) => p.code)).toContain('shape');
  });
});

describe('attributes by table', () => {
  const tables = (rows: string): Change => [
    PERMIT,
    ATTRIBUTES,
    `attributes: {}, tables: [ { by: [主体], rows: [ ${rows} ], otherwise: { title: '"别的"', credit-code: "null" } } ] }`,
  ];
  const agency = `{ when: ['"agency"'], gives: { title: 演出.名称, credit-code: 企业.统一社会信用代码 } }`;

  test('several at once', () => {
    expect(told(tables(agency))).toEqual([]);
    const item = opened('show-permit', tables(agency));
    const given = facts({ 'company.kind': 'agency', 'show.title': '春晚', 'company.credit-code': 'X' });
    const names = Object.keys(attributesOf(item, given, env).values).toSorted();
    expect([Object.keys(item.attributes).toSorted(), names.length]).toEqual([['credit-code', 'title'], names.length]);
    const other = attributesOf(item, facts({ 'company.kind': 'venue' }), env);
    expect(other.values).toMatchObject({ title: '别的', 'credit-code': null });
  });

  test('a value a row leaves out, one the licence does not have, one given twice', () => {
    const left = `{ when: ['"agency"'], gives: { title: 演出.名称 } }`;
    expect(told(tables(left)).join()).toContain('error table items/show-permit.yaml');
    const codes = (...changes: Change[]) =>
      checkFiles(exampleFiles(...changes), env).problems.map((p) => p.code);
    expect(codes(tables(agency.replace('title:', 'titel:')))).toContain('reference');
    const [path, from, to] = tables(agency);
    expect(codes([path, from, to.replace('attributes: {}', 'attributes: { title: 演出.名称 }')])).toContain(
      'duplicate',
    );
  });

  test('a version is made of what the table reads', () => {
    const { version } = assemble(example(tables(agency)), 'show-permit', () => 'h');
    expect(version.item.result?.tables).toHaveLength(1);
    expect(version.groups['company']?.fields.length ?? Object.keys(version.groups).length).toBeGreaterThan(0);
  });
});
