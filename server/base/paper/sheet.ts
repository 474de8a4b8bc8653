/**
 * A sheet of paper to write on from top to bottom: pages, watermark, footer. Shared by documents
 * and licences. Everything is measured in points (1/72 inch), y grows downward.
 */
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { faces } from './fonts.ts';
import type { Face } from './fonts.ts';
import { breakLines } from './lines.ts';

/** Colours of print: no red, nothing here may look like a seal. */
export const INK = { text: '#1a1a1a', faint: '#6b6b6b', rule: '#9a9a9a' } as const;

const SAMPLE_NOTE = '样张 SAMPLE · 演示文书，不具有法律效力';

/** How a run of text is set. */
export type Setting = {
  face?: Face;
  size: number;
  x?: number;
  width?: number;
  align?: 'left' | 'center' | 'right';
  /** Points that the first line is moved in. */
  indent?: number;
  /** Height of a line as a multiple of the size. */
  leading?: number;
  color?: string;
};

/** What a sheet is made of. */
export type SheetOptions = {
  title: string;
  author: string;
  subject: string;
  /** Instant written into the file; the same input gives the same bytes. */
  at: Date;
  sample: boolean;
  landscape?: boolean;
  margin: number;
  /** Left end of the footer, such as the document's number. */
  footer: string;
};

/** A document being written. `y` is where the next line goes. */
export type Sheet = {
  readonly pdf: PDFKit.PDFDocument;
  readonly left: number;
  readonly width: number;
  readonly bottom: number;
  y: number;
  /** Writes text at y, over as many pages as it takes. */
  write(text: string, setting: Setting): void;
  /** One line at a place, without moving y. */
  place(text: string, at: { x: number; y: number }, setting: Setting): void;
  /** Goes to a new page unless this height is left. */
  need(height: number): void;
  qr(url: string, at: { x: number; y: number; size: number }): void;
  finish(): Promise<Buffer>;
};

function open(options: SheetOptions): PDFKit.PDFDocument {
  const { regular, bold } = faces();
  const pdf = new PDFDocument({
    size: 'A4',
    layout: options.landscape ? 'landscape' : 'portrait',
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    // Without it pdfkit opens Helvetica for every document.
    font: null as unknown as string,
    info: {
      Title: options.title,
      Author: options.author,
      Subject: options.subject,
      Creator: 'Bantuo',
      Producer: 'Bantuo',
      CreationDate: options.at,
    },
  });
  for (const face of [regular, bold]) {
    pdf.registerFont(face.name, face.font as unknown as PDFKit.Mixins.PDFFontSource);
  }
  return pdf;
}

/** Across the page, under the text: says on every page that this is no official paper. */
function watermark(pdf: PDFKit.PDFDocument): void {
  const { width, height } = pdf.page;
  const text = '样张 SAMPLE';
  const size = 60;
  const half = faces().bold.width(text, size) / 2;
  for (const part of [0.2, 0.5, 0.8]) {
    const [x, y] = [width / 2, height * part];
    pdf.save().rotate(-28, { origin: [x, y] });
    pdf.fillOpacity(0.07).fillColor('#000000').font('bold').fontSize(size);
    pdf.text(text, x - half, y - size * 0.7, { lineBreak: false });
    pdf.restore();
  }
  pdf.fillOpacity(1);
}

function drawQr(pdf: PDFKit.PDFDocument, url: string, at: { x: number; y: number; size: number }) {
  const { modules } = QRCode.create(url, { errorCorrectionLevel: 'M' });
  const step = at.size / modules.size;
  pdf.save().fillColor('#000000');
  for (let row = 0; row < modules.size; row++) {
    let column = 0;
    while (column < modules.size) {
      const start = column;
      while (column < modules.size && modules.get(row, column)) column += 1;
      if (column > start) {
        const place = [at.x + start * step, at.y + row * step] as const;
        pdf.rect(...place, (column - start) * step, step + 0.02);
      }
      column += 1;
    }
  }
  pdf.fill().restore();
}

function collect(pdf: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    pdf.end();
  });
}

/** Starts a sheet with its first page. */
export function openSheet(options: SheetOptions): Sheet {
  const pdf = open(options);
  const { regular } = faces();
  const { margin } = options;
  const addPage = (): void => {
    pdf.addPage();
    if (options.sample) watermark(pdf);
  };
  addPage();
  const size = { width: pdf.page.width, height: pdf.page.height };
  const place: Sheet['place'] = (text, { x, y }, setting) => {
    const { face = regular, width = sheet.width, align = 'left' } = setting;
    if (!text) return;
    const free = align === 'left' ? 0 : width - face.width(text, setting.size);
    pdf
      .font(face.name)
      .fontSize(setting.size)
      .fillColor(setting.color ?? INK.text);
    pdf.text(text, x + (align === 'center' ? free / 2 : free), y, { lineBreak: false });
  };
  const sheet: Sheet = {
    pdf,
    left: margin,
    width: size.width - 2 * margin,
    bottom: size.height - margin,
    y: margin,
    place,
    need(height) {
      if (sheet.y + height <= sheet.bottom) return;
      addPage();
      sheet.y = margin;
    },
    write(text, setting) {
      const { face = regular, x = sheet.left, width = sheet.width, indent = 0 } = setting;
      const height = setting.size * (setting.leading ?? 1.6);
      const lines = breakLines(text, { face, size: setting.size, width, indent });
      for (const [index, line] of lines.entries()) {
        sheet.need(height);
        const inset = index === 0 ? indent : 0;
        place(line, { x: x + inset, y: sheet.y }, { ...setting, width: width - inset });
        sheet.y += height;
      }
    },
    qr: (url, at) => drawQr(pdf, url, at),
    finish() {
      const { start, count } = pdf.bufferedPageRange();
      for (let page = start; page < start + count; page++) {
        pdf.switchToPage(page);
        const y = size.height - Math.min(36, margin * 0.6);
        const setting: Setting = { size: 8.5, color: INK.faint };
        const pages = `第 ${page + 1} 页，共 ${count} 页`;
        place(breakLines(options.footer, footerMeasure)[0] ?? '', { x: margin, y }, setting);
        place(pages, { x: margin, y }, { ...setting, align: 'right' });
        if (options.sample) {
          place(SAMPLE_NOTE, { x: margin, y }, { ...setting, align: 'center' });
        }
      }
      return collect(pdf);
    },
  };
  const footerMeasure = { face: regular, size: 8.5, width: sheet.width * 0.3 };
  return sheet;
}
