/** Every row of “Writing a rule” is a rule that compiles, and comes to what the page says. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeCalendar, root } from '#base';
import { compile, evaluate } from '#rules';
import type { Json, Name, RuleType, Scope } from '#rules';

const page = fs.readFileSync(path.join(root, 'docs/how-to/write-a-rule.md'), 'utf8');
const rows = [...page.matchAll(/```rules\n([\s\S]*?)```/g)]
  .flatMap(([, block = '']) => block.trim().split('\n'))
  .map((line) => line.split(' | ').map((cell) => cell.trim()));

const env = { today: '2026-11-22', calendar: makeCalendar() };
const value = (address: string, type: RuleType, options?: Record<string, string>): Name =>
  ({ kind: 'value', address, type, ...(options && { options }) });
const names: [string, RuleType][] = [
  ['年龄', 'number'], ['月收入', 'number'], ['本区户籍', 'boolean'], ['持残疾人证', 'boolean'], ['涉外', 'boolean'],
  ['地址', 'text'], ['证号', 'text'], ['残疾人证号', 'text'], ['出生日期', 'date'], ['到期日', 'date'],
  ['递交时间', 'date-time'],
];
const scope: Scope = { names: {
  ...Object.fromEntries(names.map(([name, type]) => [name, value(name, type)])),
  等级: value('等级', 'choice', { a: '甲级', b: '乙级', c: '丙级' }),
  演员: { kind: 'group', address: '演员', many: true, fields: {
    姓名: value('姓名', 'text'), 年龄: value('年龄', 'number'), 国籍: value('国籍', 'choice', { cn: '中国', other: '其他' }),
  } },
} };

function fact(text: string): Json {
  if (text === 'none') return null;
  return text === 'true' || text === 'false' ? text === 'true' : text;
}

test.each(rows)('%s | %s | %s | %s', (text = '', given = '', wanted = '', why = '') => {
  const { rule, problems } = compile(text, scope);
  expect(problems).toEqual([]);
  const known = new Map(given.split(';').filter((part) => part !== '').map((part) => {
    const at = part.indexOf('=');
    return [part.slice(0, at).trim(), fact(part.slice(at + 1).trim())];
  }));
  if (rule === undefined) throw new Error('no rule');
  const { value: found, waits } = evaluate(rule, (address) => known.get(address), env);
  const said = found === undefined ? `还要知道 ${waits.join('、')}` : found === null ? 'none' : typeof found === 'object' ? JSON.stringify(found) : String(found);
  expect(said).toBe(wanted);
  expect(why).not.toBe('');
});

test('the page has rows', () => {
  expect(rows.length).toBeGreaterThan(35);
});
