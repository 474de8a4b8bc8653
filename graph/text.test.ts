import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText } from './text.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`text.test seed ${seed}`);

test.each([
  ['plain', ' 上海市普陀区　', '上海市普陀区', 0],
  ['zero-width', '张\u200b三\ufeff', '张三', 2],
  ['bidi override', '\u202e三张\u202c\u2066', '三张', 3],
  ['soft hyphen and tags', 'a\u00adb\u{e0041}', 'ab', 2],
  ['decomposed', 'Jose\u0301', 'Jos\u00e9', 0],
  ['one line', '第一行\r\n第二行\t末', '第一行 第二行 末', 0],
  ['rare characters', '𬭊㛃䶮𨙸𠮷𡈽𪚥', '𬭊㛃䶮𨙸𠮷𡈽𪚥', 0],
  ['a Chinese variant keeps its selector', '葛\u{e0100}', '葛\u{e0100}', 0],
  ['markup is text', "<b>'; drop table x;--", "<b>'; drop table x;--", 0],
  ['empty', ' \u200b ', '', 1],
])('%s', (_, typed, text, removed) => {
  expect(cleanText(typed, 50)).toEqual({ text, removed });
});

test('several lines keep their line ends', () => {
  const typed = '一\r\n二\r三\u2028四\n';
  expect(cleanText(typed, 50, { lines: true })).toEqual({ text: '一\n二\n三\n四', removed: 0 });
});

test.each([
  '\u0000',
  '\u0007',
  '\u001b[31m',
  '\u007f',
  '\u009b',
  '\ufffd',
  '\ud800',
  '\uffff',
  '\u{1fffe}',
])('refused: %j', (bad) => {
  expect(cleanText(`张${bad}三`, 50)).toEqual({ problem: expect.stringContaining('乱码') });
});

test('length is counted by code point, after cleaning', () => {
  expect(cleanText('𠮷'.repeat(4) + '\u200b', 4)).toMatchObject({ text: '𠮷𠮷𠮷𠮷' });
  expect(cleanText('𠮷'.repeat(7), 4)).toEqual({
    problem: '最多 4 个字，您填写了 7 个字，请删减 3 个字',
  });
});

test('cleaning twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), fc.boolean(), (typed, lines) => {
      const once = cleanText(typed, 200, { lines });
      if ('problem' in once) return;
      expect(cleanText(once.text, 200, { lines })).toEqual({ text: once.text, removed: 0 });
      expect(once.text).toBe(once.text.normalize('NFC').trim());
    }),
    { seed, numRuns: 5000 },
  );
});
