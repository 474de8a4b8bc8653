/** `golden/reasons.txt`: beside each verdict the reason a person is told, word for word. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Env, Json } from '../index.ts';
import type { Reason } from './explain.ts';
import { scope } from '../golden/scope.ts';
import { compile } from '../index.ts';
import { explain } from './explain.ts';

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

const rows = readFileSync(new URL('../golden/reasons.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => line.split(' | ').map((cell) => cell.trim()));

function fact(text: string): Json {
  if (text === 'none') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return text.startsWith('[') ? (JSON.parse(text) as Json) : text;
}

/** What the parts say that made the verdict, or keep it open; the words of the verdict left out. */
function decisive(reason: Reason): string[] {
  const parts = reason.parts.filter(({ role }) => role === 'decides' || role === 'open');
  return parts.length === 0 ? [reason.text.replace(/ → .*$/, '')] : parts.flatMap(decisive);
}

test.each(rows)('%s | %s | %s | %s', (text = '', given = '', verdict = '', why = '') => {
  const { rule, problems } = compile(text, scope);
  if (rule === undefined) throw new Error(JSON.stringify(problems));
  const known = new Map(
    given
      .split(';')
      .filter((part) => part.trim() !== '')
      .map((part) => {
        const [address = '', value = ''] = part.split('=');
        return [address.trim(), fact(value.trim())];
      }),
  );
  const reason = explain(rule, (address) => known.get(address), env, { lang: 'zh', scope });
  expect(reason.verdict).toBe(verdict.split(' ')[0]);
  expect(decisive(reason).join('；')).toBe(why);
});

test('there are rows', () => {
  expect(rows.length).toBeGreaterThanOrEqual(20);
});
