/** What is printed compiles to the same tree again. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Node, Scope } from '../index.ts';
import { chance } from '../agreement/random.ts';
import { scope as factScope } from '../agreement/facts.ts';
import { randomRule, written } from '../agreement/generate.ts';
import { expressions } from '../golden/random.ts';
import { scope } from '../golden/scope.ts';
import { compile } from '../index.ts';
import { isNum, numberText } from '../values/number.ts';
import type { Value } from '../values/values.ts';
import { Range, toJson } from '../values/values.ts';
import { isNegation } from './rank.ts';
import { print } from './print.ts';
import { writtenAt } from './written.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`print.test seed ${seed}`);

function treeOf(text: string, names: Scope): Node | undefined {
  return compile(text, names, { lenient: true }).rule?.tree;
}

/** A tree without places and shapes; −1 × a number is that number. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const node = value as Node;
  const test = value as { kind: string; of?: Node };
  if (test.kind === 'value' && test.of?.kind === 'literal' && test.of.value instanceof Range)
    return bare(test.of);
  if (node.kind === 'logic' && node.parts.length === 1) return bare(node.parts[0]);
  if (
    node.kind === 'literal' &&
    node.value instanceof Range &&
    node.value.low !== null &&
    node.value.high !== null
  ) {
    const { low, high, openLow, openHigh } = node.value;
    const end = (one: Value): unknown => bare({ ...node, value: one });
    return { kind: 'interval', low: end(low), high: end(high), openLow, openHigh };
  }
  if (node.kind === 'literal') {
    return {
      literal: isNum(node.value) ? numberText(node.value) : toJson(node.value),
      type: node.value?.constructor.name,
    };
  }
  if (
    node.kind === 'arithmetic' &&
    isNegation(node) &&
    node.right.kind === 'literal' &&
    isNum(node.right.value)
  ) {
    const text = numberText(node.right.value);
    const minus = text.startsWith('-') ? text.slice(1) : text === '0' ? text : `-${text}`;
    return { literal: minus, type: node.right.value.constructor.name };
  }
  const left = ['from', 'to', 'shape', 'builtin'];
  const made = Object.entries(value)
    .filter(([key]) => !left.includes(key))
    .map(([key, one]) => [key, bare(one)]);
  return {
    ...Object.fromEntries(made),
    ...('builtin' in node ? { builtin: node.builtin.name } : {}),
  };
}

function back(text: string, names: Scope): void {
  const tree = treeOf(text, names);
  if (tree === undefined) throw new Error(`no rule: ${text}`);
  const printed = print(tree, names);
  if (!printed.whole) throw new Error(`not whole: ${text} → ${printed.text}`);
  const again = treeOf(printed.text, names);
  expect(bare(again), `${text} → ${printed.text}`).toEqual(bare(tree));
  expect(bare(printed.tree)).toEqual(bare(tree));
}

const golden = new URL('../golden/', import.meta.url);
const texts = readdirSync(golden)
  .filter((file) => file.endsWith('.txt') && file !== 'problems.txt')
  .flatMap((file) => readFileSync(new URL(file, golden), 'utf8').split('\n'))
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => line.split(' | ')[0] ?? '')
  .filter((text) => treeOf(text, scope) !== undefined);

test('there are golden expressions', () => {
  expect(texts.length).toBeGreaterThan(200);
});

test.each([...new Set(texts)])('%s', (text) => {
  back(text, scope);
});

test('random rules with lists, loops and filters', () => {
  fc.assert(
    fc.property(expressions(true).truth, (one) => back(one.short, scope)),
    { seed, numRuns: 400 },
  );
});

test('random rules over every scalar type', () => {
  const from = chance(seed);
  let tried = 0;
  while (tried < 800) {
    const text = written(randomRule(from));
    if (treeOf(text, factScope) === undefined) continue;
    back(text, factScope);
    tried++;
  }
  expect(tried).toBe(800);
});

test.each([
  ['(x+1)*2 > 3 and (p or q)', '(x + 1) * 2 > 3 and (p or q)'],
  ['not((p))', 'not(p)'],
  ['企业.演出资质="agency"', '企业.演出资质 = "演出经纪机构"'],
  ['count(演员[ item.年龄<18 ])>0', 'count(演员[年龄 < 18]) > 0'],
  ['some a in 演员 satisfies a.年龄 < 18', 'some i1 in 演员 satisfies i1.年龄 < 18'],
  ['-x - (y - z)', '-x - (y - z)'],
  ['d >= @"2026-11-22"', 'd >= date("2026-11-22")'],
  ['x in (1, (2..3], < 5)', 'x in (1, (2..3], < 5)'],
])('%s is written %s', (text, expected) => {
  const tree = treeOf(text, scope);
  expect(tree === undefined ? '' : print(tree, scope).text).toBe(expected);
});

test('places point at the printed parts', () => {
  const tree = treeOf('  ( x  > 1 )  and not( p )', scope);
  const printed = tree && print(tree, scope);
  const logic = printed?.tree;
  if (printed === undefined || logic?.kind !== 'logic') throw new Error('no tree');
  expect(logic.parts.map((part) => printed.text.slice(part.from, part.to))).toEqual([
    'x > 1',
    'not(p)',
  ]);
});

test.each([
  ['performer[1].age', '演员[2].年龄'],
  ['performer[].age', '演员.年龄'],
  ['enterprise.name', '企业.名称'],
  ['ask.foreign', '涉外'],
  ['nowhere.at.all', 'nowhere.at.all'],
])('%s is written %s', (address, expected) => {
  expect(writtenAt(scope, address)).toBe(expected);
});
