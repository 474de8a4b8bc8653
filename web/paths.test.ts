import { expect, test } from 'vitest';
import { addressOf, paths, placeAt } from './paths.ts';

test('the list of addresses is the one everybody knows', () => {
  expect(paths).toMatchSnapshot();
});

test('an address is built from its parts and read back', () => {
  const place = { to: 'draftSection', params: { draft: 'a/b', section: '演出' } } as const;
  const address = addressOf(place);
  expect(address).toBe('/drafts/a%2Fb/sections/%E6%BC%94%E5%87%BA');
  expect(placeAt(address, '')).toEqual({
    name: 'draftSection', params: { draft: 'a/b', section: '演出' }, query: {},
  });
});

test('empty query values are left out, others are kept', () => {
  expect(addressOf({ to: 'search', query: { q: '开 药店', topic: '', page: undefined } })).toBe(
    '/search?q=%E5%BC%80+%E8%8D%AF%E5%BA%97',
  );
  expect(placeAt('/search', '?q=%E5%BC%80+%E8%8D%AF%E5%BA%97').query).toEqual({ q: '开 药店' });
});

test('every address of the list is found again by its own name', () => {
  for (const [name, pattern] of Object.entries(paths)) {
    expect(placeAt(pattern.replace(/:[a-zA-Z]+/g, 'x-1'), '').name).toBe(name);
  }
});

test('unknown and broken addresses are told apart from known ones', () => {
  expect(placeAt('/nothing/here', '').name).toBe('notFound');
  expect(placeAt('/verify/%E0%A4%A', '').params.code).toBe('%E0%A4%A');
});
