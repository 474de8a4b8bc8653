/** What files of cases look like: tables, functions and decisions before, names of every kind. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Env } from '../index.ts';
import { readCases } from './case.ts';
import { runCase } from './run.ts';

const env: Env = {
  today: '2026-11-22',
  now: '2026-11-22T09:30:00+08:00',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

const file = new URL('../golden/cases.json', import.meta.url);
const cases = readCases(JSON.parse(readFileSync(file, 'utf8'))) ?? [];

test.each(cases.map((one) => [`${one.suite} ${one.id}`, one] as const))('%s', (_, one) => {
  const { same, reason } = runCase(one, env);
  expect(same, reason).not.toBe('different');
});
