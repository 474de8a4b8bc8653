import { expect, test } from 'vitest';
import type { Fact } from '../contract.ts';
import { fixedWords, fromWords } from './from.ts';

const fact = (source: string, grade: Fact['grade']): Fact => ({ state: 'known', value: '甲', source, grade, on: '2026-11-22' });
const sources = { 'market-register': { zh: '市场监管登记' }, 'business-licence': { zh: '营业执照' } };
const online = { channel: 'online', sources } as const;
const counter = { channel: 'counter', sources } as const;

test('a register or a licence is named', () => {
  expect(fromWords(fact('market-register', 'A'), online)).toBe('来自市场监管登记，不对可以改');
  expect(fromWords(fact('business-licence', 'A'), counter)).toBe('来自营业执照，不对可以改');
  expect(fromWords(fact('unheard-of', 'A'), online)).toBe('来自政府部门的登记，不对可以改');
});

test('what was stated in the form needs no words, nor what the clerk just typed', () => {
  expect(fromWords(undefined, online)).toBeNull();
  expect(fromWords(fact('applicant', 'D'), online)).toBeNull();
  expect(fromWords(fact('counter', 'B'), counter)).toBeNull();
  expect(fromWords(fact('counter', 'B'), online)).toBe('窗口核对过，不对可以改');
});

test('nobody is told of “your account” at the counter; a proved identity cannot be changed here', () => {
  expect(fromWords(fact('identity', 'D'), online)).toContain('您的账号');
  for (const grade of ['A', 'B', 'D'] as const) {
    expect(fromWords(fact('identity', grade), counter)).not.toContain('账号');
  }
  expect(fixedWords(fact('identity', 'B'), online)).toBe('来自实名登记，有误请到窗口更正');
  for (const known of [online, counter]) {
    expect(fixedWords(fact('identity', 'B'), known)).not.toMatch(/可以改|账号/);
  }
  expect(fixedWords(fact('business-licence', 'A'), online)).toContain('照营业执照带出');
});
