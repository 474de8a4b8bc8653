/** The standard's tables and what follows of them: expressions beside what they come to. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Env } from './index.ts';
import { readCases } from './tck/case.ts';
import { resultOf } from './tck/run.ts';
import { sameness } from './tck/same.ts';
import { toJson } from './values/values.ts';

const folder = new URL('./golden/standard/', import.meta.url);

const env: Env = {
  today: '2026-11-22',
  now: '2026-11-22T09:30:00+08:00',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

/** `\n\` is a new line: a row is one line. */
function rows(file: string): [string, string][] {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
  return lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const at = line.lastIndexOf(' => ');
      return [line.slice(0, at).replaceAll('\\n\\', '\n'), line.slice(at + 4)];
    });
}

function worked(feel: string): ReturnType<typeof resultOf> {
  const [one] = readCases([{ feel }]) ?? [];
  if (one === undefined) throw new Error(feel);
  return resultOf(one, env);
}

describe.each(readdirSync(folder))('%s', (file) => {
  test.each(rows(file))('%s => %s', (text, wanted) => {
    const expected = worked(wanted);
    expect(expected.problem).toBeNull();
    const { value, problem } = worked(text);
    const told = `${JSON.stringify(toJson(value))} ${problem ?? ''}`;
    expect(sameness(value, expected.value), told).not.toBe('different');
  });
});
