/** The columns back end beside closures: the same truth for every row, or a refusal with a place. */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Node } from '../check/tree.ts';
import type { Frame } from '../closure/frame.ts';
import type { Json, Value } from '../values/values.ts';
import type { ColumnRule } from './match.ts';
import { residents } from '../../bench/residents.ts';
import { compile } from '../index.ts';
import { makeRun } from '../closure/closure.ts';
import { FUEL } from '../closure/loops.ts';
import { scope as goldenScope } from '../golden/scope.ts';
import { layoutOf, refused } from '../layout.ts';
import { fromJson } from '../values/values.ts';
import { compileColumns, encode, match } from './match.ts';
import { env, layout, meant, row, said, taken, truth } from './random.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`columns.test seed ${seed}`);
const runs = { seed, numRuns: Number(process.env['RUNS'] ?? 300) };
/** A long run takes long. */
const timeout = 30_000 + runs.numRuns * 20;

describe('columns and closures', () => {
  const counts = { taken: 0, refused: 0 };

  test('say the same of every row, or the rule is refused with its place', { timeout }, () => {
    fc.assert(
      fc.property(truth, fc.array(row, { minLength: 1, maxLength: 40 }), (text, rows) => {
        const rule = taken(text);
        if (rule === null) return;
        counts[refused(rule) ? 'refused' : 'taken']++;
        if (refused(rule)) {
          expect(rule.message).toMatch(/请/);
          expect(rule.from).toBeGreaterThanOrEqual(0);
          expect(rule.to).toBeLessThanOrEqual(text.length);
          expect(rule.to).toBeGreaterThan(rule.from);
          return;
        }
        const columns = encode(layout, rows.length, (at, column) => (rows[at] as Value[])[column]);
        const [matched] = match([rule], columns, env);
        rows.forEach((_, at) => {
          if (matched === undefined) throw new Error('no match');
          expect(`${at} ${said(matched, at)}`).toBe(`${at} ${meant(rule.rule, columns, at)}`);
        });
      }),
      runs,
    );
    console.info(`columns.test: ${counts.taken} rules taken, ${counts.refused} refused`);
    expect(counts.taken).toBeGreaterThan(counts.refused);
  });

  test('thirty policies over residents, over block and word borders', () => {
    const people = residents(8_192 + 4_321, seed);
    const columns = encode(people.layout, people.count, people.cell);
    const rules = people.policies.map(({ text }) => {
      const [made] = compileColumns([compile(text, people.scope).rule as never], people.layout);
      if (made === undefined || refused(made)) throw new Error(`${text}: ${made?.message}`);
      return made;
    });
    const matches = match(rules, columns, env);
    const bad: string[] = [];
    matches.forEach((matched, at) => {
      const { rule } = rules[at] as ColumnRule;
      for (let one = 0; one < people.count; one += 3) {
        if (said(matched, one) !== meant(rule, columns, one)) bad.push(`${rule.text} @ ${one}`);
      }
    });
    expect(bad).toEqual([]);
  });
});

const folder = new URL('../golden/', import.meta.url);

/** Rows of the golden tables: a text, and its facts by address. */
function golden(): { text: string; facts: Map<string, Json> }[] {
  const json = (text: string): Json => {
    if (text === 'true' || text === 'false') return text === 'true';
    if (text === 'none') return null;
    return /^[[{"]/.test(text) ? (JSON.parse(text) as Json) : text;
  };
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt') && file !== 'problems.txt')
    .flatMap((file) => readFileSync(new URL(file, folder), 'utf8').split('\n'))
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [text = '', given = ''] = line.split(' | ').map((cell) => cell.trim());
      const entries = given === '' ? [] : given.split(';').map((part) => part.split('='));
      const facts = entries.map(([to = '', value = '']): [string, Json] => [
        to.trim(),
        json(value.trim()),
      ]);
      return { text, facts: new Map(facts) };
    });
}

/** A rule of truth out of any rule: what is no truth is held beside the value it comes to. */
function asked(tree: Node, value: Value): Node {
  if (tree.shape.type === 'boolean') return tree;
  const { from, to, shape } = tree;
  if (value === undefined) return { kind: 'known', of: tree, shape: { type: 'boolean' }, from, to };
  const right: Node = { kind: 'literal', value, shape, from, to };
  return { kind: 'compare', op: '=', left: tree, right, shape: { type: 'boolean' }, from, to };
}

test('the golden tables, as far as they read columns', () => {
  let [through, stopped] = [0, 0];
  const bad: string[] = [];
  for (const { text, facts } of golden()) {
    const { rule } = compile(text, goldenScope);
    if (rule === undefined) throw new Error(text);
    const frame = (): Frame => ({
      read: (to) => facts.get(to),
      env,
      waits: [],
      locals: [],
      fuel: FUEL,
    });
    const tree = asked(rule.tree, rule.run(frame()));
    const own = layoutOf([tree]);
    const [made] = compileColumns([{ text, tree }], own);
    if (made === undefined || refused(made)) {
      expect(made?.message).toMatch(/请/);
      stopped++;
      continue;
    }
    const columns = encode(own, 1, (_, at) => {
      const json = facts.get(own[at]?.address ?? '');
      return json === undefined || json === null
        ? json
        : fromJson(json, own[at]?.shape ?? { type: 'any' });
    });
    const [matched] = match([made], columns, env);
    const is = makeRun(tree)(frame());
    const wanted = is === true ? 'true' : is === undefined ? 'unknown' : 'other';
    const found = matched === undefined ? 'none' : said(matched, 0);
    if (found !== wanted) bad.push(`${text}: ${found}, and ${wanted} is right`);
    through++;
  }
  console.info(`columns.test: golden tables ${through} rows taken, ${stopped} refused`);
  expect(bad).toEqual([]);
  expect(through).toBeGreaterThan(stopped);
});
