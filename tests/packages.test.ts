/** What pages load of the rule engine: how much, and that citizens load no parser. */
import { expect, test } from 'vitest';
import { bundled, pages, reached } from '../bench/bundled.ts';

/** Parts that only authors need. */
const authoring = /^rules\/(language|check|table|sql|columns|function|tck|reason)\//;

test('the runtime: at most 25 KB gzip, no parser, no check, no package from outside', async () => {
  const chunks = await bundled('rules/runtime.ts');
  const modules = chunks.flatMap((chunk) => chunk.modules);
  expect(modules).toContain('rules/pack/unpack.ts');
  expect(modules.filter((one) => authoring.test(one) || one.includes('node_modules'))).toEqual([]);
  const gzip = chunks.reduce((sum, chunk) => sum + chunk.gzip, 0);
  expect(gzip).toBeGreaterThan(1000);
  expect(gzip).toBeLessThanOrEqual(25_000);
});

test('authoring, with parser and check: at most 90 KB gzip', async () => {
  const chunks = await bundled('rules/authoring.ts');
  expect(chunks.flatMap((chunk) => chunk.modules)).toContain('rules/language/parse.ts');
  expect(chunks.reduce((sum, chunk) => sum + chunk.gzip, 0)).toBeLessThanOrEqual(90_000);
});

test('no script a citizen or an officer can come to load holds the parser or the check', async () => {
  const all = await pages();
  const entries = all.filter((chunk) => chunk.entry && /citizen|workbench/.test(chunk.file));
  expect(entries.length).toBeGreaterThanOrEqual(2);
  for (const entry of entries) {
    const scripts = reached(all, entry);
    expect(scripts.length).toBeGreaterThan(3);
    const found = scripts.flatMap((chunk) => chunk.modules.filter((one) => authoring.test(one)));
    expect(found, entry.file).toEqual([]);
  }
});
