import { expect, test } from 'vitest';
import { hashPassword, isOutdated, isPassword, passwordProblem } from './password.ts';

const known = ['15400001234', '310199199004040025', '19900404', '王琳'];

test.each([
  ['too short', 'abc12345', '至少 10 位'],
  ['the phone', '15400001234', '不能就是'],
  ['the phone and a little', '15400001234abc', '不能就是'],
  ['the number in full width', '３１０１９９１９９００４０４００２５', '不能就是'],
  ['one character', 'aaaaaaaaaaaa', '太好猜'],
  ['a sequence', '1234567890', '太好猜'],
  ['a sequence backwards', 'jihgfedcba', '太好猜'],
  ['endless', 'ab1!'.repeat(60), '最多 200 位'],
])('%s is not taken', (_, password, words) => {
  expect(passwordProblem(password, known)).toContain(words);
});

test.each([
  'bantuo-demo-2026',
  '春眠不觉晓处处闻啼鸟啊',
  'x15400001234-correct horse',
  '𠮷𡈽𪚥𬭊㛃䶮𨙸abc',
])('%s is taken', (password) => {
  expect(passwordProblem(password, known)).toBeUndefined();
});

test('a hash knows its password in both widths and no other', async () => {
  const kept = await hashPassword('correct-Horse-1');
  expect(await isPassword('correct-Horse-1', kept)).toBe(true);
  expect(await isPassword('ｃorrect-Horse-１', kept)).toBe(true);
  expect(await isPassword('correct-horse-1', kept)).toBe(false);
  expect(await isPassword('', kept)).toBe(false);
  const again = await hashPassword('correct-Horse-1');
  expect(again.hash.equals(kept.hash)).toBe(false);
  expect(kept.memory).toBeGreaterThanOrEqual(19_456);
  expect(isOutdated(kept)).toBe(false);
  expect(isOutdated({ ...kept, passes: 1 })).toBe(true);
});
