/** New pages under a running server: never a moment without, old ones go on for one build more. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

type Build = { from: string; to: string; stamp: string };
type Module = {
  publish: (build: Build) => void;
  published: (to: string) => { stamp: string; files: string[]; before: string[] } | null;
};
const { publish, published } = (await import(String(new URL('publish.mjs', import.meta.url)))) as Module;

let home: string;
beforeEach(() => { home = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-')); });
afterEach(() => { fs.rmSync(home, { recursive: true }); });

const to = (): string => path.join(home, 'web');

/** A build: a page that names its script, as Vite makes it. */
function build(mark: string): string {
  const from = path.join(home, `web-${mark}`);
  fs.mkdirSync(path.join(from, 'assets'), { recursive: true });
  fs.mkdirSync(path.join(from, 'citizen'));
  fs.writeFileSync(path.join(from, `assets/app-${mark}.js`), mark);
  fs.writeFileSync(path.join(from, 'assets/mark.svg'), 'the same in all');
  fs.writeFileSync(path.join(from, 'citizen/index.html'), `app-${mark}.js`);
  return from;
}

const scripts = (): string[] => fs.readdirSync(path.join(to(), 'assets')).filter((f) => f.endsWith('.js'));
const page = (): string => fs.readFileSync(path.join(to(), 'citizen/index.html'), 'utf8');

test('scripts of the build before stay for one build, then they go', () => {
  for (const mark of ['a', 'b', 'c']) publish({ from: build(mark), to: to(), stamp: mark });
  expect(scripts()).toEqual(['app-b.js', 'app-c.js']);
  expect(page()).toBe('app-c.js');
  expect(fs.readdirSync(path.join(to(), 'assets'))).toContain('mark.svg');
  expect(published(to())).toMatchObject({ stamp: 'c' });
  expect(fs.readdirSync(home)).toEqual(['web']);
});

test('built again from the same sources, the one before is still there', () => {
  for (const mark of ['a', 'b', 'b']) publish({ from: build(mark), to: to(), stamp: mark });
  expect(scripts()).toEqual(['app-a.js', 'app-b.js']);
});

test('pages put there by another way are no list, and stay for one build', () => {
  fs.renameSync(build('hand'), to());
  expect(published(to())).toBeNull();
  publish({ from: build('a'), to: to(), stamp: 'a' });
  expect(scripts()).toEqual(['app-a.js', 'app-hand.js']);
  publish({ from: build('b'), to: to(), stamp: 'b' });
  expect(scripts()).toEqual(['app-a.js', 'app-b.js']);
});

test('at no step is a page there without its script', () => {
  publish({ from: build('a'), to: to(), stamp: 'a' });
  const from = build('b');
  const steps: string[] = [];
  const rename = fs.renameSync;
  const look = (...given: Parameters<typeof fs.renameSync>): void => {
    rename(...given);
    steps.push(page());
    expect(scripts()).toContain(page());
    expect(scripts()).toContain('app-a.js');
  };
  fs.renameSync = look;
  try {
    publish({ from, to: to(), stamp: 'b' });
  } finally {
    fs.renameSync = rename;
  }
  expect(new Set(steps)).toEqual(new Set(['app-a.js', 'app-b.js']));
});
