/** The manual: every function has words and an example that comes to what it says; the page is up to date. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeCalendar, root } from '#base';
import { builtins } from './builtins/table.ts';
import { words } from './builtins/words.ts';
import { compile, evaluate } from './index.ts';
import { manualPage } from './manual.ts';

const env = { today: '2026-11-22', calendar: makeCalendar() };

test('words for every function, and for nothing else', () => {
  expect(Object.keys(words).toSorted()).toEqual([...builtins.keys()].toSorted());
});

test.each(Object.values(words))('$example', ({ example, gives }) => {
  const { rule, problems } = compile(example, { names: {} });
  expect(problems).toEqual([]);
  const value = rule && evaluate(rule, () => undefined, env).value;
  expect(typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)).toBe(gives);
});

test('docs/functions.md is what the code says; npx bantuo functions writes it', () => {
  expect(fs.readFileSync(path.join(root, 'docs/functions.md'), 'utf8')).toBe(manualPage());
});
