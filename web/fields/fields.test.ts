import { expect, test } from 'vitest';
import type { FieldDef } from '../contract.ts';
import { clean } from './clean.ts';
import { modelOf, showValue } from './models.ts';

function field(type: FieldDef['type'], more: Partial<FieldDef> = {}): FieldDef {
  return {
    address: 'case.x', written: 'x', name: { zh: '项' }, type, sensitivity: 'public',
    source: 'applicant', ...more,
  };
}

test('what is typed is kept in one spelling, and what is kept can be typed again', () => {
  const cases: [FieldDef, Parameters<typeof clean>[0], unknown, string][] = [
    [field('date'), '1944年3月5日', '1944-03-05', '1944 年 3 月 5 日'],
    [field('money'), '1,200.50', '1200.5', '1,200.5 元'],
    [field('number', { scale: 0, unit: { zh: '人' } }), '０４２', '42', '42 人'],
    [field('period'), { from: '20261201', to: '2026-12-05' },
      { from: '2026-12-01', to: '2026-12-05' }, '2026 年 12 月 1 日 至 2026 年 12 月 5 日'],
    [field('boolean'), false, false, '否'],
    [field('choice', { options: [{ value: 'a', label: { zh: '甲' } }] }), 'a', 'a', '甲'],
    [field('name'), ' 王 𬭊 ', '王 𬭊', '王 𬭊'],
  ];
  for (const [definition, typed, value, shown] of cases) {
    const cleaned = clean(typed, definition);
    expect(cleaned).toEqual({ value });
    if (!('value' in cleaned)) continue;
    expect(showValue(cleaned.value, definition)).toBe(shown);
    const again = modelOf(definition).typed(cleaned.value, definition);
    expect(clean(again, definition)).toEqual({ value });
  }
});

test('nothing typed is empty, not a problem; what cannot be is said in words', () => {
  for (const type of ['text', 'date', 'period', 'choices', 'address', 'boolean'] as const) {
    const definition = field(type);
    expect(clean(modelOf(definition).blank(definition), definition)).toEqual({ empty: true });
  }
  const wrong = clean('31010719440305001', field('id-number'));
  expect(wrong).toMatchObject({ problem: expect.stringContaining('18 位') });
  expect(clean('2026-02-30', field('date'))).toHaveProperty('problem');
});
