/** The columns back end beside closures: the same truth for every row, or a refusal with a place. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value } from '../values/values.ts';
import type { ColumnRule } from './match.ts';
import { residents } from '../../bench/residents.ts';
import { compile } from '../index.ts';
import { refused } from '../layout.ts';
import { compileColumns, encode, match } from './match.ts';
import { env, layout, meant, row, said, taken, truth } from './random.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`columns.test seed ${seed}`);
const runs = { seed, numRuns: Number(process.env['RUNS'] ?? 300) };

describe('columns and closures', () => {
  const counts = { taken: 0, refused: 0 };

  test('say the same of every row, or the rule is refused with its place', () => {
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
