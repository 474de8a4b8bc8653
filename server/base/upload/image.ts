/**
 * Size of an image from its headers, by walking the file's own structure. Nothing is decoded: a
 * picture that would take gigabytes to unpack is refused for a few bytes of its header.
 */
import { crc32 } from 'node:zlib';

/**
 * Pixels of an image, and where its own data end (what follows belongs to no image); without `end`
 * the file breaks off or is damaged after its header.
 */
export type ImageShape = { width: number; height: number; end?: number };

type Size = { width: number; height: number };

/** A JPEG of that many scans is made to keep a decoder busy. */
const MAX_SCANS = 200;

/** A JPEG's frame header, and its end by walking the segments and scans; undefined without one. */
export function jpegShape(bytes: Buffer): ImageShape | undefined {
  let size: Size | undefined;
  let scans = 0;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xd0 && marker <= 0xd7) at += 2;
    else {
      const length = bytes.readUInt16BE(at + 2);
      if (length < 2 || marker === 0x00 || marker === 0xd9) return size;
      if (isFrame(marker)) {
        if (size || at + 9 > bytes.length) return size;
        size = { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
      }
      at += 2 + length;
      if (marker === 0xda) {
        scans += 1;
        const next = afterScan(bytes, at);
        if (!size || next === undefined || scans > MAX_SCANS) return size;
        if (bytes[next + 1] === 0xd9) return { ...size, end: next + 2 };
        at = next;
      }
    }
  }
  return size;
}

/** SOF0–SOF15 without the three markers in that range that are no frames. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Place of the first marker after a scan's data; stuffed and restart bytes belong to the data. */
function afterScan(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) return undefined;
    const stays = next === 0x00 || next === 0xff || (next >= 0xd0 && next <= 0xd7);
    if (!stays) return at;
  }
  return undefined;
}

/** A PNG's header, and its end with the sum of every chunk checked; undefined without a header. */
export function pngShape(bytes: Buffer): ImageShape | undefined {
  let size: Size | undefined;
  let data = false;
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (!size) {
      if (type !== 'IHDR' || length !== 13 || end > bytes.length) return undefined;
      size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    }
    if (end > bytes.length) return size;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return size;
    if (type === 'IDAT') data = true;
    if (type === 'IEND') return data ? { ...size, end } : size;
    at = end;
  }
  return size;
}

/** A WebP's size (lossy, lossless or extended), and its end; undefined without a header. */
export function webpShape(bytes: Buffer): ImageShape | undefined {
  const said = 8 + bytes.readUInt32LE(4);
  const end = Math.min(said, bytes.length);
  let size: Size | undefined;
  let data = false;
  for (let at = 12; at + 8 <= end;) {
    const type = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const found = webpSize(type, bytes.subarray(at + 8, at + 8 + length));
    // The canvas of an extended file and its picture may differ: the larger counts.
    if (found && (!size || found.width * found.height > size.width * size.height)) size = found;
    if (at + 8 + length > end) return size;
    if (type === 'VP8 ' || type === 'VP8L' || type === 'ANMF') data = true;
    at += 8 + length + (length % 2);
  }
  return size && data && said <= bytes.length ? { ...size, end: said } : size;
}

function webpSize(type: string, data: Buffer): Size | undefined {
  if (type === 'VP8X' && data.length >= 10) {
    return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
  }
  if (type === 'VP8L' && data.length >= 5 && data[0] === 0x2f) {
    const packed = data.readUInt32LE(1);
    return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
  }
  if (type === 'VP8 ' && data.length >= 10 && data.readUIntBE(3, 3) === 0x9d012a) {
    return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
  }
  return undefined;
}
