import { crc32, deflateSync } from 'node:zlib';
import PDFDocument from 'pdfkit';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { inspect } from './inspect.ts';
import type { ProblemCode } from './problem.ts';
import { servedCopy } from './served.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`upload.test seed ${seed}`);

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#4080c0' } });
const declared = {
  jpeg: { name: '场地照片.JPG', type: 'image/jpeg' },
  png: { name: 'a.png', type: 'image/png' },
  webp: { name: 'a.webp', type: 'image/webp' },
  pdf: { name: '节目单.pdf', type: 'application/pdf' },
};
type Kind = keyof typeof declared;

function pdf(fill: (document: PDFKit.PDFDocument) => void, options = {}): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PDFDocument(options);
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    fill(document);
    document.end();
  });
}

const good = {} as Record<Kind, Buffer>;
beforeAll(async () => {
  good.jpeg = await picture(640, 480).jpeg().toBuffer();
  good.png = await picture(64, 48).png().toBuffer();
  good.webp = await picture(300, 200).webp().toBuffer();
  good.pdf = await pdf((document) => {
    document.text('page one').addPage().text('page two').addPage();
  });
});

/** The code of the refusal, or undefined when the file is taken. */
function refusal(bytes: Buffer, kind: Kind): ProblemCode | undefined {
  const result = inspect(bytes, declared[kind]);
  if (!('problem' in result)) return undefined;
  expect(result.problem.message).toMatch(/请|可以/);
  return result.problem.code;
}
const swap = (bytes: Buffer, from: string, to: string): Buffer =>
  Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');

/** A PDF written by hand: objects as given, without an index, as a hostile file may be. */
const rawPdf = (...objects: (string | Buffer)[]): Buffer =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n'),
    Buffer.from('2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n'),
    Buffer.from('3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n'),
    ...objects.map((object) => Buffer.from(object)),
    Buffer.from('\nstartxref\n0\n%%EOF\n'),
  ]);
const stream = (dictionary: string, data: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`9 0 obj\n<< ${dictionary} /Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
const objects = (text: string): Buffer => Buffer.from(`11 0 12 ${text.length} ${text} null`);
const OBJSTM = '/Type /ObjStm /N 2 /First 8';

describe('files that are taken', () => {
  test('images and PDFs with their pixels and pages', () => {
    expect(inspect(good.jpeg, declared.jpeg)).toEqual({
      kind: 'jpeg',
      pages: 1,
      width: 640,
      height: 480,
    });
    expect(inspect(good.png, declared.png)).toMatchObject({ width: 64, height: 48 });
    expect(inspect(good.webp, declared.webp)).toMatchObject({ width: 300, height: 200 });
    expect(inspect(good.pdf, declared.pdf)).toEqual({ kind: 'pdf', pages: 3 });
  });

  test('every variety of image that sharp writes', async () => {
    const files: [Kind, Promise<Buffer>][] = [
      ['jpeg', picture(123, 45).jpeg({ progressive: true }).toBuffer()],
      [
        'jpeg',
        picture(123, 45)
          .jpeg({ mozjpeg: true })
          .withExif({ IFD0: { Copyright: '样' } })
          .toBuffer(),
      ],
      ['jpeg', picture(123, 45).toColourspace('cmyk').jpeg().toBuffer()],
      ['jpeg', picture(123, 45).grayscale().jpeg().toBuffer()],
      ['png', picture(123, 45).png({ palette: true, progressive: true }).toBuffer()],
      ['png', picture(123, 45).ensureAlpha().png().toBuffer()],
      ['webp', picture(123, 45).webp({ lossless: true }).toBuffer()],
      ['webp', picture(123, 45).ensureAlpha(0.5).webp().toBuffer()],
      [
        'webp',
        picture(123, 45)
          .webp()
          .withExif({ IFD0: { Copyright: 'x' } })
          .toBuffer(),
      ],
    ];
    for (const [kind, made] of files) {
      expect(inspect(await made, declared[kind])).toMatchObject({ kind, width: 123, height: 45 });
    }
  });

  test('no extension, or a browser that does not know the type', () => {
    expect(inspect(good.jpeg, { name: '照片', type: '' })).toMatchObject({ kind: 'jpeg' });
    const unsure = { name: 'a.jpeg', type: 'application/octet-stream' };
    expect(inspect(good.jpeg, unsure)).toMatchObject({ kind: 'jpeg' });
  });

  test('a photo with a second picture behind it, as phones write them', () => {
    expect(refusal(Buffer.concat([good.jpeg, good.jpeg]), 'jpeg')).toBeUndefined();
  });

  test('a PDF with compressed pages, links and an opening view', async () => {
    const text = '<< /Type /Pages /Count 7 >>';
    expect(
      inspect(
        rawPdf(stream(`${OBJSTM} /Filter /FlateDecode`, deflateSync(objects(text)))),
        declared.pdf,
      ),
    ).toEqual({ kind: 'pdf', pages: 7 });
    expect(refusal(rawPdf('4 0 obj << /OpenAction [3 0 R /Fit] >> endobj'), 'pdf')).toBeUndefined();
    const linked = await pdf((document) => document.text('x', { link: 'https://example.invalid' }));
    expect(refusal(linked, 'pdf')).toBeUndefined();
  });
});

describe('files that are not taken', () => {
  test('empty, too large', () => {
    expect(refusal(Buffer.alloc(0), 'png')).toBe('empty');
    expect(refusal(Buffer.alloc(20 * 1024 * 1024 + 1), 'pdf')).toBe('too-large');
    expect(inspect(Buffer.alloc(20 * 1024 * 1024 + 1), declared.pdf)).toMatchObject({
      problem: { message: expect.stringContaining('21 MB，最多 20 MB') },
    });
  });

  test('content that is not what name or type says', () => {
    expect(inspect(good.png, declared.jpeg)).toMatchObject({
      problem: { code: 'not-what-it-says', message: expect.stringContaining('内容却是 PNG') },
    });
    const codes = [
      inspect(good.jpeg, { name: 'a.pdf', type: 'image/jpeg' }),
      inspect(good.pdf, { name: 'a.pdf', type: 'image/png' }),
      inspect(good.jpeg, { name: 'a.jpg.exe', type: 'image/jpeg' }),
      inspect(good.jpeg, { name: 'a.jpg', type: 'text/html' }),
    ].map((result) => 'problem' in result && result.problem.code);
    expect(codes).toEqual(Array.from({ length: 4 }, () => 'not-what-it-says'));
  });

  test.each([
    ['an executable', 'MZ\x90\0', '打不开'],
    ['a page', '<!doctype html><script>alert(1)</script>', '打不开'],
    ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', '打不开'],
    ['a Word file', 'PK\x03\x04\x14\0', '另存为 PDF'],
    ['an old Word file', '\xd0\xcf\x11\xe0\xa1\xb1', '另存为 PDF'],
    ['an iPhone photo', '\0\0\0\x24ftypheic\0\0\0\0', '兼容性最佳'],
    ['an animation', 'GIF89a', 'GIF'],
    ['a PDF after something', ' %PDF-1.7', '打不开'],
  ])('%s', (_, head, words) => {
    const bytes = Buffer.concat([Buffer.from(head, 'latin1'), Buffer.alloc(100)]);
    expect(inspect(bytes, declared.jpeg)).toMatchObject({
      problem: { code: 'unknown-kind', message: expect.stringContaining(words) },
    });
  });
});

describe('hostile or damaged images', () => {
  test('30,000 × 30,000 pixels, told from the header alone', () => {
    const header = Buffer.from('\0\0\0\x0dIHDR\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0', 'latin1');
    header.writeUInt32BE(30_000, 8);
    header.writeUInt32BE(30_000, 12);
    header.writeUInt32BE(crc32(header.subarray(4, 21)), 21);
    const bomb = Buffer.concat([good.png.subarray(0, 8), header]);
    expect(inspect(bomb, declared.png)).toMatchObject({
      problem: {
        code: 'too-many-pixels',
        message: expect.stringContaining('30000 × 30000 像素（900 百万）'),
      },
    });
    const jpeg = Buffer.from(good.jpeg);
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(30_000, frame + 5);
    jpeg.writeUInt16BE(30_000, frame + 7);
    expect(refusal(jpeg, 'jpeg')).toBe('too-many-pixels');
    const webp = Buffer.from(
      'RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x2f\x75\0\x2f\x75\0',
      'latin1',
    );
    expect(refusal(webp, 'webp')).toBe('too-many-pixels');
  });

  test('broken off anywhere, or damaged', () => {
    for (const kind of ['jpeg', 'png', 'webp', 'pdf'] as const) {
      const bytes = good[kind];
      for (const part of [0.1, 0.5, 0.9, 0.99]) {
        const cut = bytes.subarray(0, Math.floor(bytes.length * part));
        expect([kind, part, refusal(cut, kind)]).toEqual([kind, part, 'broken']);
      }
    }
    const damaged = Buffer.from(good.png);
    const data = damaged.indexOf('IDAT') + 10;
    damaged[data] = (damaged[data] ?? 0) ^ 1;
    expect(refusal(damaged, 'png')).toBe('broken');
    const flat = Buffer.from(good.jpeg);
    const frame = flat.indexOf(Buffer.from([0xff, 0xc0]));
    flat.writeUInt16BE(0, frame + 5);
    expect(refusal(flat, 'jpeg')).toBe('broken');
  });

  test('two kinds in one file', () => {
    const zip = Buffer.from('PK\x03\x04aPK\x01\x02bPK\x05\x06' + '\0'.repeat(18), 'latin1');
    for (const kind of ['jpeg', 'png', 'webp', 'pdf'] as const) {
      expect([kind, refusal(Buffer.concat([good[kind], zip]), kind)]).toEqual([kind, 'two-kinds']);
    }
    const page = Buffer.from('<html><script>alert(1)</script>');
    expect(refusal(Buffer.concat([good.jpeg, page]), 'jpeg')).toBe('two-kinds');
    expect(refusal(Buffer.concat([good.png, good.pdf]), 'png')).toBe('two-kinds');
    const comment = (text: string): Buffer => {
      const size = Buffer.alloc(2);
      size.writeUInt16BE(text.length + 2);
      const head = [good.jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe]), size, Buffer.from(text)];
      return Buffer.concat([...head, good.jpeg.subarray(2)]);
    };
    expect(refusal(comment('%PDF-1.4'), 'jpeg')).toBe('two-kinds');
    expect(refusal(comment('<script>alert(1)</script>'), 'jpeg')).toBe('two-kinds');
    expect(refusal(comment('holiday'), 'jpeg')).toBeUndefined();
    expect(refusal(swap(good.pdf, '\n', '\n%<html><body>\n'), 'pdf')).toBe('two-kinds');
  });
});

const script = '<< /S /JavaScript /JS (app.alert(1)) >>';

describe('what hides in a PDF', () => {
  test.each([
    ['a script', '4 0 obj << /OpenAction << /S /JavaScript /JS (x) >> >> endobj', 'script'],
    ['a script with escapes', '4 0 obj << /S /J#61vaScr#69pt /JS (x) >> endobj', 'script'],
    [
      'a script all in escapes',
      '4 0 obj << /S /#4A#61#76#61#53#63#72#69#70#74 >> endobj',
      'script',
    ],
    ['a program to start', '4 0 obj << /S /Launch /F (cmd.exe) >> endobj', 'script'],
    ['a form that sends', '4 0 obj << /S/SubmitForm/F(http://x) >> endobj', 'script'],
    ['an embedded file', '4 0 obj << /Names << /EmbeddedFiles 5 0 R >> >> endobj', 'attachment'],
    ['a dynamic form', '4 0 obj << /AcroForm << /XFA [] >> >> endobj', 'attachment'],
    ['encryption', 'trailer << /Encrypt 4 0 R >>', 'encrypted'],
  ])('%s', (_, object, code) => {
    expect(refusal(rawPdf(object), 'pdf')).toBe(code);
  });

  test('the same in compressed objects, whatever the dictionary says', () => {
    const hidden = (dictionary: string, text = script): ProblemCode | undefined =>
      refusal(rawPdf(stream(dictionary, deflateSync(objects(text)))), 'pdf');
    expect(hidden(`${OBJSTM} /Filter /FlateDecode`)).toBe('script');
    expect(hidden('/Type /Obj#53tm /N 2 /First 8 /Filter /Fl')).toBe('script');
    expect(hidden('/Subtype /Image /Filter 7 0 R')).toBe('script');
    expect(hidden(`/X (endobj stream ${' '.repeat(5000)}) ${OBJSTM} /Filter /FlateDecode`)).toBe(
      'script',
    );
    expect(hidden(OBJSTM, '<< /S /#4aavaScript >>')).toBe('script');
    expect(hidden(OBJSTM, '<< /Names << /EmbeddedFiles 3 0 R >> >>')).toBe('attachment');
    expect(hidden(OBJSTM, '<< /Type /Font /BaseFont /JavaScripture >>')).toBeUndefined();
    const late = deflateSync(objects(`${' '.repeat(300_000)}${script}`));
    expect(refusal(rawPdf(stream(OBJSTM, late)), 'pdf')).toBe('script');
  });

  test('objects packed in a way that cannot be read, or that unpack without end', () => {
    const packed = (dictionary: string, data: Buffer) =>
      refusal(rawPdf(stream(dictionary, data)), 'pdf');
    expect(packed(`${OBJSTM} /Filter [/ASCII85Decode /FlateDecode]`, Buffer.from('Gat=+~>'))).toBe(
      'broken',
    );
    expect(packed(`${OBJSTM} /Filter /LZWDecode`, Buffer.from([0x80, 0x0b, 0x60]))).toBe('broken');
    const bomb = deflateSync(Buffer.concat([Buffer.from('1 0 '), Buffer.alloc(80_000_000, 0x20)]));
    expect(bomb.length).toBeLessThan(100_000);
    expect(packed(OBJSTM, bomb)).toBe('broken');
    expect(packed('/Subtype /Image', bomb)).toBe('broken');
    const damaged = deflateSync(objects(`${script}${' x'.repeat(100_000)}`));
    damaged.fill(0, damaged.length - 6);
    expect(packed('/Subtype /Image', damaged)).toBe('broken');
    const noise = deflateSync(Buffer.alloc(80_000_000));
    expect(packed('/Subtype /Image /Filter /FlateDecode', noise)).toBeUndefined();
  });
});

describe('PDFs that pdfkit makes', () => {
  test('attached, encrypted, scripted, long', async () => {
    const attached = await pdf((document) => document.file(Buffer.from('x'), { name: 'x.exe' }));
    expect(refusal(attached, 'pdf')).toBe('attachment');
    const locked = await pdf((document) => document.text('x'), { userPassword: 'x' });
    expect(refusal(locked, 'pdf')).toBe('encrypted');
    const form = await pdf((document) => {
      document
        .initForm()
        .formText('a', 10, 10, 100, 20, { format: { type: 'date', param: 'm/d' } });
    });
    expect(refusal(form, 'pdf')).toBe('script');
    const pages = (count: number) =>
      pdf((document) => {
        for (let page = 1; page < count; page++) document.addPage();
      });
    expect(inspect(await pages(100), declared.pdf)).toEqual({ kind: 'pdf', pages: 100 });
    expect(inspect(await pages(101), declared.pdf)).toMatchObject({
      problem: {
        code: 'too-many-pages',
        message: expect.stringContaining('有 101 页，最多 100 页'),
      },
    });
    const lying = swap(await pages(1200), '/Count 1200', '/Count 1');
    expect(refusal(lying, 'pdf')).toBe('too-many-pages');
    expect(refusal(rawPdf().subarray(0, 60), 'pdf')).toBe('broken');
  });
});

describe('bytes at random', () => {
  test('never throw', () => {
    let state = seed;
    const next = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let refused = 0;
    for (const kind of ['jpeg', 'png', 'webp', 'pdf'] as const) {
      for (let round = 0; round < 300; round++) {
        const bytes = Buffer.from(good[kind].subarray(0, 20 + next(good[kind].length)));
        for (let i = 0; i < 5; i++) bytes[next(bytes.length)] = next(256);
        if ('problem' in inspect(bytes, declared[kind])) refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});

test('thousands of archive endings in one file are looked at, not searched for one by one', () => {
  // Took 99 s of the web process before: each ending sent a search through the whole file.
  const ending = Buffer.alloc(22, 0x41);
  ending.write('PK\x05\x06', 'latin1');
  ending.writeUInt16LE(1, 10);
  ending.writeUInt16LE(0, 20);
  const endings = Buffer.concat(Array.from({ length: 2900 }, () => ending));
  const filler = Buffer.alloc(2_000_000, 'P');
  const file = Buffer.concat([Buffer.from('%PDF-1.4\n'), filler, endings, Buffer.from('\n%%EOF\n')]);
  expect(inspect(file, declared.pdf)).toMatchObject({ problem: { code: 'broken' } });
});

describe('servedCopy', () => {
  test('an image is redrawn: upright, without metadata or what was hidden behind it', async () => {
    const secret = 'GPS 31.24N 121.39E';
    const photo = await picture(400, 300)
      .jpeg()
      .withExif({ IFD0: { Copyright: secret } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const copy = await servedCopy(Buffer.concat([photo, Buffer.from('<html>')]), 'jpeg');
    if ('problem' in copy) throw new Error(copy.problem.message);
    expect(copy).toMatchObject({ type: 'image/jpeg', disposition: 'inline' });
    expect(copy.bytes.includes('<html>')).toBe(false);
    const read = await sharp(copy.bytes).metadata();
    expect([read.width, read.height]).toEqual([300, 400]);
    expect([read.exif, read.icc, read.xmp, read.orientation]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    for (const kind of ['png', 'webp'] as const) {
      const other = await servedCopy(good[kind], kind);
      if ('problem' in other) throw new Error(other.problem.message);
      expect(inspect(other.bytes, declared[kind])).toMatchObject({ kind });
    }
  });

  test('a picture whose header is right and whose data are not is broken', async () => {
    const bytes = Buffer.from(good.jpeg);
    bytes.fill(0x55, bytes.length - 900, bytes.length - 2);
    const whole = bytes.subarray(0, 300);
    expect(await servedCopy(whole, 'jpeg')).toMatchObject({ problem: { code: 'broken' } });
    const png = Buffer.from(good.png);
    png.fill(0x55, png.indexOf('IDAT') + 4, png.length - 20);
    expect(await servedCopy(png, 'png')).toMatchObject({ problem: { code: 'broken' } });
  });

  test('a PDF goes out as it came, to be downloaded', async () => {
    const copy = await servedCopy(good.pdf, 'pdf');
    expect(copy).toEqual({
      bytes: good.pdf,
      type: 'application/pdf',
      disposition: 'attachment',
    });
  });
});
