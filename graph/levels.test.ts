/** Levels of approval, promises and what may come later: what `check` says of them. */
import { describe, expect, test } from 'vitest';
import type { Env } from '#rules';
import { checkFiles } from './check.ts';
import { exampleFiles } from './example.ts';

const env: Env = { today: '2026-11-22', calendar: { workdays: () => 0, addWorkdays: (date) => date } };
const ITEM = 'items/show-permit.yaml';
const place = 'visits: { n: 0 }';

const told = (...changes: [string, string, string][]): string[] =>
  checkFiles(exampleFiles(...changes), env).problems.map((p) => `${p.level} ${p.code} ${p.message}`);
const usual = new Set(told());
const newly = (text: string): string[] =>
  told([ITEM, place, `${place}\n${text}`]).filter((t) => !usual.has(t));

describe('levels of approval', () => {
  const approval = (levels: number, centre = true): string =>
    `approval: { levels: ${levels}, office: bureau, centre: ${centre}, delegated: true, unsure: 样例 }`;

  test('fewer levels than the procedure takes cannot work', () => {
    expect(newly(approval(1))).toContainEqual(expect.stringMatching(/^error approval 写的是 1 级审批，permit 程序要 2 个人经手/));
    expect(newly(approval(2)).filter((t) => t.includes(' approval '))).toEqual([]);
  });

  test('what is not at the centre is a gap', () => {
    expect(newly(approval(2, false))).toContain('note approval 审批没有集中到政务服务中心');
  });

  test('an office that there is not', () => {
    const found = newly(approval(2).replace('bureau', 'nowhere'));
    expect(found).toContainEqual(expect.stringMatching(/^error reference 没有机构 nowhere/));
  });
});

describe('promises', () => {
  const promise = (covers: string, basis = 'unsure: 样例'): string =>
    `promise: { id: all-true, name: 告知承诺, covers: [${covers}], text: 我承诺符合条件, check: { n: 1, unit: month }, ${basis} }`;

  test('stand for materials of the item, and rest on something', () => {
    expect(newly(promise('form')).filter((t) => t.startsWith('error'))).toEqual([]);
    expect(newly(promise('forms'))).toContainEqual(
      expect.stringMatching(/^error reference 这件事没有材料 forms：是不是想写“form”/));
    expect(newly(promise('form', 'source: S1'))).toContainEqual(expect.stringMatching(/^error basis 告知承诺没有依据/));
  });

  test('only what comes later has a time for it', () => {
    const change = (text: string): string[] => told([ITEM, '{ material: form, ', `{ material: form, ${text}`]);
    expect(change('within: { n: 5, unit: wd }, ')).toContainEqual(expect.stringMatching(/^error later 只有 necessity: later/));
    expect(change('necessity: later, within: { n: 5, unit: wd }, ').filter((t) => t.startsWith('error later'))).toEqual([]);
  });
});
