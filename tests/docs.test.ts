/** Pages that name files, links and settings name those there are. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '#base';

function* filesUnder(folder: string): Generator<string> {
  for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const at = path.posix.join(folder, entry.name);
    if (['node_modules', 'dist', 'var', '.git'].includes(entry.name)) continue;
    if (entry.isDirectory()) yield* filesUnder(at);
    else yield at;
  }
}

const files = [...filesUnder('')];
const pages = files.filter((file) => file.endsWith('.md'));
const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');

/** Examples, not files. */
const examples = new Set(['NNNN_what.sql', 'verb.ts', '../cases/store.ts']);

describe.each(pages)('%s', (page) => {
  const text = read(page);

  test('links lead somewhere', () => {
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const broken = links.filter(
      (link) => !/^https?:/.test(link) && !fs.existsSync(path.join(root, path.dirname(page), link)),
    );
    expect(broken).toEqual([]);
  });

  test('files it names are there', () => {
    const names = text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\.(?:ts|tsx|mjs|md|sql))`/g);
    const named = [...names].map(([, name = '']) => name);
    const missing = named.filter(
      (name) =>
        !examples.has(name) && !files.some((file) => file === name || file.endsWith(`/${name}`)),
    );
    expect(missing).toEqual([]);
  });
});

test('every setting that is read stands in the README', () => {
  const sources = files.filter(
    (file) => /^(server|cli)\/.*\.(ts|mjs)$/.test(file) && !file.endsWith('.test.ts'),
  );
  const settings = new Set(
    sources.flatMap((file) =>
      [...read(file).matchAll(/env\['([A-Z_]+)'\]|'(BANTUO_[A-Z_]+)'/g)].map(
        ([, a, b]) => a ?? b ?? '',
      ),
    ),
  );
  // Between our own processes, or not ours.
  for (const inner of ['BANTUO_DATABASE', 'TZ']) settings.delete(inner);
  const readme = read('README.md');
  expect([...settings].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
