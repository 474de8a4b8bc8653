/**
 * The detached signature inside a signed PDF: CMS SignedData (RFC 5652) with the attributes PAdES
 * asks for (content type, digest, signing certificate), SHA-256, RSA PKCS #1 or ECDSA.
 */
import { X509Certificate, createHash, sign, verify } from 'node:crypto';
import {
  element,
  integer,
  nothing,
  octets,
  oid,
  readAll,
  readElement,
  sequence,
  setOf,
} from './der.ts';
import type { Der } from './der.ts';
import type { Signer } from './signer.ts';

const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  sha256: '2.16.840.1.101.3.4.2.1',
  rsa: '1.2.840.113549.1.1.1',
  ecdsaSha256: '1.2.840.10045.4.3.2',
} as const;

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

const attribute = (type: string, value: Buffer): Buffer => sequence(oid(type), setOf(value));

/** The signed attributes: they bind the digest of the file and the certificate together. */
function signedAttributes(digest: Buffer, certificate: Buffer): Buffer[] {
  return [
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octets(digest)),
    attribute(OID.signingCertificateV2, sequence(sequence(sequence(octets(sha256(certificate)))))),
  ];
}

/** Issuer and serial number as they stand in the certificate. */
function issuerAndSerial(certificate: Buffer): Buffer {
  const body = readElement(readElement(certificate).content);
  const [, serial, , issuer] = readAll(body.content);
  if (!serial || !issuer) throw new RangeError('certificate without issuer or serial');
  return sequence(issuer.whole, serial.whole);
}

type Parts = { digest: Buffer; certificate: Buffer; signature: Buffer; kind: string };

function assemble({ digest, certificate, signature, kind }: Parts): Buffer {
  const hash = sequence(oid(OID.sha256));
  const attributes = setOf(...signedAttributes(digest, certificate));
  const tagged = Buffer.from(attributes);
  tagged[0] = 0xa0; // [0] IMPLICIT inside SignerInfo, while the SET itself is what is signed
  const info = sequence(
    integer(Buffer.from([1])),
    issuerAndSerial(certificate),
    hash,
    tagged,
    kind === 'rsa' ? sequence(oid(OID.rsa), nothing()) : sequence(oid(OID.ecdsaSha256)),
    octets(signature),
  );
  const signed = sequence(
    integer(Buffer.from([1])),
    setOf(hash),
    sequence(oid(OID.data)),
    element(0xa0, certificate),
    setOf(info),
  );
  return sequence(oid(OID.signedData), element(0xa0, signed));
}

/** Signs a SHA-256 digest; one RSA or EC step, everything else is putting bytes together. */
export function signDigest(digest: Buffer, { key, certificate }: Signer): Buffer {
  const attributes = setOf(...signedAttributes(digest, certificate));
  const signature = sign('sha256', attributes, key);
  return assemble({ digest, certificate, signature, kind: key.asymmetricKeyType ?? '' });
}

/** The one element in some bytes. */
const inside = (der: Der | undefined, index = 0): Der => {
  const found = der ? readAll(der.content)[index] : undefined;
  if (!found) throw new RangeError('signature is incomplete');
  return found;
};

/**
 * Proves a signature over a digest. Strict: the signature must have exactly the bytes this file
 * would write for its certificate and value, so no byte of it can change unseen.
 * @returns the certificate, or undefined when anything does not fit
 */
export function verifyDigest(cms: Buffer, digest: Buffer): Buffer | undefined {
  try {
    const signed = inside(inside(readElement(cms), 1));
    const certificate = inside(inside(signed, 3)).whole;
    const signature = inside(inside(inside(signed, 4)), 5).content;
    const { publicKey } = new X509Certificate(certificate);
    const kind = publicKey.asymmetricKeyType ?? '';
    if (!assemble({ digest, certificate, signature, kind }).equals(cms)) return undefined;
    const attributes = setOf(...signedAttributes(digest, certificate));
    return verify('sha256', attributes, publicKey, signature)
      ? Buffer.from(certificate)
      : undefined;
  } catch {
    return undefined;
  }
}
