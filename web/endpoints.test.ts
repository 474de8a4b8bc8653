import { expect, test } from 'vitest';
import { allEndpoints } from '../server/app.ts';
import { calls } from './endpoints.ts';

test('the pages call exactly what the server answers', () => {
  const served = allEndpoints({} as Parameters<typeof allEndpoints>[0]);
  const json = Object.entries(served).filter(([, one]) => (one.answer ?? 'json') === 'json');
  expect(calls).toEqual(Object.fromEntries(json.map(([name, one]) => [name, `${one.method} ${one.path}`])));
});
