import { expect, test } from 'vitest';
import type { Scope } from '../index.ts';
import { compile, neverTrue } from '../index.ts';

const scope: Scope = {
  names: {
    年龄: { kind: 'value', address: 'age', type: 'number', range: { min: '0', max: '150', decimals: 0 } },
    x: { kind: 'value', address: 'x', type: 'number' },
    y: { kind: 'value', address: 'y', type: 'number' },
    涉外: { kind: 'value', address: 'foreign', type: 'boolean' },
    演员: {
      kind: 'group',
      address: 'performer',
      many: true,
      fields: { 年龄: { kind: 'value', address: 'age', type: 'number', range: { max: '150' } } },
    },
  },
};

function told(text: string): string[] {
  const { rule, problems } = compile(text, scope);
  if (rule === undefined) throw new Error(problems[0]?.message);
  return neverTrue(rule).map((p) => `${p.code} ${text.slice(p.from, p.to)} ${p.message}`);
}

test('a comparison outside of what is declared, with its place', () => {
  expect(told('涉外 and 年龄 > 200')).toEqual([
    'never-true 年龄 > 200 “年龄 > 200”永远不会成立：“年龄”不小于 0、不大于 150、是整数。请改比较的值，或删去这一句',
  ]);
  expect(told('年龄 = 17.5')).toHaveLength(1);
  expect(told('年龄 in [160..170] or 涉外')).toHaveLength(1);
  expect(told('年龄 between 30 and 20')).toHaveLength(1);
  expect(told('x > null')).toHaveLength(1);
  expect(told('count(演员[年龄 > 160]) > 0')).toHaveLength(1);
});

test('parts of one conjunction that contradict each other', () => {
  expect(told('x > 5 and 涉外 and x < 3')).toEqual([
    'never-true x > 5 and 涉外 and x < 3 “x > 5”和“x < 3”不能同时成立。请改其中一句，或把 and 改成 or',
  ]);
  expect(told('x < y and y < 5 and x > 5')).toEqual([
    'never-true x < y and y < 5 and x > 5 这几句放在一起永远不会成立。请逐句核对，改掉矛盾的一句',
  ]);
  expect(told('count(演员[年龄 > 5 and 年龄 < 3]) > 0')).toHaveLength(1);
});

test.each([
  'x > 5 or x < 3',
  '年龄 > 149',
  'not(年龄 > 60)',
  'is known(x) = false',
  'x + y > 3 and x < 1',
  'string length("甲") > 0',
  '年龄 + x > 10000',
])('nothing is told of %s', (text) => {
  expect(told(text)).toEqual([]);
});
