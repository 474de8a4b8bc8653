/**
 * What hides in a PDF, without trusting its own index. Names are looked for in every byte of the
 * file, escapes (`/J#61vaScript`) undone, and in every compressed stream that could hold objects;
 * a file crafted to confuse a parser finds none here to confuse.
 */
import { constants, inflateSync } from 'node:zlib';
import { BROKEN, MAX_PAGES, problem } from './problem.ts';
import type { UploadProblem } from './problem.ts';

/** A file of 100 pages has hundreds of streams; more than this is made to keep us busy. */
const MAX_STREAMS = 10_000;
/** Bytes unpacked from all object streams of one file at most. */
const MAX_UNPACKED = 32 * 1024 * 1024;
/** Nodes of page trees read; an honest file has at most one for each page and version. */
const MOST_TREES = 2000;
/** Ten times the pages cannot be earlier versions of them: a tree that says less lies. */
const MOST_PAGE_OBJECTS = MAX_PAGES * 10;

const SCRIPT = problem(
  'script',
  '这个 PDF 里带有脚本或会自动执行的动作，为了安全不能上传，请用“打印为 PDF”另存一份再上传',
);
const ATTACHMENT = problem(
  'attachment',
  '这个 PDF 里夹带了其他文件或动态表单，请用“打印为 PDF”另存一份再上传，夹带的文件请单独上传',
);
const ENCRYPTED = problem('encrypted', '这个 PDF 加了密码或限制，请去掉密码后再上传');
const CROWDED = problem('broken', '这个 PDF 的结构过于复杂，请用“打印为 PDF”另存一份再上传');

/** Names that no scanned or printed paper has. Long enough never to turn up by chance. */
const REFUSALS: [name: string, refusal: UploadProblem][] = [
  ['Encrypt', ENCRYPTED],
  ['JavaScript', SCRIPT],
  ['Launch', SCRIPT],
  ['SubmitForm', SCRIPT],
  ['ImportData', SCRIPT],
  ['Rendition', SCRIPT],
  ['EmbeddedFile', ATTACHMENT],
  ['EmbeddedFiles', ATTACHMENT],
  ['GoToE', ATTACHMENT],
  ['RichMedia', ATTACHMENT],
  ['XFA', ATTACHMENT],
];
const BY_NAME = new Map(REFUSALS);

/** A character as itself or as its `#xx` escape. */
const either = (character: string): string => {
  const hex = character.charCodeAt(0).toString(16);
  const anyCase = hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
  return `(?:${character}|#${anyCase})`;
};
const LOOKED_FOR = new RegExp(
  `/(${REFUSALS.map(([name]) => [...name].map(either).join('')).join('|')})` +
    '(?=[\\s\\0/<>()[\\]{}%]|$)',
);

/** Text with its `#xx` escapes undone. */
const unescape = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

const forbidden = (text: string): UploadProblem | undefined =>
  BY_NAME.get(unescape(LOOKED_FOR.exec(text)?.[1] ?? ''));

/** Pages as the page trees count them, or the page objects where no tree says. */
function countPages(texts: readonly string[]): { said: number; objects: number } {
  let said = 0;
  let objects = 0;
  let trees = 0;
  for (const text of texts) {
    for (const { index, 1: tree } of text.matchAll(/\/Type\s*\/Page(s?)(?![A-Za-z#])/g)) {
      if (!tree) objects += 1;
      else if (trees < MOST_TREES) {
        trees += 1;
        const around = text.slice(Math.max(0, index - 400), index + 400);
        for (const [, count] of around.matchAll(/\/Count\s+(\d{1,9})/g)) {
          said = Math.max(said, Number(count));
        }
      }
      if (objects > MOST_PAGE_OBJECTS) return { said, objects };
    }
  }
  return { said: said || objects, objects };
}

/** Does the dictionary before a stream call it a stream of objects? */
function saysObjects(text: string, keyword: number): boolean {
  const before = unescape(text.slice(Math.max(0, keyword - 4096), keyword));
  const dictionary = before.slice(before.lastIndexOf('endobj') + 1);
  return /\/ObjStm(?![A-Za-z])/.test(dictionary);
}

/** The first bytes of a stream unpacked, as far as 512 packed bytes reach. */
function peek(bytes: Buffer, at: number): string | undefined {
  try {
    const options = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 1024 };
    return inflateSync(bytes.subarray(at, at + 512), options).toString('latin1', 0, 200);
  } catch {
    return undefined;
  }
}

/** Objects in compressed streams begin with pairs of whole numbers; a comment may come before. */
const LIKE_OBJECTS = /^[\s\0]*(?:%|\d+[\s\0]+\d+(?:[\s\0]|$))/;

/** Unpacks every stream that could hold objects, or tells why it cannot be read. */
function unpackObjects(bytes: Buffer, text: string): string[] | UploadProblem {
  const unpacked: string[] = [];
  let left = MAX_UNPACKED;
  let streams = 0;
  for (const { index, 0: keyword } of text.matchAll(/(?<!end)stream[ \t]*(?:\r\n|\n|\r)/g)) {
    streams += 1;
    if (streams > MAX_STREAMS) return CROWDED;
    const start = index + keyword.length;
    const head = peek(bytes, start);
    const said = saysObjects(text, index);
    if (head === undefined || !LIKE_OBJECTS.test(head)) {
      // Packed in a way that is not read here: nobody can say what is inside.
      if (said && !LIKE_OBJECTS.test(text.slice(start, start + 200))) return CROWDED;
      continue;
    }
    try {
      const content = inflateSync(bytes.subarray(start), { maxOutputLength: left });
      left -= content.length;
      if (left <= 0) return CROWDED;
      unpacked.push(content.toString('latin1'));
    } catch {
      // Too long, or damaged on the way: a lenient viewer would still read what comes before.
      return CROWDED;
    }
  }
  return unpacked;
}

/**
 * Reads a PDF for what may not come in: encryption, scripts, actions that start programs or send
 * data, embedded files, dynamic forms (XFA), too many pages, no end.
 * @returns the number of pages, or the refusal
 */
export function inspectPdf(bytes: Buffer): { pages: number } | UploadProblem {
  const text = bytes.toString('latin1');
  if (!text.slice(-1024).includes('%%EOF')) return BROKEN;
  const refused = forbidden(text);
  if (refused) return refused;
  const unpacked = unpackObjects(bytes, text);
  if (!Array.isArray(unpacked)) return unpacked;
  for (const part of unpacked) {
    const hidden = forbidden(part);
    if (hidden) return hidden;
  }
  const { said, objects } = countPages([text, ...unpacked]);
  const pages = objects > MOST_PAGE_OBJECTS ? objects : said;
  if (pages < 1) return BROKEN;
  if (pages > MAX_PAGES) {
    return problem(
      'too-many-pages',
      `这个 PDF 有 ${pages} 页，最多 ${MAX_PAGES} 页，请拆成几个文件上传`,
    );
  }
  return { pages };
}
