import { execFileSync } from 'node:child_process';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { renderPaper } from './document.ts';
import type { Paper } from './document.ts';
import { faces, printable } from './fonts.ts';
import { renderLicence } from './licence.ts';
import { breakLines } from './lines.ts';

const paper: Paper = {
  kind: '补正告知书',
  number: '沪样审补〔2026〕第 12 号',
  title: '申请材料补正告知书',
  to: '上海样张文化传播有限公司',
  issuer: '样张区文化和旅游局',
  date: '2026-11-22',
  at: new Date('2026-11-22T03:00:00Z'),
  paragraphs: ['您提交的申请收悉，现一次告知需要补正的全部内容。', '演员姓名：𬭊㛃䶮𨙸、𠮷𡈽𪚥。'],
  table: { rows: [['办件编号', '31010720261122100000042A']] },
  list: ['节目单缺少歌词，请补充。', '场地证明已过有效期。'],
  closing: ['特此告知。'],
  seal: { issuer: '样张区文化和旅游局' },
  qr: 'http://localhost:8080/verify/31010720261122100000042A',
  sample: true,
};

const licence = {
  title: '公共场所卫生许可证',
  number: '沪样卫公字〔2026〕第 00000 号',
  identifier: '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
  attributes: [
    ['单位名称', '上海样张浴场有限公司'],
    ['地址', '样张路 0 号（𠮷田大厦）'],
  ] as [string, string][],
  valid: { from: '2026-11-22', until: '2030-11-21' },
  issuer: '样张区卫生健康委员会',
  date: '2026-11-22',
  at: new Date('2026-11-22T03:00:00Z'),
  qr: 'http://localhost:8080/verify/x',
  sample: true,
};

const pageCount = (pdf: Buffer): number =>
  pdf.toString('latin1').match(/\/Type \/Page\n/g)?.length ?? 0;

/** Every content stream of a file of ours, as text. */
function streams(pdf: Buffer): string[] {
  const found: string[] = [];
  const text = pdf.toString('latin1');
  for (const { index } of text.matchAll(/stream\n/g)) {
    if (text.slice(index - 3, index) === 'end') continue;
    const from = index + 'stream\n'.length;
    const bytes = pdf.subarray(from, text.indexOf('\nendstream', from));
    try {
      found.push(inflateSync(bytes).toString('latin1'));
    } catch {
      found.push(bytes.toString('latin1'));
    }
  }
  return found;
}

function pdfText(pdf: Buffer): string | undefined {
  try {
    return execFileSync('pdftotext', ['-', '-'], { input: pdf, stdio: 'pipe' }).toString();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
const poppler = pdfText(await renderPaper(paper)) !== undefined;
if (!poppler) console.warn('pdftotext (poppler-utils) is absent: printed text is not read back');

describe('printable', () => {
  test('characters with a glyph stay, the others are spelled out', () => {
    expect(printable('𬭊㛃䶮𨙸')).toBe('𬭊㛃䶮𨙸');
    expect(printable('张𠮷、𡈽𪚥')).toBe('张〔U+20BB7〕、〔U+2123D〕〔U+2A6A5〕');
    expect(printable('葛\u{e0100}\t城\n二')).toBe('葛 城\n二');
    expect(printable('一', faces().bold)).toBe('一');
    expect(printable('\ue863')).toBe('〔U+E863〕');
  });
});

describe('breakLines', () => {
  const { regular } = faces();
  const lines = (text: string, width: number) =>
    breakLines(text, { face: regular, size: 10, width });

  test('Chinese breaks anywhere, but no mark begins a line and none that opens ends it', () => {
    expect(lines('一二三四五六', 30)).toEqual(['一二三', '四五六']);
    expect(lines('一二三，四五六', 30)).toEqual(['一二', '三，四', '五六']);
    expect(lines('一二（三四）', 30)).toEqual(['一二', '（三', '四）']);
  });

  test('words, numbers and dates stay whole unless a line is too short for them', () => {
    expect(lines('编号 31010720261122 号', 85)).toEqual(['编号', '31010720261122', '号']);
    expect(lines('a'.repeat(100), 50).join('')).toBe('a'.repeat(100));
    expect(lines('一\n\n二', 50)).toEqual(['一', '', '二']);
    expect(lines('', 50)).toEqual(['']);
  });

  test('no line is wider than asked', () => {
    const text =
      '根据《营业性演出管理条例》，您于2026年3月5日提交的（第12号）申请：“符合”条件。'.repeat(5);
    for (const width of [60, 123, 400]) {
      const wide = lines(text, width).filter((line) => regular.width(line, 10) > width + 0.01);
      expect(wide).toEqual([]);
      expect(lines(text, width).join('')).toBe(text);
    }
  });
});

describe('renderPaper', () => {
  test('the same paper gives the same bytes; another time, others', async () => {
    const [first, again] = [await renderPaper(paper), await renderPaper(paper)];
    expect(first.equals(again)).toBe(true);
    expect(first.equals(await renderPaper({ ...paper, at: new Date(0) }))).toBe(false);
    expect(first.subarray(0, 8).toString()).toBe('%PDF-1.7');
    expect(pageCount(first)).toBe(1);
  });

  test('nothing is red, and nothing is round', async () => {
    for (const pdf of [await renderPaper(paper), await renderLicence(licence)]) {
      const drawing = streams(pdf).filter(
        (stream) => stream.includes(' scn') || stream.includes(' re'),
      );
      expect(drawing.length).toBeGreaterThan(0);
      for (const stream of drawing) {
        for (const [, r, g, b] of stream.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) (?:scn|SCN)/g)) {
          expect([r, g]).toEqual([g, b]);
        }
        expect(stream).not.toMatch(/^[-\d. ]+ c$/m);
      }
    }
  });

  test.skipIf(!poppler)('every text is there to be read, rare characters spelled out', async () => {
    const text = (pdfText(await renderPaper(paper)) ?? '').replaceAll('\n', '');
    for (const part of [
      '申请材料补正告知书',
      paper.number,
      '上海样张文化传播有限公司：',
      '𬭊㛃䶮𨙸',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('〔U+20BB7〕〔U+2123D〕〔U+2A6A5〕');
    expect(text).toContain('31010720261122100000042A');
    expect(text).toContain('2026年11月22日');
    expect(text).toContain('样张 SAMPLE · 演示文书，不具有法律效力');
    expect(text).toContain('演示标记 DEMONSTRATION MARK');
    expect(text).toContain('第 1 页，共 1 页');
  });

  test.skipIf(!poppler)('without sample there is no watermark', async () => {
    const text = pdfText(await renderPaper({ ...paper, sample: false })) ?? '';
    expect(text).not.toContain('SAMPLE');
    expect(text).toContain('以文件内的数字签名为准');
  });

  test('long tables, cells and lists go over pages and end', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [`第${i}行`, '内容'.repeat(i * 5), '完']);
    const table = {
      head: ['名称', '内容', '备注'],
      rows: [...rows, ['长', '字'.repeat(9000), '']],
    };
    const list = Array.from({ length: 30 }, (_, i) => `第${i}点`.repeat(40));
    const pdf = await renderPaper({ ...paper, table, list, title: '标题'.repeat(40) });
    expect(pageCount(pdf)).toBeGreaterThan(20);
    if (poppler) expect((pdfText(pdf) ?? '').match(/字/g)?.length).toBe(9000);
  });

  test('empty parts are no fault', async () => {
    const pdf = await renderPaper({ ...paper, paragraphs: [''], table: { rows: [] }, list: [] });
    expect(pageCount(pdf)).toBe(1);
  });
});

describe('renderLicence', () => {
  test('one landscape page, the same bytes each time', async () => {
    const pdf = await renderLicence(licence);
    expect(pageCount(pdf)).toBe(1);
    expect(pdf.toString('latin1')).toContain('/MediaBox [0 0 841.89 595.28]');
    expect(pdf.equals(await renderLicence(licence))).toBe(true);
  });

  test('many attributes go over to further pages', async () => {
    const attributes = Array.from({ length: 40 }, (_, i): [string, string] => [
      `属性${i}`,
      '值'.repeat(i * 20),
    ]);
    expect(pageCount(await renderLicence({ ...licence, attributes }))).toBeGreaterThan(3);
  });

  test.skipIf(!poppler)('number, holder, identifier, validity and issuer can be read', async () => {
    const text = (pdfText(await renderLicence(licence)) ?? '').replaceAll('\n', '');
    for (const part of [licence.title, licence.number, '上海样张浴场有限公司', licence.issuer]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('2026年11月22日至2030年11月21日');
    expect(text).toContain('〔U+20BB7〕田大厦');
    expect(text).toContain('11430000006122244L.20230000403.001.U');
    const open = { ...licence, valid: { from: '2026-11-22' } };
    expect(pdfText(await renderLicence(open))).toContain('起，长期');
  });
});
