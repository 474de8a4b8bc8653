/**
 * The two faces of every paper (Noto Sans SC regular and bold), parsed once for the process.
 * Parsing a 10 MB face for each document cost 20 ms a face; sharing it and laying text out without
 * OpenType shaping (Chinese needs none) makes a page 4 to 5 times faster.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** Outline data as the subsetter reads it; only composite glyphs have components. */
type Outline = { numberOfContours: number; components?: unknown } | null;

type Glyph = { readonly id: number; readonly advanceWidth: number; _decode(): Outline };

type Position = { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number };

/** What pdfkit asks of a font, as far as this file answers itself. */
type ParsedFont = {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): Glyph;
  getGlyph(id: number, codePoints?: number[]): Glyph;
  layout(text: string): { glyphs: Glyph[]; positions: Position[]; readonly advanceWidth: number };
};

/** A face ready to print with. */
export type Face = {
  /** Name under which a document has it registered. */
  readonly name: 'regular' | 'bold';
  readonly font: ParsedFont;
  has(codePoint: number): boolean;
  /** Width of a text at a size, both in points. */
  width(text: string, size: number): number;
};

const require = createRequire(import.meta.url);

function parse(file: string): ParsedFont {
  const bytes = readFileSync(require.resolve(`@expo-google-fonts/noto-sans-sc/${file}`));
  // pdfkit takes a parsed font wherever it takes a file, but offers no other way to get one.
  const opened = new PDFDocument({ autoFirstPage: false }).font(bytes);
  return (opened as unknown as { _font: { font: ParsedFont } })._font.font;
}

/**
 * Keeps what the subsetter wants to know of an outline, once for the process: it parses every point
 * of every glyph for each document and then copies the bytes.
 */
function remember(parsed: ParsedFont): ParsedFont['getGlyph'] {
  const outlines = new Map<number, Outline>();
  return (id, codePoints) => {
    const glyph = parsed.getGlyph(id, codePoints);
    if (Object.hasOwn(glyph, '_decode')) return glyph;
    const decode = glyph._decode;
    glyph._decode = () => {
      const known = outlines.get(id);
      if (known !== undefined) return known;
      const outline = decode.call(glyph);
      const kept =
        outline && outline.numberOfContours >= 0
          ? { numberOfContours: outline.numberOfContours }
          : outline;
      outlines.set(id, kept);
      return kept;
    };
    return glyph;
  };
}

function makeFace(name: Face['name'], file: string): Face {
  const parsed = parse(file);
  const known = new Map<number, Glyph>();
  const glyph = (codePoint: number): Glyph => {
    const found = known.get(codePoint) ?? parsed.glyphForCodePoint(codePoint);
    known.set(codePoint, found);
    return found;
  };
  const font: ParsedFont = Object.create(parsed);
  font.getGlyph = remember(parsed);
  font.layout = (text) => {
    const glyphs = Array.from(text, (character) => glyph(character.codePointAt(0) ?? 0));
    const positions = glyphs.map(({ advanceWidth }) => ({
      xAdvance: advanceWidth,
      yAdvance: 0,
      xOffset: 0,
      yOffset: 0,
    }));
    return {
      glyphs,
      positions,
      // Read by pdfkit after it has scaled the positions, so it is summed when asked.
      get advanceWidth() {
        return positions.reduce((sum, { xAdvance }) => sum + xAdvance, 0);
      },
    };
  };
  return {
    name,
    font,
    has: (codePoint) => parsed.hasGlyphForCodePoint(codePoint),
    width(text, size) {
      let units = 0;
      for (const character of text) units += glyph(character.codePointAt(0) ?? 0).advanceWidth;
      return (units * size) / parsed.unitsPerEm;
    },
  };
}

let loaded: { regular: Face; bold: Face } | undefined;

/** Both faces; the first call reads 20 MB and takes some tens of milliseconds. */
export function faces(): { regular: Face; bold: Face } {
  loaded ??= {
    regular: makeFace('regular', '400Regular/NotoSansSC_400Regular.ttf'),
    bold: makeFace('bold', '700Bold/NotoSansSC_700Bold.ttf'),
  };
  return loaded;
}

/** Selectors of variant forms: without a glyph of its own the base character stands for both. */
const isVariantSelector = (codePoint: number): boolean =>
  (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);

/**
 * The text as it can be printed: a character without a glyph in the face becomes 〔U+20BB7〕, so that
 * nothing is lost in silence (the font would print an empty box). The data keeps the character.
 */
export function printable(text: string, face: Face = faces().regular): string {
  let printed = '';
  for (const character of text.normalize('NFC')) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (character === '\n' || face.has(codePoint)) printed += character;
    else if (character === '\t') printed += ' ';
    else if (!isVariantSelector(codePoint)) {
      printed += `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`;
    }
  }
  return printed;
}
