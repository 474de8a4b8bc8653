/**
 * Codes that prove a licence. 19 random characters of 32 (95 bits) and a check character MOD 37,36:
 * nobody guesses one, and a slip of the hand is told from a forgery. Show codes are longer.
 */
import crypto from 'node:crypto';
import { mod3736 } from '#graph';

/** Without I, L, O, U: they are misread, and read as 1, 1, 0. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const lengths = { licence: 20, show: 24 } as const;

export type CodeKind = keyof typeof lengths;

/** A fresh code without separators, check character included. */
export function makeCode(kind: CodeKind): string {
  for (;;) {
    const random = crypto.randomBytes(lengths[kind] - 1);
    const body = Array.from(random, (byte) => letters.charAt(byte & 31)).join('');
    const check = mod3736(body);
    // The check character may be a letter we do not print: then another body is drawn.
    if (letters.includes(check)) return body + check;
  }
}

/** As printed: groups of five (20 characters) or four. */
export function printedCode(code: string): string {
  const size = code.length === lengths.licence ? 5 : 4;
  return (code.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join('-');
}

/**
 * Reads a code as typed, pasted or scanned (also the whole address of the QR code).
 * @returns the code and its kind; `slip` where only the check character does not fit; undefined
 *   where it is no code of ours
 */
export function readCode(text: string): { kind: CodeKind; code: string } | 'slip' | undefined {
  const address = text.normalize('NFKC').trim().split(/[?#]/)[0]?.replace(/\/+$/, '') ?? '';
  const code = (address.split('/').at(-1) ?? '').replace(/[\s\u2010-\u2015-]/gu, '').toUpperCase()
    .replaceAll('O', '0').replace(/[IL]/g, '1');
  const kind = code.length === lengths.licence ? 'licence'
    : code.length === lengths.show ? 'show' : undefined;
  if (!kind || [...code].some((c) => !letters.includes(c))) return undefined;
  return mod3736(code.slice(0, -1)) === code.slice(-1) ? { kind, code } : 'slip';
}
