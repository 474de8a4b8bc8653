/** The example of “Adding an item” is an item: no fault, and its guide does what the page says. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeCalendar, root } from '#base';
import { readFiles, sha256 } from '#catalogue';
import { assemble, checkFiles, guide, open } from '#graph';

const page = fs.readFileSync(path.join(root, 'docs/how-to/add-an-item.md'), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const env = { today: '2026-11-23', calendar: makeCalendar() };

const { catalogue, problems } = checkFiles(
  [
    ...readFiles(path.join(root, 'catalogue')),
    { path: 'items/library-card.yaml', text: blocks[0] ?? '' },
    { path: 'licences/library-card.yaml', text: blocks[1] ?? '' },
  ],
  env,
);

test('check is silent about it', () => {
  expect(blocks).toHaveLength(2);
  expect(problems.filter((problem) => JSON.stringify(problem).includes('library-card'))).toEqual(
    [],
  );
});

test('its guide asks one question, and the answer decides the material', () => {
  const { version, hash } = assemble(catalogue, 'library-card', sha256);
  const item = open(version, hash);
  expect(guide(item, {}, env).next).toBe('lives-here');
  const stated = { source: 'applicant', grade: 'D', on: env.today } as const;
  const answered = (value: boolean) =>
    guide(item, { 'ask.lives-here': { state: 'known', value, ...stated } }, env);
  const needed = (value: boolean) => answered(value).materials.map((material) => material.needed);
  expect(answered(true).next).toBeNull();
  expect(needed(true)).toEqual(['no']);
  expect(needed(false)).toEqual(['yes']);
});
