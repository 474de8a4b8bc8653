/** Telling whether a PDF is, byte for byte, what was signed here. */
import { createHash } from 'node:crypto';
import { verifyDigest } from './cms.ts';
import { readElement } from './der.ts';
import { SIGNATURE_HEX } from './sign.ts';
import { fingerprint, signerName } from './signer.ts';

/** What a PDF's signature tells. */
export type PdfCheck = {
  /** A signature stands in the file, whatever it is worth. */
  signed: boolean;
  /** No byte of the file was changed, added or taken away since it was signed. */
  intact: boolean;
  /** The signing certificate is one of those given as known. */
  known: boolean;
  /** Common name of the signer; absent unless intact. */
  signer?: string;
  /** SHA-256 of the signing certificate; absent unless intact. */
  fingerprint?: string;
  /** Instant the signer stated, ISO in UTC; absent unless intact. */
  signedAt?: string;
  reason: { zh: string; en: string };
};

const REASONS = {
  unsigned: { zh: '文件里没有电子签名', en: 'the file carries no signature' },
  several: {
    zh: '文件里不止一个签名，不是本平台出具的原件',
    en: 'the file carries more than one signature and is not an original',
  },
  changed: {
    zh: '文件在签名后被改动过，或者不是本平台签出的格式',
    en: 'the file was changed after it was signed, or was not signed by this platform',
  },
  appended: {
    zh: '签名之后文件又被添加了内容',
    en: 'something was added to the file after it was signed',
  },
  unknown: {
    zh: '文件签名后没有改动，但签名证书不是本平台的',
    en: 'unchanged since it was signed, but not by a certificate of this platform',
  },
  intact: { zh: '文件自签名后没有改动', en: 'unchanged since it was signed' },
} as const;

const SHAPE = /\/ByteRange \[0 (\d{10}) (\d{10}) (\d{10})\]\n\/Contents <$/;

type Place = { opens: number; closes: number };

/** Where the signature stands, or why it cannot be what was written here. */
function findPlace(file: Buffer): Place | keyof typeof REASONS {
  const first = file.indexOf('/ByteRange');
  if (first < 0) return file.includes('/Type /Sig') ? 'changed' : 'unsigned';
  if (file.includes('/ByteRange', first + 1)) return 'several';
  const head = file.toString('latin1', first, first + 70);
  const found = SHAPE.exec(head.slice(0, head.indexOf('<') + 1));
  if (!found) return 'changed';
  const [opens = 0, closes = 0, rest = 0] = found.slice(1).map(Number);
  const fits =
    opens === first + found[0].length - 1 &&
    closes === opens + SIGNATURE_HEX + 2 &&
    file[closes - 1] === 0x3e;
  if (!fits || closes + rest > file.length) return 'changed';
  return closes + rest < file.length ? 'appended' : { opens, closes };
}

/** The signature's bytes; the digits after it must be zeros, and hexadecimal lower case. */
function readSignature(file: Buffer, { opens, closes }: Place): Buffer | undefined {
  const hex = file.toString('latin1', opens + 1, closes - 1);
  if (!/^[0-9a-f]+$/.test(hex)) return undefined;
  try {
    const bytes = Buffer.from(hex, 'hex');
    const { whole } = readElement(bytes);
    return bytes.subarray(whole.length).every((byte) => byte === 0) ? whole : undefined;
  } catch {
    return undefined;
  }
}

/** The `/M` of the signature dictionary, which the signature covers. */
function statedTime(file: Buffer, opens: number): string | undefined {
  const before = file.toString('latin1', Math.max(0, opens - 200), opens);
  const found = /\/M \(D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z\)/.exec(before);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}

/**
 * Checks a PDF that claims to be signed here. Never throws for bad bytes.
 * @param knownCertificates DER of the platform's certificates, past ones included; anyone can sign
 *   a changed file with a certificate of his own, so only `intact` with `known` proves the origin
 */
export function checkPdf(file: Buffer, knownCertificates: readonly Buffer[] = []): PdfCheck {
  const no = { intact: false, known: false };
  const place = findPlace(file);
  if (typeof place === 'string') {
    return { signed: place !== 'unsigned', ...no, reason: REASONS[place] };
  }
  const hash = createHash('sha256');
  hash.update(file.subarray(0, place.opens)).update(file.subarray(place.closes));
  const cms = readSignature(file, place);
  const certificate = cms && verifyDigest(cms, hash.digest());
  const signedAt = statedTime(file, place.opens);
  if (!certificate || !signedAt) return { signed: true, ...no, reason: REASONS.changed };
  const known = knownCertificates.some((one) => one.equals(certificate));
  return {
    signed: true,
    intact: true,
    known,
    signer: signerName(certificate),
    fingerprint: fingerprint(certificate),
    signedAt,
    reason: known ? REASONS.intact : REASONS.unknown,
  };
}
