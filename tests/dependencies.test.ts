/** Every dependency has its line in the record of dependencies, and every line its dependency. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '#base';

type Manifest = Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies',
  Record<string, string>
>;

const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const named = {
  ...manifest.dependencies,
  ...manifest.devDependencies,
  ...manifest.optionalDependencies,
};

const record = fs.readFileSync(path.join(root, 'docs/decisions/0015-dependencies.md'), 'utf8');
const rows = [...record.matchAll(/^\| `([^`]+)` \| (.+?) \| (.+?) \|$/gm)];

test('the record names exactly the dependencies there are, once each', () => {
  expect(rows.map(([, name]) => name).toSorted()).toEqual(Object.keys(named).toSorted());
});

test('each says what it is for and what leaving it would cost', () => {
  for (const [, name, why, cost] of rows) {
    expect(why?.length, name).toBeGreaterThan(4);
    expect(cost?.length, name).toBeGreaterThan(0);
  }
});

test('versions are exact', () => {
  const loose = Object.entries(named).filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version));
  expect(loose).toEqual([]);
});
