/** Refusals in the language of the page. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServer, type TestServer } from '../../tests/server.ts';
import { addEnglish, english, inWords, langOf } from './english.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server?.close());

const refusal = async (language: string | undefined, path: string, json?: object): Promise<string> => {
  const answer = await fetch(`${server.url}${path}`, {
    method: json ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...(language ? { 'accept-language': language } : {}) },
    ...(json ? { body: JSON.stringify(json) } : {}),
  });
  return ((await answer.json()) as { error: { message: string } }).error.message;
};

describe('refusals', () => {
  test.each([['/api/cases/mine'], ['/api/nothing/here']])('%s: Chinese unless English is asked for', async (path) => {
    for (const language of [undefined, 'zh-CN', 'fr', '*']) expect(await refusal(language, path)).toMatch(/[\u4e00-\u9fff]{4}/);
    for (const language of ['en', 'en-GB,en;q=0.9']) {
      const said = await refusal(language, path);
      expect(said).not.toMatch(/[\u4e00-\u9fff]/);
      expect(said).toMatch(/[a-z]{3}/);
    }
  });

  test('with what was filled in, at fields too', async () => {
    const said = await refusal('en', '/api/identity/sign-in', { account: '15399990000', password: 'wrong wrong wrong' });
    expect(said).toMatch(/After \d+ more mistakes you have to wait \d+ minutes/);
    expect(await refusal('en', '/api/identity/sign-in', {})).toMatch(/not right/);
  });
});

test('a sentence has one English; places are filled in by their order, names among them told too', () => {
  addEnglish({ '样张甲把{}给了{}。': '{2} got {1}.', '样张物': 'a sample' });
  expect(english('样张甲把样张物给了王五。')).toBe('王五 got a sample.');
  expect(english('没有人写过的一句')).toBeUndefined();
  expect(inWords('没有人写过的一句', 'en')).toBe('没有人写过的一句');
  expect(inWords({ zh: '一', en: 'one' }, 'en')).toBe('one');
  expect(() => addEnglish({ '样张物': 'another' })).toThrow('two English');
  expect([langOf('en-US,en'), langOf('zh-CN,en'), langOf(undefined)]).toEqual(['en', 'zh', 'zh']);
});
