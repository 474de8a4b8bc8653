/** What people are given of an upload: a picture is redrawn, never the uploader's own bytes. */
import sharp from 'sharp';
import { BROKEN, MAX_PIXELS } from './problem.ts';
import type { UploadKind, UploadProblem } from './problem.ts';

/** Bytes to serve with their type; `attachment` files are downloaded, never shown by our pages. */
export type Served = { bytes: Buffer; type: string; disposition: 'inline' | 'attachment' };

/**
 * The copy of an upload that people are served. Images are decoded and encoded anew in their own
 * kind, upright, in sRGB, without any metadata (place, camera, thumbnail). A PDF is passed on as it
 * is, as an attachment: it was inspected, but not rewritten.
 * @returns the problem `broken` when the picture does not decode
 */
export async function servedCopy(bytes: Buffer, kind: UploadKind): Promise<Served | UploadProblem> {
  if (kind === 'pdf') return { bytes, type: 'application/pdf', disposition: 'attachment' };
  const image = sharp(bytes, {
    limitInputPixels: MAX_PIXELS,
    failOn: 'error',
    sequentialRead: true,
  }).rotate();
  const encoded = {
    jpeg: () => image.jpeg({ quality: 88 }),
    png: () => image.png({ compressionLevel: 6 }),
    webp: () => image.webp({ quality: 88 }),
  }[kind]();
  try {
    return { bytes: await encoded.toBuffer(), type: `image/${kind}`, disposition: 'inline' };
  } catch {
    return BROKEN;
  }
}
