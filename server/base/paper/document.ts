/** Official papers: receipts, acceptances, supplements, decisions: what has text and a number. */
import { faces } from './fonts.ts';
import { breakLines } from './lines.ts';
import { INK, openSheet } from './sheet.ts';
import type { Sheet } from './sheet.ts';

/** A table of texts; with two columns the first is the narrower label. */
export type PaperTable = { head?: string[]; rows: string[][] };

/** One official paper as data. Texts are kept as given; unprintable characters are spelled out. */
export type Paper = {
  /** What kind of paper it is, written into the file's properties. */
  kind: string;
  /** Number as printed, such as `沪样审〔2026〕第 12 号`. */
  number: string;
  title: string;
  /** Addressee, without the colon. */
  to: string;
  issuer: string;
  /** Day of the paper, `YYYY-MM-DD`. */
  date: string;
  /** Instant of making, written into the file; the same paper gives the same bytes. */
  at: Date;
  paragraphs: string[];
  table?: PaperTable;
  /** Numbered points after the table. */
  list?: string[];
  /** Paragraphs after table and list, such as the rights of appeal and 特此通知. */
  closing?: string[];
  /** Leaves a place where a seal would be; what is printed there is plainly not one. */
  seal?: { issuer: string };
  /** Address that proves the paper, printed as a QR code. */
  qr?: string;
  /** Watermark, note in the footer and the wording of the mark. */
  sample: boolean;
  /** Footer on the left; the number when absent. */
  footer?: string;
};

const MARGIN = 72;
const BODY = { size: 12, leading: 1.75 } as const;
const CELL = { size: 10.5, leading: 1.5, pad: 5 } as const;

/** `2026年3月5日`, without the weekday, as papers are dated. */
const paperDate = (date: string): string => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

/** Draws the paper as a PDF of A4 pages, in 5 to 10 ms for one page once the fonts are loaded. */
export function renderPaper(paper: Paper): Promise<Buffer> {
  const sheet = openSheet({
    title: paper.title,
    author: paper.issuer,
    subject: `${paper.kind} ${paper.number}`,
    at: paper.at,
    sample: paper.sample,
    margin: MARGIN,
    footer: paper.footer ?? paper.number,
  });
  writeHead(sheet, paper);
  const paragraph = { ...BODY, indent: BODY.size * 2 };
  for (const text of paper.paragraphs) sheet.write(text, paragraph);
  if (paper.table) writeTable(sheet, paper.table);
  for (const [index, text] of (paper.list ?? []).entries()) writePoint(sheet, index + 1, text);
  for (const text of paper.closing ?? []) sheet.write(text, paragraph);
  writeSignOff(sheet, paper);
  return sheet.finish();
}

function writeHead(sheet: Sheet, paper: Paper): void {
  const { bold } = faces();
  sheet.write(paper.title, { face: bold, size: 20, align: 'center', leading: 1.5 });
  sheet.y += 6;
  sheet.write(paper.number, { size: 11, align: 'center', color: INK.faint });
  sheet.y += 6;
  const line = sheet.pdf.moveTo(sheet.left, sheet.y).lineTo(sheet.left + sheet.width, sheet.y);
  line.lineWidth(0.8).strokeColor(INK.rule).stroke();
  sheet.y += 16;
  sheet.write(`${paper.to}：`, BODY);
}

function writePoint(sheet: Sheet, number: number, text: string): void {
  const label = `${number}. `;
  const x = sheet.left + BODY.size * 2;
  const hang = 22;
  sheet.need(BODY.size * BODY.leading);
  sheet.place(label, { x, y: sheet.y }, { size: BODY.size });
  sheet.write(text, { ...BODY, x: x + hang, width: sheet.width - BODY.size * 2 - hang });
}

function columnWidths(columns: number, width: number): number[] {
  if (columns === 2) return [width * 0.3, width * 0.7];
  return Array.from({ length: columns }, () => width / columns);
}

function writeTable(sheet: Sheet, { head, rows }: PaperTable): void {
  const all = head ? [head, ...rows] : rows;
  const columns = Math.max(1, ...all.map((row) => row.length));
  const widths = columnWidths(columns, sheet.width);
  sheet.y += 6;
  for (const [index, row] of all.entries()) {
    writeRow(sheet, row, { widths, strong: head !== undefined && index === 0 });
  }
  sheet.y += 12;
}

/** One row; a row taller than what is left of the page goes on over the next. */
function writeRow(sheet: Sheet, row: string[], style: { widths: number[]; strong: boolean }): void {
  const { regular, bold } = faces();
  const { widths } = style;
  const height = CELL.size * CELL.leading;
  const face = style.strong ? bold : regular;
  const cells = widths.map((width, column) =>
    breakLines(row[column] ?? '', { face, size: CELL.size, width: width - 2 * CELL.pad }),
  );
  const total = Math.max(...cells.map((lines) => lines.length));
  for (let done = 0; done < total;) {
    const left = total - done;
    sheet.need(Math.min(left, 3) * height + 2 * CELL.pad);
    const room = Math.floor((sheet.bottom - sheet.y - 2 * CELL.pad) / height);
    const now = Math.max(1, Math.min(left, room));
    const tall = now * height + 2 * CELL.pad;
    let x = sheet.left;
    for (const [column, width] of widths.entries()) {
      sheet.pdf.rect(x, sheet.y, width, tall).lineWidth(0.6).strokeColor(INK.rule).stroke();
      for (const [line, text] of (cells[column] ?? []).slice(done, done + now).entries()) {
        const at = { x: x + CELL.pad, y: sheet.y + CELL.pad + line * height };
        sheet.place(text, at, { face, size: CELL.size });
      }
      x += width;
    }
    sheet.y += tall;
    done += now;
  }
}

/** Issuer and date at the lower right, the mark over them, the QR code at the lower left. */
function writeSignOff(sheet: Sheet, paper: Paper): void {
  const height = 118;
  sheet.y += 14;
  sheet.need(height);
  const top = sheet.y;
  const width = 220;
  const x = sheet.left + sheet.width - width;
  if (paper.qr) {
    sheet.qr(paper.qr, { x: sheet.left, y: top + 4, size: 84 });
    sheet.place('扫码核验本文书', { x: sheet.left, y: top + 93 }, { size: 8, color: INK.faint });
  }
  if (paper.seal) {
    drawMark(sheet, { x: x + 20, y: top + 4, width: width - 20, height: 62 }, paper);
  }
  sheet.y = top + 72;
  sheet.write(paper.issuer, { size: BODY.size, x, width, align: 'right', leading: 1.5 });
  sheet.write(paperDate(paper.date), { size: BODY.size, x, width, align: 'right', leading: 1.5 });
  sheet.y = Math.max(sheet.y, top + height);
}

type Box = { x: number; y: number; width: number; height: number };

/** Where a seal would be: a dashed grey rectangle that says what it is not. */
export function drawMark(
  sheet: Sheet,
  box: Box,
  { sample, seal }: { sample: boolean; seal?: { issuer: string } },
): void {
  const { pdf } = sheet;
  pdf.save().rect(box.x, box.y, box.width, box.height).dash(4, { space: 3 });
  pdf.lineWidth(0.8).strokeColor(INK.rule).stroke().undash().restore();
  const lines = sample
    ? ['演示标记 DEMONSTRATION MARK', seal?.issuer ?? '', '此处不是印章']
    : ['电子签名', seal?.issuer ?? '', '以文件内的数字签名为准'];
  const measure = { face: faces().regular, size: 9, width: box.width - 12 };
  for (const [index, text] of lines.entries()) {
    const line = breakLines(text, measure)[0] ?? '';
    const at = { x: box.x + 6, y: box.y + 8 + index * 16 };
    const setting = { size: 9, color: INK.faint, align: 'center' as const };
    sheet.place(line, at, { ...setting, width: measure.width });
  }
}
