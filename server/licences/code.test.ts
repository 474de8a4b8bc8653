import { describe, expect, test } from 'vitest';
import { makeCode, printedCode, readCode } from './code.ts';

describe('codes', () => {
  const codes = Array.from({ length: 500 }, () => makeCode('licence'));
  test('are 20 letters and digits that nobody misreads, none twice', () => {
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
    expect(new Set(codes).size).toBe(500);
  });
  test('are read as typed, printed, pasted and scanned', () => {
    for (const code of codes.slice(0, 50)) {
      const expected = { kind: 'licence', code };
      for (const typed of [
        code, printedCode(code), code.toLowerCase(), ` ${printedCode(code)}\n`,
        `http://localhost:8080/verify/${code}`, `https://example.org/verify/${code}/?a=b#c`,
        code.replaceAll('0', 'o').replaceAll('1', 'l'),
        [...code].map((c) => String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0)).join(''),
      ]) expect(readCode(typed)).toEqual(expected);
    }
  });
  test('every slip of one character is told from an unknown code', () => {
    const code = codes[0] ?? '';
    for (let i = 0; i < code.length; i++) {
      for (const letter of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (letter === code[i]) continue;
        expect(readCode(code.slice(0, i) + letter + code.slice(i + 1))).toBe('slip');
      }
    }
  });
  test('show codes are another kind', () => {
    const code = makeCode('show');
    expect(readCode(code)).toEqual({ kind: 'show', code });
    expect(code).toHaveLength(24);
  });
  test.each(['', 'x', '沪普演准（样）〔2026〕000001', `'; drop table licences.licence; --`, '🙂'.repeat(20)])(
    'is no code: %s', (text) => expect(readCode(text)).toBeUndefined());
});
