/** Who signs papers: a key and a self-signed certificate of a fictional issuer. */
import {
  X509Certificate,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import {
  bits,
  element,
  integer,
  nothing,
  oid,
  octets,
  sequence,
  setOf,
  time,
  utf8,
} from './der.ts';

/** A private key and the DER of the certificate of its public key. */
export type Signer = { key: KeyObject; certificate: Buffer };

/** The organisation every demonstration certificate names: nobody can take it for a real one. */
export const DEMONSTRATION_ISSUER = '样张 SAMPLE Bantuo demonstration issuer';

const RSA_SHA256 = (): Buffer => sequence(oid('1.2.840.113549.1.1.11'), nothing());
const ECDSA_SHA256 = (): Buffer => sequence(oid('1.2.840.10045.4.3.2'));

const name = (commonName: string): Buffer => {
  const part = (type: string, text: string) => setOf(sequence(oid(type), utf8(text)));
  return sequence(part('2.5.4.10', DEMONSTRATION_ISSUER), part('2.5.4.3', commonName));
};

/** Extensions: no authority, signs documents only. */
const extensions = (): Buffer => {
  const yes = element(0x01, Buffer.from([0xff]));
  const basic = sequence(oid('2.5.29.19'), yes, octets(sequence()));
  // digitalSignature and nonRepudiation: the first two bits, six unused.
  const usage = sequence(oid('2.5.29.15'), yes, octets(element(0x03, Buffer.from([6, 0xc0]))));
  return element(0xa3, sequence(basic, usage));
};

/**
 * Makes a new key with its demonstration certificate (X.509 v3, self-signed, SHA-256).
 * RSA-2048 takes some tenths of a second to make and 0.7 ms to sign; EC P-256 is quick in both.
 * @param commonName name of the unit shown as signer, up to 64 characters
 */
export function makeSigner(
  commonName: string,
  { from, years = 10, kind = 'rsa' }: { from: Date; years?: number; kind?: 'rsa' | 'ec' },
): Signer {
  if (!commonName.trim() || [...commonName].length > 64) {
    throw new RangeError('签名人名称要有 1 至 64 个字');
  }
  const pair =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const until = new Date(from);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  const algorithm = kind === 'rsa' ? RSA_SHA256() : ECDSA_SHA256();
  const serial = randomBytes(16);
  serial[0] = (serial[0] ?? 0) & 0x7f;
  const body = sequence(
    element(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name(commonName),
    sequence(time(from), time(until)),
    name(commonName),
    pair.publicKey.export({ type: 'spki', format: 'der' }),
    extensions(),
  );
  const signature = sign('sha256', body, pair.privateKey);
  return { key: pair.privateKey, certificate: sequence(body, algorithm, bits(signature)) };
}

/** A signer as one text to keep: the key (PKCS #8) and the certificate, both PEM. */
export function signerToText({ key, certificate }: Signer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  const pem = ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''];
  return `${key.export({ type: 'pkcs8', format: 'pem' }).toString()}${pem.join('\n')}`;
}

/**
 * Reads what `signerToText` wrote.
 * @throws RangeError when key and certificate do not belong together, or Node's error for no PEM
 */
export function signerFromText(text: string): Signer {
  const key = createPrivateKey(text);
  const certificate = new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE')));
  if (!certificate.publicKey.equals(createPublicKey(key))) {
    throw new RangeError('签名密钥和证书不是一对');
  }
  return { key, certificate: certificate.raw };
}

/** Fingerprint of a certificate: SHA-256, lower-case hexadecimal. */
export const fingerprint = (certificate: Buffer): string =>
  new X509Certificate(certificate).fingerprint256.replaceAll(':', '').toLowerCase();

/** Common name of a certificate's subject. */
export function signerName(certificate: Buffer): string {
  const found = /^CN=(.*)$/m.exec(new X509Certificate(certificate).subject);
  return found?.[1] ?? '';
}
