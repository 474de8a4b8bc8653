/**
 * Signing a PDF by adding to its end (incremental update, ISO 32000-2 §12.8): the bytes before stay
 * as they are. Takes the files this folder renders: a classic cross-reference table, one revision.
 */
import { createHash } from 'node:crypto';
import { signDigest } from './cms.ts';
import { signerName } from './signer.ts';
import type { Signer } from './signer.ts';

/** Bytes kept for the signature, as hexadecimal digits in the file. */
export const SIGNATURE_HEX = 8192;

/** What goes into the signature beside the signer. */
export type Signing = { signer: Signer; at: Date; reason: string };

type Revision = { bytes: Buffer; text: string; xref: number; offsets: Map<number, number> };

const fault = (what: string): RangeError => new RangeError(`this PDF cannot be signed: ${what}`);

function readRevision(pdf: Buffer): Revision {
  // latin1 keeps one character for each byte, so offsets in the text are offsets in the file.
  const text = pdf.toString('latin1');
  const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-64));
  if (!start || text.includes('/ByteRange')) throw fault('no single unsigned revision');
  const xref = Number(start[1]);
  const head = /^xref\s+0 (\d+)\s+/.exec(text.slice(xref, xref + 40));
  if (!head) throw fault('no cross-reference table');
  const offsets = new Map<number, number>();
  const first = xref + head[0].length;
  for (let id = 0; id < Number(head[1]); id++) {
    const line = text.slice(first + id * 20, first + id * 20 + 20);
    if (line.charAt(17) === 'n') offsets.set(id, Number(line.slice(0, 10)));
  }
  return { bytes: pdf, text, xref, offsets };
}

/** Text of an object that is a plain dictionary, without its outer brackets. */
function dictionary({ text, offsets }: Revision, id: number): string {
  const from = offsets.get(id) ?? Number.NaN;
  const end = text.indexOf('endobj', from);
  const found = /^\d+ 0 obj\s*<<([^]*)>>\s*$/.exec(text.slice(from, end));
  if (!found || end < 0) throw fault(`object ${id} is not a dictionary`);
  return found[1] ?? '';
}

const reference = (text: string, key: string): number => {
  const found = new RegExp(`/${key}\\s*\\[?\\s*(\\d+) 0 R`).exec(text);
  if (!found) throw fault(`no ${key}`);
  return Number(found[1]);
};

/** A PDF text string: UTF-16 in hexadecimal, so that no character needs an escape. */
const textString = (text: string): string => {
  const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
  return `<${utf16.toString('hex')}>`;
};

/** `D:20261122110000Z` */
const pdfDate = (at: Date): string => `(D:${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z)`;

const PLACE = '[0 0000000000 0000000000 0000000000]';

/** The objects added: signature, its invisible field, and page and catalog that point to them. */
function addedObjects(revision: Revision, signing: Signing): { id: number; body: string }[] {
  const trailer = revision.text.slice(revision.text.lastIndexOf('trailer'));
  const catalog = reference(trailer, 'Root');
  const root = dictionary(revision, catalog);
  const page = reference(dictionary(revision, reference(root, 'Pages')), 'Kids');
  const pageText = dictionary(revision, page);
  if (/\/AcroForm/.test(root) || /\/Annots/.test(pageText)) throw fault('it has a form already');
  const next = Math.max(...revision.offsets.keys()) + 1;
  const [signature, field] = [next, next + 1];
  return [
    { id: catalog, body: `<<${root}/AcroForm << /Fields [${field} 0 R] /SigFlags 3 >>\n>>` },
    { id: page, body: `<<${pageText}/Annots [${field} 0 R]\n>>` },
    {
      id: signature,
      body:
        '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n' +
        `/Name ${textString(signerName(signing.signer.certificate))}\n` +
        `/Reason ${textString(signing.reason)}\n/M ${pdfDate(signing.at)}\n` +
        `/ByteRange ${PLACE}\n/Contents <${'0'.repeat(SIGNATURE_HEX)}>\n>>`,
    },
    {
      id: field,
      body:
        '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /Rect [0 0 0 0] /F 132 ' +
        `/V ${signature} 0 R /P ${page} 0 R >>`,
    },
  ];
}

/** The addition with its own cross-reference section; contents and byte range still empty. */
function addition(revision: Revision, signing: Signing): string {
  const base = revision.bytes.length;
  const entries: string[] = [];
  let text = '\n';
  const objects = addedObjects(revision, signing);
  for (const { id, body } of objects.toSorted((a, b) => a.id - b.id)) {
    const offset = String(base + text.length).padStart(10, '0');
    entries.push(`${id} 1\n${offset} 00000 n \n`);
    text += `${id} 0 obj\n${body}\nendobj\n`;
  }
  const trailer = revision.text.slice(revision.text.lastIndexOf('trailer'));
  const id = /\/ID\s*\[[^\]]*\]/.exec(trailer)?.[0] ?? '';
  const info = /\/Info \d+ 0 R/.exec(trailer)?.[0] ?? '';
  const size = Math.max(...objects.map((object) => object.id)) + 1;
  const xref = base + text.length;
  const root = reference(trailer, 'Root');
  text += `xref\n${entries.join('')}trailer\n<< /Size ${size} /Root ${root} 0 R `;
  text += `${info} ${id} /Prev ${revision.xref} >>\nstartxref\n${xref}\n%%EOF\n`;
  return text;
}

/**
 * Signs a PDF made by this folder. Every byte of the file but the signature itself is covered.
 * @param signing.at instant told in the signature; the caller's clock, not a trusted time stamp
 * @throws RangeError for a file of another make or one that is signed already
 */
export function signPdf(pdf: Buffer, signing: Signing): Buffer {
  const revision = readRevision(pdf);
  const added = addition(revision, signing);
  const file = Buffer.concat([pdf, Buffer.from(added, 'latin1')]);
  const opens = pdf.length + added.indexOf('/Contents <') + '/Contents '.length;
  const closes = opens + SIGNATURE_HEX + 2;
  const numbers = [opens, closes, file.length - closes];
  const range = `[0 ${numbers.map((n) => String(n).padStart(10, '0')).join(' ')}]`;
  file.write(range, pdf.length + added.indexOf(PLACE), 'latin1');
  const hash = createHash('sha256');
  hash.update(file.subarray(0, opens)).update(file.subarray(closes));
  const hex = signDigest(hash.digest(), signing.signer).toString('hex');
  if (hex.length > SIGNATURE_HEX) throw new RangeError('the signature does not fit its place');
  file.write(hex, opens + 1, 'latin1');
  return file;
}
