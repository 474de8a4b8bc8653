/** Tells anyone with a PDF both: whether its bytes are as issued, and what it is worth today. */
import crypto from 'node:crypto';
import { Refused } from '#base';
import { checkPdf } from '#base';
import { readCode } from './code.ts';
import { codeInside } from './make-file.ts';
import { findByCode, findByDigest, type Text } from './store.ts';
import { describe, type Verified, type Verifier } from './verify.ts';

export type VerifiedFile = Verified & {
  /** It carries a signature that verifies over every byte, by a certificate of this platform. */
  signed: boolean;
  /** No byte differs from what was issued. */
  intact: boolean;
  /** The licence it is, or claims to be, was issued here. */
  known: boolean;
};

/**
 * Verifies a file. Intact means: these are the bytes that were issued (their digest was kept), or
 * an unbroken signature of ours covers them all. The state is looked up today, it is never in the
 * file.
 * @param certificate DER of the platform's certificate
 * @throws Refused 415 when it is no PDF
 */
export async function verifyFile(
  verifier: Verifier, file: { bytes: Buffer; certificate: Buffer },
): Promise<VerifiedFile> {
  const { bytes, certificate } = file;
  if (bytes.indexOf('%PDF-') < 0 || bytes.indexOf('%PDF-') > 1024) {
    throw new Refused('not-a-pdf', 415,
      '这不是 PDF 文件。请上传从本平台下载的电子证照原文件，不要用截图、照片或打印后的扫描件。');
  }
  const check = checkPdf(bytes, [certificate]);
  const ours = check.signed && check.intact && check.known;
  const digest = crypto.createHash('sha256').update(bytes).digest('hex');
  const issued = await findByDigest(verifier.db, digest);
  const read = issued ? undefined : readCode(codeInside(bytes) ?? '');
  const licence = issued
    ?? (typeof read === 'object' ? await findByCode(verifier.db, read.code) : undefined);
  const on = verifier.clock.today();
  if (!licence) {
    return { found: false, known: false, signed: ours, intact: ours, on, message: stranger(ours) };
  }
  const today = await describe(verifier, licence);
  const intact = issued !== undefined || ours;
  return { ...today, known: true, signed: ours || issued !== undefined, intact,
    message: both(intact, today, check.reason) };
}

function stranger(ours: boolean): Text {
  return ours
    ? {
      zh: '文件由本平台签名，没有改动，但它不是电子证照。',
      en: 'Signed by this platform and unchanged, but it is no licence.',
    }
    : {
      zh: '这份文件不是本平台发出的电子证照，本平台不能证明它的真假。',
      en: 'This file is no licence issued here: this platform cannot vouch for it.',
    };
}

function both(intact: boolean, today: Verified, why: Text): Text {
  if (intact) {
    return {
      zh: `文件没有被改动。这份证照${today.message.zh}`,
      en: `The file is unchanged. The licence: ${today.message.en ?? ''}`,
    };
  }
  return {
    zh: `文件被改动过，不能采信：${why.zh}。原证照（${today.number ?? ''}）${today.message.zh}`,
    en: `The file was altered, do not rely on it: ${why.en ?? ''}. `
      + `The true licence: ${today.message.en ?? ''}`,
  };
}
