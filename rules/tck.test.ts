/** The public conformance cases, and the page of the handbook that lists those that fail. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Case, Env, Report } from './index.ts';
import { conformancePage, readCases, runCases } from './index.ts';

const path = new URL('../../shared/tck/cases.json', import.meta.url);
const page = new URL('../docs/conformance.md', import.meta.url);
const there = existsSync(path);

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

function run(): { cases: Case[]; report: Report } {
  const cases = readCases(JSON.parse(readFileSync(path, 'utf8'))) ?? [];
  return { cases, report: runCases(cases, env) };
}

/** What failed among the suites of a name or a level. */
function failed(report: Report, fits: (suite: string, level: string) => boolean): string[] {
  return report.failed
    .filter(({ suite }) => fits(suite, report.suites.get(suite)?.level ?? ''))
    .map(({ suite, id, reason }) => `${suite} ${id}: ${reason}`);
}

const logic = /^(0064|0065|0066|0106|0107)/;
const external = /external-java/;

describe.runIf(there)('conformance cases', () => {
  test('level 2 and three-valued logic all pass, of the others 99 %', () => {
    const { cases, report } = run();
    const { total, passed, tolerated } = report;
    const java = cases.filter(({ suite }) => external.test(suite)).length;
    const wrong = failed(report, (suite) => !external.test(suite)).length;
    const rate = (100 * (total - java - wrong)) / (total - java);
    console.info(
      `conformance: ${passed} of ${total} cases pass, ${rate.toFixed(2)} % without those of Java;` +
        ` ${tolerated} by the tolerance`,
    );
    expect(failed(report, (_, level) => level === '2')).toEqual([]);
    expect(cases.filter(({ suite }) => logic.test(suite)).length).toBeGreaterThanOrEqual(20);
    expect(failed(report, (suite) => logic.test(suite))).toEqual([]);
    expect(rate).toBeGreaterThanOrEqual(99);
    expect(tolerated).toBeLessThanOrEqual(12);
  });

  test('the page that lists what fails is of today', () => {
    const { cases, report } = run();
    expect(readFileSync(page, 'utf8')).toBe(conformancePage(cases, report));
  });
});

test.runIf(!there)('the conformance cases are not on this machine', () => {
  console.info('conformance: skipped, the folder of cases is not beside the project');
  expect(there).toBe(false);
});
