import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '#base';
import { check } from './check.ts';
import { guide } from './guide.ts';
import { workdays } from './workdays.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-cli-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function bantuo(...args: string[]): { code: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [path.join(root, 'cli/bantuo.ts'), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

describe('workdays', () => {
  test('the day itself is not counted, and every day passed over is named', () => {
    const { code, out } = bantuo('workdays', '2026-09-30', '2', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      date: '2026-10-09',
      provisional: false,
      skipped: Array.from({ length: 7 }, (_, i) => ({
        date: `2026-10-0${i + 1}`,
        why: '国庆节放假',
      })),
    });
  });

  test('N may be negative', () => {
    const { code, out } = bantuo('workdays', '--json', '2026-10-12', '-5');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ date: '2026-09-29' });
    expect(bantuo('workdays', '2026-10-12', '-5').out).toContain(
      '2026-10-12 前第 5 个工作日：2026-09-29',
    );
  });

  test('a year without an announced calendar is provisional', () => {
    expect(JSON.parse(bantuo('workdays', '2030-03-01', '3', '--json').out)).toMatchObject({
      provisional: true,
    });
  });

  test.each([
    ['2026-02-30', '5', '没有“2026-02-30”这一天'],
    ['2026-1-5', '5', '没有“2026-1-5”这一天'],
    ['2026-03-05', '2.5', '要填整数'],
    ['2026-03-05', '99999', '1900'],
  ])('%s %s is told in clear words', (date, n, words) => {
    expect(() => workdays(date, n, {})).toThrow(words);
  });

  test('an impossible day and a missing N end with exit code 1 and words, not with a stack', () => {
    const wrong = bantuo('workdays', '2026-02-30', '5');
    expect(wrong).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('没有“2026-02-30”'),
    });
    expect(wrong.err).not.toContain('    at ');
    expect(bantuo('workdays', '2026-03-05')).toMatchObject({ code: 1 });
  });
});

describe('guide', () => {
  test('reads as text: asks, conditions and materials with their reasons', () => {
    const file = path.join(folder, 'facts.json');
    fs.writeFileSync(file, JSON.stringify({ 'ask.foreign': true }));
    const { code, out } = bantuo('guide', '营业性演出许可', file);
    expect(code).toBe(0);
    expect(out).toContain('营业性演出许可（commercial-performance');
    expect(out).toContain('✗ 不符合 演员都来自内地');
    expect(out).toMatch(/\[要交\] 节目单：\S+/);
  });

  test('gives JSON for a day', () => {
    const { out } = bantuo('guide', 'commercial-performance', '--json', '--today', '2026-12-01');
    expect(JSON.parse(out)).toMatchObject({ item: 'commercial-performance', asOf: '2026-12-01' });
  });

  test('says what is wrong: item, file, fact, day', () => {
    expect(() => guide('no-such-item', undefined, {})).toThrow('commercial-performance');
    const item = 'commercial-performance';
    expect(() => guide(item, '/no/such.json', {})).toThrow('读不了');
    const file = path.join(folder, 'wrong.json');
    fs.writeFileSync(file, JSON.stringify({ 'company.shoe-size': '43', 'ask.foreign': '也许' }));
    expect(() => guide(item, file, {})).toThrow(/company\.shoe-size[^]*ask\.foreign/);
    expect(() => guide(item, undefined, { today: '2026-02-30' })).toThrow('没有“2026-02-30”这一天');
  });
});

describe('check', () => {
  test('our own catalogue has no error; its figures stand beside the interview’s', () => {
    const { code, out } = bantuo('check', '--json');
    const { counts, errors } = JSON.parse(out) as {
      counts: Record<'made' | 'generated' | 'district', Record<string, number>>;
      errors: number;
    };
    expect({ code, errors }).toEqual({ code: 0, errors: 0 });
    expect(Object.keys(counts.made)).toHaveLength(9);
    const items = fs.readdirSync(path.join(root, 'catalogue/items')).length;
    expect(counts.made['items']).toBe(items);
    expect(counts.generated['items']).toBe(0);
    expect(counts.district).toMatchObject({ items: 1940, conditions: 1456, questions: 971 });
  });

  test('generated items are counted apart, and a mistake is told with file and line', () => {
    const copy = path.join(folder, 'catalogue');
    fs.cpSync(path.join(root, 'catalogue'), copy, { recursive: true });
    fs.mkdirSync(path.join(copy, 'items/generated'));
    const own = fs.readFileSync(path.join(copy, 'items/licensing-decision-query.yaml'), 'utf8');
    fs.writeFileSync(
      path.join(copy, 'items/generated/made-query.yaml'),
      own.replace('id: licensing-decision-query', 'id: made-query'),
    );
    const table = bantuo('check', copy).out;
    const items = fs.readdirSync(path.join(root, 'catalogue/items')).length;
    expect(table).toMatch(new RegExp(`服务事项 +${items} +1 +1,940`));
    const broken = path.join(copy, 'items/commercial-performance.yaml');
    fs.writeFileSync(
      broken,
      fs.readFileSync(broken, 'utf8').replace('procedure: permit', 'procedure: x'),
    );
    const { code, out } = bantuo('check', copy);
    expect(code).toBe(1);
    expect(out).toMatch(/错误 \S*items\/commercial-performance\.yaml:\d+:\d+ /);
    expect(() => check(path.join(folder, 'nowhere'), {})).toThrow('没有文件夹');
  });
});
