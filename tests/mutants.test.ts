/**
 * Planted mistakes must turn their check red. Each gets a copy of the tree with one line changed;
 * all checks run in one run inside this run, on the database server of the outer one.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { control, mutants, type Mutant } from './matrix/mutants.ts';

const root = path.resolve(import.meta.dirname, '..');
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-mutants-')));
const copied = ['catalogue', 'cli', 'graph', 'migrations', 'rules', 'server', 'tests', 'package.json', 'tsconfig.json'];
type Outcome = { status: string; message: string };
const outcomes = new Map<string, Outcome>();

/** A copy of the tree without tests but the ones to be run, with nothing else in those files run. */
function tree(name: string, checks: Pick<Mutant, 'check' | 'test'>[]): string {
  const at = path.join(folder, name);
  fs.mkdirSync(at);
  for (const part of copied) {
    fs.cpSync(path.join(root, part), path.join(at, part), {
      recursive: true, filter: (file) => !file.endsWith('.test.ts') || checks.some((c) => file.endsWith(c.check)),
    });
  }
  for (const { check, test: wanted } of checks) replaceOnce(path.join(at, check), `test('${wanted}'`, `test.only('${wanted}'`);
  return at;
}

function replaceOnce(file: string, find: string, replace: string): void {
  const before = fs.readFileSync(file, 'utf8');
  const times = before.split(find).length - 1;
  if (times !== 1) throw new Error(`${path.relative(folder, file)}: “${find}” stands there ${times} times, expected once`);
  fs.writeFileSync(file, before.replace(find, () => replace));
}

const config = `export default { root: ${JSON.stringify(folder)}, test: {
  include: ['*/**/*.test.ts'], allowOnly: true, maxWorkers: 2, testTimeout: 60000, hookTimeout: 90000,
  experimental: { viteModuleRunner: false, nodeLoader: false },
  globalSetup: ['control/tests/matrix/given.ts'], reporters: ['json'], outputFile: 'result.json',
} };`;

beforeAll(async () => {
  fs.symlinkSync(fs.realpathSync(path.join(root, 'node_modules')), path.join(folder, 'node_modules'));
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
  fs.writeFileSync(path.join(folder, 'vitest.config.ts'), config);
  tree('control', control);
  mutants.forEach((mutant, i) => {
    const at = tree(`m${i}`, [mutant]);
    try {
      replaceOnce(path.join(at, mutant.file), mutant.find, mutant.replace);
    } catch (error) {
      outcomes.set(`m${i}`, { status: 'stale', message: (error as Error).message });
      fs.rmSync(at, { recursive: true });
    }
  });
  const env = { ...process.env, BANTUO_TEST_SERVER: JSON.stringify(inject('server')), BANTUO_LOG: 'silent' };
  for (const key of Object.keys(env)) if (/^(VITEST|VITE_)/.test(key)) delete (env as Record<string, unknown>)[key];
  const bin = path.join(folder, 'node_modules', 'vitest', 'vitest.mjs');
  await promisify(execFile)(process.execPath, [bin, 'run', '--config', 'vitest.config.ts'],
    { cwd: folder, env, timeout: 560_000, maxBuffer: 1 << 26 }).catch(() => undefined);
  read();
}, 600_000);

function read(): void {
  type Report = { testResults: { name: string; message?: string;
    assertionResults: { title: string; status: string; failureMessages: string[] }[] }[] };
  const report = JSON.parse(fs.readFileSync(path.join(folder, 'result.json'), 'utf8')) as Report;
  for (const { name, assertionResults, message } of report.testResults) {
    const [place = ''] = path.relative(folder, name).split(path.sep);
    const ran = assertionResults.filter((a) => ['passed', 'failed'].includes(a.status));
    for (const a of ran) {
      const key = place === 'control' ? `control ${a.title}` : place;
      // One check may stand for several paths: red for one of them is red.
      if (outcomes.get(key)?.status === 'failed') continue;
      outcomes.set(key, { status: a.status, message: a.failureMessages.join('\n').slice(0, 400) });
    }
    if (ran.length === 0) outcomes.set(place, { status: 'did not run', message: message ?? '' });
  }
}

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test.each(control)('unchanged, “$test” holds', ({ test: name }) => {
  expect(outcomes.get(`control ${name}`)).toMatchObject({ status: 'passed' });
});

test.each(mutants.map((mutant, i) => ({ ...mutant, i })))('$name: found by “$test”', ({ i }) => {
  const outcome = outcomes.get(`m${i}`);
  expect(outcome, outcome?.message).toMatchObject({ status: 'failed' });
  // Red for what it checks, not because it could not begin.
  expect(outcome?.message).toMatch(/AssertionError|expected|Property failed/i);
});

test('there are enough of them, each of its own', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(15);
  expect(new Set(mutants.map((m) => m.name)).size).toBe(mutants.length);
});
