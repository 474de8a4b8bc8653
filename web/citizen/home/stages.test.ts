import { expect, test } from 'vitest';
import type { ItemRow } from '../../contract.ts';
import { oneOfEach, stagesOf } from './stages.ts';

const row = (id: string, topics: string[], audience: ItemRow['audience'] = ['person']): ItemRow => ({
  id, name: { zh: id }, summary: { zh: id }, audience, topics, procedure: 'permit', unit: null,
  promised: { n: 1, unit: 'wd' },
});
const items = [
  row('meals', ['elderly-care']), row('care', ['elderly-care', 'health']), row('receipt', ['health']),
  row('company', ['starting-a-business'], ['organisation', 'person']), row('other', ['no-stage']),
];

test('stages in their order, without the empty ones; an item may stand in two', () => {
  expect(stagesOf(items, 'person').map(({ id, items: own }) => [id, own.map((one) => one.id)])).toEqual([
    ['health', ['care', 'receipt']], ['elderly-care', ['meals', 'care']],
  ]);
  expect(stagesOf(items, 'organisation').map(({ id }) => id)).toEqual(['starting-a-business']);
  expect(stagesOf([], 'person')).toEqual([]);
});

test('what is done at once comes first', () => {
  const instant = { ...row('card', ['elderly-care']), promised: { n: 0, unit: 'instant' as const } };
  const found = stagesOf([...items, instant], 'person').find(({ id }) => id === 'elderly-care');
  expect(found?.items.map(({ id }) => id)).toEqual(['card', 'meals', 'care']);
});

test('some of each, none twice', () => {
  const found = stagesOf(items, 'person');
  expect(oneOfEach(found, 2).map(({ id }) => id)).toEqual(['care', 'meals']);
  expect(oneOfEach(found, 9).map(({ id }) => id)).toEqual(['care', 'meals', 'receipt']);
  expect(oneOfEach([], 3)).toEqual([]);
});
