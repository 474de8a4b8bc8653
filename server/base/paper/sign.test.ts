import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkPdf } from './check.ts';
import { signDigest, verifyDigest } from './cms.ts';
import { readAll, readElement, sequence } from './der.ts';
import { renderPaper } from './document.ts';
import type { Paper } from './document.ts';
import { signPdf } from './sign.ts';
import { DEMONSTRATION_ISSUER, makeSigner, signerFromText, signerToText } from './signer.ts';
import type { Signer } from './signer.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`sign.test seed ${seed}`);

/** Mulberry32: a small generator that a seed repeats. */
function random(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const at = new Date('2026-11-22T03:04:05Z');
const paper: Paper = {
  kind: '决定书',
  number: '沪样决〔2026〕第 1 号',
  title: '准予许可决定书',
  to: '张样',
  issuer: '样张区样张局',
  date: '2026-11-22',
  at,
  paragraphs: ['准予许可。'],
  sample: true,
};
const from = new Date('2026-01-01T00:00:00Z');
const signers: Record<string, Signer> = {
  rsa: makeSigner('样张区样张局演示签名', { from }),
  ec: makeSigner('样张区样张局演示签名', { from, kind: 'ec' }),
};
const stranger = makeSigner('样张区样张局演示签名', { from, kind: 'ec' });
const sign = (pdf: Buffer, signer: Signer): Buffer =>
  signPdf(pdf, { signer, at, reason: '出具决定书' });
const certificates = Object.values(signers).map((signer) => signer.certificate);
const intact = (bytes: Buffer): boolean => checkPdf(bytes, certificates).intact;
let plain: Buffer;
beforeAll(async () => {
  plain = await renderPaper(paper);
});

describe.each(['rsa', 'ec'])('a paper signed by %s', (kind) => {
  const signer = signers[kind] as Signer;
  let file: Buffer;
  beforeAll(() => {
    file = sign(plain, signer);
  });

  test('is intact, and tells signer and time', () => {
    expect(file.subarray(0, plain.length).equals(plain)).toBe(true);
    expect(checkPdf(file, [signer.certificate])).toEqual({
      signed: true,
      intact: true,
      known: true,
      signer: '样张区样张局演示签名',
      fingerprint: createHash('sha256').update(signer.certificate).digest('hex'),
      signedAt: '2026-11-22T03:04:05Z',
      reason: expect.objectContaining({ zh: '文件自签名后没有改动' }),
    });
  });

  test('one changed byte anywhere is found', () => {
    const next = random(seed);
    const missed: number[] = [];
    const positions = Array.from({ length: 1500 }, () => Math.floor(next() * file.length));
    // All of the signature dictionary's head, where the numbers stand that say what is covered.
    const head = file.indexOf('/Type /Sig');
    for (let i = head; i < file.indexOf('/Contents <', head) + 40; i++) positions.push(i);
    positions.push(0, file.length - 1, plain.length, plain.length - 1);
    for (const position of positions) {
      const changed = Buffer.from(file);
      changed[position] = (changed[position] ?? 0) ^ (1 << Math.floor(next() * 8));
      if (intact(changed)) missed.push(position);
    }
    expect(missed).toEqual([]);
  });

  test('every byte of the signature itself counts, its zeros too', () => {
    const opens = file.indexOf('/Contents <') + '/Contents <'.length;
    const missed: number[] = [];
    for (let i = opens; i < opens + 8192; i += 7) {
      for (const other of ['0', '5', 'a', 'A', ' ']) {
        const changed = Buffer.from(file);
        changed.write(other, i, 'latin1');
        if (!changed.equals(file) && intact(changed)) missed.push(i);
      }
    }
    expect(missed).toEqual([]);
  });

  test('cut, lengthened, or wrapped in other bytes is found', () => {
    expect(intact(file.subarray(0, -1))).toBe(false);
    expect(intact(file.subarray(1))).toBe(false);
    expect(checkPdf(Buffer.concat([file, Buffer.from('\n')])).reason.zh).toContain('又被添加');
    expect(checkPdf(Buffer.concat([file, Buffer.from('%%EOF\n')])).intact).toBe(false);
    expect(intact(Buffer.concat([Buffer.from(' '), file]))).toBe(false);
  });
});

describe.each(['rsa', 'ec'])('a forged paper, %s', (kind) => {
  const signer = signers[kind] as Signer;
  let file: Buffer;
  beforeAll(() => {
    file = sign(plain, signer);
  });

  test('a byte range that leaves something out is found', () => {
    const text = file.toString('latin1');
    const range = /\[0 (\d{10}) (\d{10}) (\d{10})\]/.exec(text);
    const numbers = (range ?? []).slice(1).map(Number);
    const longer = Buffer.concat([file, Buffer.from('% more\n')]);
    for (const [which, by] of [
      [0, -1],
      [0, 1],
      [1, 1],
      [1, -1],
      [2, -1],
      [2, 7],
    ] as const) {
      const changed = numbers.map((n, i) => (i === which ? n + by : n));
      const put = `[0 ${changed.map((n) => String(n).padStart(10, '0')).join(' ')}]`;
      const bytes = Buffer.from(
        longer.toString('latin1').replace(range?.[0] ?? '?', put),
        'latin1',
      );
      expect(bytes.length).toBe(longer.length);
      expect(intact(bytes)).toBe(false);
    }
  });

  test('the signature of another paper does not fit', async () => {
    const other = sign(await renderPaper({ ...paper, paragraphs: ['不予许可。'] }), signer);
    const [mine, theirs] = [file, other].map((f) => f.indexOf('/Contents <') + 11);
    const swapped = Buffer.from(file);
    other.copy(swapped, mine, theirs, (theirs ?? 0) + 8192);
    expect(checkPdf(swapped)).toMatchObject({ signed: true, intact: false });
  });

  test('a second signature is found, and signing twice is refused', () => {
    expect(() => sign(file, signer)).toThrow(/unsigned/);
    const added = file.subarray(plain.length);
    const twice = checkPdf(Buffer.concat([file, added]), [signer.certificate]);
    expect(twice).toMatchObject({ signed: true, intact: false, known: false });
    expect(twice.reason.zh).toContain('不止一个签名');
  });

  test('signed again by a stranger of the same name: unchanged, but not ours', () => {
    const theirs = checkPdf(sign(plain, stranger), [signer.certificate]);
    expect(theirs).toMatchObject({ intact: true, known: false, signer: '样张区样张局演示签名' });
    expect(theirs.reason.zh).toContain('不是本平台');
    expect(checkPdf(file).known).toBe(false);
  });
});

describe.each(['rsa', 'ec'])('other eyes on a paper signed by %s', (kind) => {
  const signer = signers[kind] as Signer;
  let file: Buffer;
  beforeAll(() => {
    file = sign(plain, signer);
  });

  test('poppler agrees', ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'paper-'));
    try {
      writeFileSync(join(folder, 'good.pdf'), file);
      const changed = Buffer.from(file);
      changed[200] = (changed[200] ?? 0) ^ 1;
      writeFileSync(join(folder, 'bad.pdf'), changed);
      const tell = (name: string): string =>
        execFileSync('pdfsig', ['-nocert', name], { cwd: folder, stdio: 'pipe' }).toString();
      const good = tell('good.pdf');
      expect(good).toContain('Signature is Valid.');
      expect(good).toContain('Total document signed');
      expect(good).toContain('ETSI.CAdES.detached');
      expect(good).toContain('CN=样张区样张局演示签名');
      expect(tell('bad.pdf')).toContain('Digest Mismatch');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      skip('pdfsig (poppler-utils) is absent: the signature was checked by our own code only');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('a signer is kept as text', () => {
    const text = signerToText(signer);
    const read = signerFromText(text);
    expect(read.certificate.equals(signer.certificate)).toBe(true);
    expect(intact(sign(plain, read))).toBe(true);
    const other = signerToText(stranger);
    const mixed =
      text.slice(0, text.indexOf('-----BEGIN CERT')) +
      other.slice(other.indexOf('-----BEGIN CERT'));
    expect(() => signerFromText(mixed)).toThrow(/不是一对/);
  });
});

describe('what is not a signed paper', () => {
  test('unsigned files, other bytes, nothing', () => {
    expect(checkPdf(plain)).toMatchObject({ signed: false, intact: false });
    for (const bytes of [
      '',
      '/ByteRange',
      '/ByteRange [0 1 2 3]',
      '/Type /Sig',
      '\u0000'.repeat(99),
    ]) {
      expect(checkPdf(Buffer.from(bytes)).intact).toBe(false);
    }
    const next = random(seed + 1);
    for (let i = 0; i < 200; i++) {
      const noise = Buffer.from(Array.from({ length: 300 }, () => Math.floor(next() * 256)));
      const shape = '/ByteRange [0 0000000100 0000000200 0000000100]\n/Contents <';
      expect(checkPdf(Buffer.concat([noise, Buffer.from(shape), noise])).intact).toBe(false);
    }
  });

  test('only files of our own make are signed', () => {
    for (const text of [
      '',
      '%PDF-1.7\n%%EOF',
      plain.toString('latin1').replace('xref\n0', 'xreF\n0'),
    ]) {
      expect(() => sign(Buffer.from(text, 'latin1'), stranger)).toThrow(/cannot be signed/);
    }
  });

  test('a signature with other attributes is none', () => {
    const digest = createHash('sha256').update('x').digest();
    const cms = signDigest(digest, stranger);
    expect(verifyDigest(cms, digest)?.equals(stranger.certificate)).toBe(true);
    expect(verifyDigest(cms, createHash('sha256').update('y').digest())).toBeUndefined();
    expect(
      verifyDigest(sequence(...readAll(readElement(cms).content).map((d) => d.whole)), digest),
    ).toBeDefined();
    expect(verifyDigest(Buffer.concat([cms, Buffer.from([0])]), digest)).toBeUndefined();
    expect(verifyDigest(Buffer.from([0x30, 0x84, 1]), digest)).toBeUndefined();
  });

  test('the issuer of a certificate is fictional, and a name is asked for', () => {
    expect(signers['rsa']?.certificate.includes(Buffer.from(DEMONSTRATION_ISSUER))).toBe(true);
    expect(DEMONSTRATION_ISSUER).toContain('样张 SAMPLE');
    expect(() => makeSigner(' ', { from })).toThrow(/1 至 64/);
    expect(() => makeSigner('样'.repeat(65), { from })).toThrow(/1 至 64/);
  });
});
