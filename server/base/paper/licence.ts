/** The printed face of an electronic licence: one landscape A4 page, more if it says much. */
import { drawMark } from './document.ts';
import { faces } from './fonts.ts';
import { breakLines } from './lines.ts';
import { INK, openSheet } from './sheet.ts';
import type { Sheet } from './sheet.ts';

/** One licence as data. */
export type LicencePaper = {
  /** Name of the licence, such as 公共场所卫生许可证. */
  title: string;
  /** Licence number as printed. */
  number: string;
  /** Licence identifier with check character (GB/T 36904). */
  identifier: string;
  /** What it says, in order: label and value. */
  attributes: [label: string, value: string][];
  /** First and last day of validity; without `until` it has no end. */
  valid: { from: string; until?: string };
  issuer: string;
  /** Day of issue, `YYYY-MM-DD`. */
  date: string;
  /** Instant of making, written into the file; the same licence gives the same bytes. */
  at: Date;
  /** Address that proves the licence and tells its state today. */
  qr: string;
  sample: boolean;
};

const MARGIN = 54;
const SIDE = 190;
const LABEL = 118;
const ROW = { size: 12, leading: 1.6 } as const;

const longDate = (date: string): string => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

/** Draws the licence as a PDF. */
export function renderLicence(licence: LicencePaper): Promise<Buffer> {
  const sheet = openSheet({
    title: licence.title,
    author: licence.issuer,
    subject: `${licence.title} ${licence.number}`,
    at: licence.at,
    sample: licence.sample,
    landscape: true,
    margin: MARGIN,
    footer: licence.number,
  });
  drawFrame(sheet);
  sheet.y = MARGIN + 18;
  sheet.write(licence.title, { face: faces().bold, size: 26, align: 'center', leading: 1.5 });
  sheet.write(`编号：${licence.number}`, { size: 11, align: 'center', color: INK.faint });
  sheet.y += 14;
  const top = sheet.y;
  writeSide(sheet, licence, top);
  const { from, until } = licence.valid;
  const validity = until ? `${longDate(from)}至${longDate(until)}` : `${longDate(from)}起，长期`;
  sheet.y = top;
  for (const [label, value] of [...licence.attributes, ['有效期', validity] as const]) {
    writeAttribute(sheet, label, value);
  }
  return sheet.finish();
}

/** Two thin grey lines around the first page: a card, not a certificate with an emblem. */
function drawFrame({ pdf }: Sheet): void {
  const { width, height } = pdf.page;
  pdf.save().strokeColor(INK.rule);
  for (const [inset, line] of [
    [MARGIN - 16, 1.6],
    [MARGIN - 10, 0.6],
  ] as const) {
    pdf
      .rect(inset, inset, width - 2 * inset, height - 2 * inset - 14)
      .lineWidth(line)
      .stroke();
  }
  pdf.restore();
}

function writeAttribute(sheet: Sheet, label: string, value: string): void {
  const { bold, regular } = faces();
  const x = sheet.left + 24;
  const width = sheet.width - SIDE - LABEL - 48;
  const height = ROW.size * ROW.leading;
  const lines = breakLines(label, { face: bold, size: ROW.size, width: LABEL - 10 });
  const rows = breakLines(value, { face: regular, size: ROW.size, width });
  const tall = Math.max(lines.length, rows.length) * height;
  // A long value may run over pages, a short one stays whole.
  if (tall < 200) sheet.need(tall);
  const startsAt = sheet.y;
  for (const [index, line] of lines.entries()) {
    sheet.place(line, { x, y: startsAt + index * height }, { face: bold, size: ROW.size });
  }
  sheet.write(value, { ...ROW, x: x + LABEL, width });
  if (sheet.y > startsAt) sheet.y = Math.max(sheet.y, startsAt + lines.length * height);
  sheet.y += 5;
}

/** Right side: code and identifier above, issuer, day and the mark below. */
function writeSide(sheet: Sheet, licence: LicencePaper, top: number): void {
  const x = sheet.left + sheet.width - SIDE;
  const width = SIDE - 20;
  const size = 118;
  const small = { size: 8.5, color: INK.faint, x, width, align: 'center' as const, leading: 1.5 };
  sheet.qr(licence.qr, { x: x + (width - size) / 2, y: top, size });
  sheet.y = top + size + 6;
  sheet.write('扫码核验文件真伪和今天的状态', small);
  // The identifier has four parts after its root; it breaks where a part ends.
  const parts = licence.identifier.split('.');
  const lines = [`${parts.slice(0, 6).join('.')}.`, parts.slice(6).join('.')];
  sheet.write(['电子证照标识', ...lines].join('\n'), { ...small, size: 8 });
  const bottom = sheet.bottom - 142;
  const box = { x, y: bottom, width, height: 60 };
  drawMark(sheet, box, { sample: licence.sample, seal: { issuer: licence.issuer } });
  sheet.y = bottom + 68;
  const sign = { size: 11, x, width, align: 'center' as const, leading: 1.5 };
  sheet.write(`发证机关：${licence.issuer}`, sign);
  sheet.write(longDate(licence.date), sign);
}
