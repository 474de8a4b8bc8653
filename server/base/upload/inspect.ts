/** Reading an upload before trusting it: what it is, how big, and whether it may come in. */
import { jpegShape, pngShape, webpShape } from './image.ts';
import type { ImageShape } from './image.ts';
import { inspectPdf } from './pdf.ts';
import { BROKEN, MAX_BYTES, checkPixels, problem } from './problem.ts';
import type { UploadKind, UploadProblem } from './problem.ts';

/** What a file is. An image has one page and its pixels; a PDF has no pixels. */
export type Inspected = { kind: UploadKind; pages: number; width?: number; height?: number };

/** What the browser says of the file; believed only where the bytes agree. */
export type Declared = { name: string; type: string };

const EXTENSIONS: Record<string, UploadKind> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  webp: 'webp',
  pdf: 'pdf',
};
const TYPES: Record<string, UploadKind> = {
  'image/jpeg': 'jpeg',
  'image/jpg': 'jpeg',
  'image/pjpeg': 'jpeg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
};
/** Types by which a browser says that it does not know. */
const SILENT = new Set(['', 'application/octet-stream']);

const TAKEN = '可以上传 JPG、PNG、WebP 图片和 PDF';

/** Files that people try, by their first bytes, and what to do instead. */
const OTHERS: [test: (head: string) => boolean, message: string][] = [
  [
    (head) => /^....ftyp(?:heic|heix|hevc|mif1|msf1|avif)/s.test(head),
    `这是 HEIC 或 AVIF 照片，请在手机相机设置里选“兼容性最佳”重拍，或者截图后上传，${TAKEN}`,
  ],
  [(head) => head.startsWith('GIF8'), `这是 GIF 动图，${TAKEN}，请截图后上传`],
  [(head) => head.startsWith('BM'), `这是 BMP 图片，请另存为 JPG 或 PNG 后上传`],
  [(head) => /^(?:II\*\0|MM\0\*)/.test(head), '这是 TIFF 图片，请另存为 JPG 或 PDF 后上传'],
  [
    (head) => head.startsWith('PK') || head.startsWith('\xd0\xcf\x11\xe0'),
    `这是压缩包或办公文档（Word、Excel、WPS 等），请另存为 PDF 后上传`,
  ],
  [(head) => /^Rar!|^7z\xbc\xaf/.test(head), `这是压缩包，请解压后逐个上传，${TAKEN}`],
];

function kindOf(bytes: Buffer): UploadKind | undefined {
  const head = bytes.toString('latin1', 0, 16);
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (/^RIFF....WEBP/s.test(head)) return 'webp';
  return head.startsWith('%PDF-') ? 'pdf' : undefined;
}

/** Name and type as declared must both fit the bytes, where they say anything. */
function checkDeclared(kind: UploadKind, { name, type }: Declared): UploadProblem | undefined {
  const extension = /\.([^./\\]*)$/.exec(name)?.[1]?.toLowerCase();
  const media = (type.split(';')[0] ?? '').trim().toLowerCase();
  const byName = extension === undefined || EXTENSIONS[extension] === kind;
  const byType = SILENT.has(media) || TYPES[media] === kind;
  if (byName && byType) return undefined;
  const said = byName ? media : `.${extension}`;
  return problem(
    'not-what-it-says',
    `文件名或类型写的是 ${said.slice(0, 40)}，内容却是 ${kind.toUpperCase()}，` +
      '请确认选对了文件，用原来的软件重新保存后再上传',
  );
}

/**
 * A ZIP archive is found from its end, whatever comes before: its record must close the file. The
 * end is short; the whole file is looked through once, however many records an attacker wrote there.
 */
function endsAsZip(bytes: Buffer): boolean {
  const tail = bytes.subarray(Math.max(0, bytes.length - 22 - 0xffff));
  let closes = false;
  for (let at = tail.indexOf('PK\x05\x06', 0, 'latin1'); at >= 0;
    at = tail.indexOf('PK\x05\x06', at + 1, 'latin1')) {
    if (at + 22 > tail.length || at + 22 + tail.readUInt16LE(at + 20) > tail.length) continue;
    if (tail.readUInt16LE(at + 10) === 0) return true;
    closes = true;
  }
  return closes && bytes.includes('PK\x01\x02', 0, 'latin1');
}

const OTHER_STARTS = [
  'PK\x03\x04',
  '%PDF-',
  'Rar!',
  '7z\xbc\xaf',
  'MZ',
  '\x7fELF',
  '\xca\xfe\xba\xbe',
  '<',
];

/** A file that a second program would open as something else. */
function isTwoKinds(bytes: Buffer, kind: UploadKind, end: number): boolean {
  const head = bytes.toString('latin1', 0, 1024).toLowerCase();
  // Browsers look for a page, PDF readers for their mark, within the first kilobyte.
  if (/<(?:html|script|!doctype|svg|body|iframe)/.test(head)) return true;
  if (kind !== 'pdf' && head.includes('%pdf-')) return true;
  if (endsAsZip(bytes)) return true;
  const tail = bytes.toString('latin1', end);
  const begins = tail.trimStart();
  if (OTHER_STARTS.some((start) => begins.startsWith(start))) return true;
  return tail.includes('PK\x03\x04') || /%PDF-1|<script|<\?php/i.test(tail);
}

const SHAPES: Record<Exclude<UploadKind, 'pdf'>, (bytes: Buffer) => ImageShape | undefined> = {
  jpeg: jpegShape,
  png: pngShape,
  webp: webpShape,
};

const TWO_KINDS = problem(
  'two-kinds',
  '这个文件里拼接了另一种文件，为了安全不能上传，请重新拍照、扫描或另存后再上传',
);

/**
 * Reads an upload: size, kind by content, agreement with name and type, pixels or pages, and what
 * may not come in. Reads headers and structure only, never decodes a picture; about 0.1 s for the
 * worst 20 MB PDF. Whether a picture truly decodes is seen when its served copy is made.
 */
export function inspect(bytes: Buffer, declared: Declared): Inspected | UploadProblem {
  if (bytes.length === 0) {
    return problem('empty', '文件是空的（0 字节），请确认文件能打开后再上传');
  }
  if (bytes.length > MAX_BYTES) {
    const mega = Math.ceil(bytes.length / 1024 / 1024);
    return problem('too-large', `文件有 ${mega} MB，最多 20 MB，请压缩或降低清晰度后再上传`);
  }
  const kind = kindOf(bytes);
  if (!kind) {
    const head = bytes.toString('latin1', 0, 16);
    const known = OTHERS.find(([test]) => test(head));
    return problem('unknown-kind', known?.[1] ?? '这个文件打不开，可能坏了，或者不是真正的 PDF 或照片，请重新选一份');
  }
  const mismatch = checkDeclared(kind, declared);
  if (mismatch) return mismatch;
  if (kind === 'pdf') {
    if (isTwoKinds(bytes, kind, bytes.length)) return TWO_KINDS;
    const read = inspectPdf(bytes);
    return 'problem' in read ? read : { kind, pages: read.pages };
  }
  const shape = bytes.length < 30 ? undefined : SHAPES[kind](bytes);
  if (!shape) return BROKEN;
  const { width, height, end } = shape;
  const large = checkPixels(width, height);
  if (large) return large;
  if (end === undefined) return BROKEN;
  if (isTwoKinds(bytes, kind, end)) return TWO_KINDS;
  return { kind, pages: 1, width, height };
}
