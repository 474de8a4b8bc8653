/** Tables of `expression | facts | value`; refusals as `expression | code | place | message`. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Env, Json } from './index.ts';
import { compile, evaluate } from './index.ts';
import { scope } from './golden/scope.ts';

const folder = new URL('./golden/', import.meta.url);

/** A made-up calendar: every day is a working day but the ones that end in 5. */
const env: Env = {
  today: '2026-11-22',
  now: '2026-11-22T09:30:00+08:00',
  calendar: {
    workdays: (from, to) => Number(to.slice(8)) - Number(from.slice(8)),
    addWorkdays: (date, n) =>
      `${date.slice(0, 8)}${String(Number(date.slice(8)) + n).padStart(2, '0')}`,
  },
};

function rows(file: string): string[][] {
  return readFileSync(new URL(file, folder), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split(' | ').map((cell) => cell.trim()));
}

function json(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'none') return null;
  return /^[[{"]/.test(text) ? (JSON.parse(text) as Json) : text;
}

function facts(cell: string): Map<string, Json> {
  const entries = cell === '' ? [] : cell.split(';').map((part) => part.split('='));
  return new Map(entries.map(([address = '', value = '']) => [address.trim(), json(value.trim())]));
}

function outcome(text: string, given: Map<string, Json>): string {
  const { rule, problems } = compile(text, scope);
  if (rule === undefined) return `problem ${problems.map((one) => one.message).join(' ')}`;
  const { value, waits } = evaluate(rule, (address) => given.get(address), env);
  if (value === undefined) return `unknown ${waits.join(' ')}`;
  expect(waits).toEqual([]);
  return value === null
    ? 'none'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}

const files = readdirSync(folder).filter((file) => file.endsWith('.txt'));
const values = files.filter((file) => file !== 'problems.txt');

describe.each(values)('%s', (file) => {
  test.each(rows(file))('%s | %s', (text, given, value) => {
    expect(outcome(text ?? '', facts(given ?? ''))).toBe(value);
  });
});

describe('problems.txt', () => {
  test.each(rows('problems.txt'))('%s', (text = '', code, place, message = '') => {
    const { rule, problems } = compile(text, scope, { type: 'boolean' });
    expect(rule).toBeUndefined();
    const found = problems.find((one) => one.code === code);
    expect(found, JSON.stringify(problems)).toBeDefined();
    expect(text.slice(found?.from, found?.to)).toBe(place);
    expect(found?.message).toContain(message);
  });
});
