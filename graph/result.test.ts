/** What a result may say of the licence it makes, changes, renews or ends. */
import { expect, test } from 'vitest';
import { item } from './schema.ts';

const on = { number: '食品经营.原许可证编号' };
const valid = { n: 5, unit: 'year' };
const faults = (result: object): string[] => {
  const { error } = item.shape.result.safeParse({ licence: 'food-business-licence', ...result });
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
};

test.each([
  ['a new one says how long', { valid }, []],
  ['a new one without a word of how long', {}, ['valid']],
  ['a new one acts on nothing', { valid, on }, ['on']],
  ['a renewal', { acts: 'renew', on, valid }, []],
  ['a renewal of what', { acts: 'renew', valid }, ['on']],
  ['a change says how long, too', { acts: 'change', on }, ['valid']],
  ['a cancellation', { acts: 'cancel', on }, []],
  ['a cancellation of what', { acts: 'cancel' }, ['on']],
  ['a cancellation gives no time', { acts: 'cancel', on, valid }, ['acts']],
  ['a cancellation says nothing on paper', { acts: 'cancel', on, attributes: { name: '企业.名称' } }, ['acts']],
  ['no such way', { acts: 'lend', on, valid }, ['acts']],
])('%s', (_, result, places) => {
  expect(faults(result)).toEqual(places);
});
