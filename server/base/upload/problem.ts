/** What may be uploaded, and how a file that may not is told so. */

/** Kinds of file taken, by their own bytes and not by their names. */
export type UploadKind = 'jpeg' | 'png' | 'webp' | 'pdf';

/** Bytes of one upload at most. */
export const MAX_BYTES = 20 * 1024 * 1024;
/** Pixels of one image at most, read from its header before anything decodes it. */
export const MAX_PIXELS = 50_000_000;
/** Pages of one PDF at most. */
export const MAX_PAGES = 100;

/** Names of the reasons; texts may change, these do not. */
export type ProblemCode =
  | 'empty'
  | 'too-large'
  | 'unknown-kind'
  | 'not-what-it-says'
  | 'broken'
  | 'too-many-pixels'
  | 'two-kinds'
  | 'encrypted'
  | 'script'
  | 'attachment'
  | 'too-many-pages';

/** Why a file is not taken, in words for the person who uploads it. */
export type UploadProblem = { problem: { code: ProblemCode; message: string } };

export const problem = (code: ProblemCode, message: string): UploadProblem => ({
  problem: { code, message },
});

export const BROKEN = problem(
  'broken',
  '文件不完整或已损坏（可能没有传完），请在电脑或手机上打开看一看，能打开再重新上传',
);

const MEGA = 1_000_000;

/** The refusal of an image with too many pixels, or nothing. */
export function checkPixels(width: number, height: number): UploadProblem | undefined {
  if (width < 1 || height < 1) return BROKEN;
  const pixels = width * height;
  if (pixels <= MAX_PIXELS) return undefined;
  return problem(
    'too-many-pixels',
    `图片有 ${width} × ${height} 像素（${Math.round(pixels / MEGA)} 百万），最多 ` +
      `${MAX_PIXELS / MEGA} 百万像素，请缩小后再上传`,
  );
}
