/** The little of DER (X.690) that a certificate and a signature need: writing and reading. */

/** One element with its tag, its content, and all its bytes. */
export type Der = { tag: number; content: Buffer; whole: Buffer };

/** An element of a tag; longer contents get the long form of length. */
export function element(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const size = content.length;
  if (size < 0x80) return Buffer.concat([Buffer.from([tag, size]), content]);
  const bytes: number[] = [];
  for (let rest = size; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content]);
}

export const sequence = (...contents: Uint8Array[]): Buffer => element(0x30, ...contents);

/** A SET OF: DER wants its elements in order of their bytes. */
export const setOf = (...contents: Buffer[]): Buffer =>
  element(0x31, ...contents.toSorted(Buffer.compare));

export const octets = (content: Uint8Array): Buffer => element(0x04, content);

export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text, 'utf8'));

export const nothing = (): Buffer => element(0x05);

/** A BIT STRING of whole bytes. */
export const bits = (content: Uint8Array): Buffer => element(0x03, Buffer.from([0]), content);

/** An unsigned INTEGER from its big-endian bytes. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const trimmed = bytes.subarray(start);
  const signed = ((trimmed[0] ?? 0) & 0x80) !== 0;
  return element(0x02, signed ? Buffer.from([0]) : Buffer.alloc(0), trimmed);
}

/** An OBJECT IDENTIFIER from its dotted text. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const group = [arc & 0x7f];
    for (let more = Math.floor(arc / 128); more > 0; more = Math.floor(more / 128)) {
      group.unshift((more & 0x7f) | 0x80);
    }
    bytes.push(...group);
  }
  return element(0x06, Buffer.from(bytes));
}

/** A time as X.509 wants it: UTCTime before 2050, GeneralizedTime from then on. */
export function time(at: Date): Buffer {
  const digits = `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  const early = at.getUTCFullYear() < 2050;
  return early ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits));
}

/**
 * The element at the start of the bytes; what follows it is left alone.
 * @throws RangeError when the bytes are no element
 */
export function readElement(bytes: Buffer): Der {
  const tag = bytes[0];
  let size = bytes[1];
  let start = 2;
  if (tag === undefined || size === undefined) throw new RangeError('DER ends too early');
  if (size & 0x80) {
    const count = size & 0x7f;
    if (count === 0 || count > 4) throw new RangeError('DER length is not definite');
    size = 0;
    for (const byte of bytes.subarray(2, 2 + count)) size = size * 256 + byte;
    start += count;
  }
  if (start + size > bytes.length) throw new RangeError('DER ends too early');
  const whole = bytes.subarray(0, start + size);
  return { tag, content: whole.subarray(start), whole };
}

/** The elements that fill some bytes, in order; throws as `readElement`. */
export function readAll(bytes: Buffer): Der[] {
  const found: Der[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const next = readElement(rest);
    found.push(next);
    rest = rest.subarray(next.whole.length);
  }
  return found;
}
