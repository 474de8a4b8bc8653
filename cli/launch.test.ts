/** The launcher: `npx bantuo …` runs this checkout, under Node 24, and passes on how it ended. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '#base';

type Run = { code: number | null; out: string; error: string };

function run(command: string, args: string[]): Promise<Run> {
  // The packages stay as they are: what is tested is the way through, not the installation.
  const env = { ...process.env, BANTUO_KEEP_MODULES: '1' };
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env });
    const got = { out: '', error: '' };
    child.stdout.on('data', (chunk) => { got.out += String(chunk); });
    child.stderr.on('data', (chunk) => { got.error += String(chunk); });
    child.on('close', (code) => resolve({ code, ...got }));
  });
}

const launcher = path.join(root, 'cli/launch.mjs');

test('npx bantuo workdays, over the National Day holiday of 2026, for people and for machines', async () => {
  const npx = path.join(path.dirname(process.execPath), 'npx');
  const [forPeople, forMachines, back] = await Promise.all([
    run(fs.existsSync(npx) ? npx : 'npx', ['bantuo', 'workdays', '2026-09-30', '5']),
    run(process.execPath, [launcher, 'workdays', '2026-09-30', '5', '--json']),
    run(process.execPath, [launcher, 'workdays', '2026-10-08', '-1', '--json']),
  ]);
  expect(forPeople).toMatchObject({ code: 0, out: expect.stringContaining('2026-09-30 后第 5 个工作日：2026-10-13') });
  const found = JSON.parse(forMachines.out) as { date: string; provisional: boolean; skipped: { date: string; why: string }[] };
  expect(Object.keys(found)).toEqual(['date', 'provisional', 'skipped']);
  expect([found.date, found.provisional]).toEqual(['2026-10-13', false]);
  expect(found.skipped.map((day) => day.date)).toContain('2026-10-01');
  expect(found.skipped.every((day) => /[\u4e00-\u9fff]/.test(day.why))).toBe(true);
  expect(JSON.parse(back.out)).toMatchObject({ date: '2026-09-30' });
}, 60_000);

test('what a command says no with is passed on, in words, without a stack', async () => {
  const [date, count, unknown] = await Promise.all([
    run(process.execPath, [launcher, 'workdays', '2026-02-30', '5']),
    run(process.execPath, [launcher, 'workdays', '2026-02-28', 'five']),
    run(process.execPath, [launcher, 'no-such-command']),
  ]);
  expect(date.code).toBe(1);
  expect(date.error).toMatch(/2026-02-30/);
  expect(count).toMatchObject({ code: 1, error: expect.stringContaining('工作日数要填整数，“five”不是') });
  expect(unknown.code).toBe(1);
  for (const refused of [date, count, unknown]) expect(refused.error).not.toMatch(/\n\s+at /);
}, 60_000);

test('the launcher is plain JavaScript without packages: any Node 20 can read it', () => {
  const text = fs.readFileSync(launcher, 'utf8');
  const imports = [...text.matchAll(/^import .* from '([^']+)'/gm)].map(([, from]) => from);
  expect(imports.length).toBeGreaterThan(3);
  expect(imports.filter((from) => !from?.startsWith('node:') && from !== './publish.mjs')).toEqual([]);
});
