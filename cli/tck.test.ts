/** `bantuo tck`: what it prints and how it ends. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '#base';
import { tck } from './tck.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-tck-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function bantuo(...args: string[]): { code: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [path.join(root, 'cli/bantuo.ts'), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

const cases = [
  {
    suite: '0001-a',
    id: '1',
    decision: 'd',
    level: '2',
    kind: 'literal',
    feel: '1 + 1',
    expected: { n: '2' },
  },
  {
    suite: '0001-a',
    id: '2',
    decision: 'd',
    level: '2',
    kind: 'literal',
    feel: '1 + 1',
    expected: { n: '3' },
  },
  {
    suite: '0002-b',
    id: '1',
    decision: 'e',
    level: '3',
    kind: 'no kind yet',
    expected: { n: '1' },
  },
];

test('one JSON object on the output, and the end is 0 when the cases were run', () => {
  const { code, out } = bantuo(
    'tck',
    write('cases.json', JSON.stringify({ source: 'x', cases })),
    '--json',
  );
  expect(code).toBe(0);
  expect(out.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(out)).toEqual({
    total: 3,
    passed: 1,
    failed: [
      { suite: '0001-a', id: '2', decision: 'd', reason: '应为 {"n":"3"}，得到 "2"' },
      {
        suite: '0002-b',
        id: '1',
        decision: 'e',
        reason: '应为 {"n":"1"}，得到 null（没有表达式，也没有决策表）',
      },
    ],
  });
});

test('today() and now() are told, and are of one day', () => {
  const today = {
    suite: '0003-c',
    id: '1',
    decision: 'd',
    level: '3',
    kind: 'literal',
    feel: 'now() instance of date and time and date(now()) = today()',
    expected: { b: true },
  };
  const { out } = bantuo('tck', write('now.json', JSON.stringify([today])), '--json');
  expect(JSON.parse(out)).toEqual({ total: 1, passed: 1, failed: [] });
});

test('for people, a table by suite and a line for each that fails', () => {
  const { code, out } = bantuo('tck', write('list.json', JSON.stringify(cases)));
  expect(code).toBe(0);
  expect(out).toMatch(/0001-a +1 \/ 2 +✗/);
  expect(out).toContain('✗ 0001-a 2 d：应为 {"n":"3"}，得到 "2"');
  expect(out).toContain('共 3 个，通过 1 个（33.3 %），不通过 2 个。');
});

test('a file that cannot be read ends in 1, with the reason and what to do', () => {
  const { code, out, err } = bantuo('tck', path.join(folder, 'nothing.json'), '--json');
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('没有这个文件');
  expect(err).toContain('请检查文件的路径和内容');
});

test.each([
  ['broken.json', '{', '内容不是 JSON'],
  ['other.json', '{"total": 1}', '里面没有用例的列表'],
])('%s is refused in clear words', (name, text, words) => {
  expect(() => tck(write(name, text), {})).toThrow(words);
});
