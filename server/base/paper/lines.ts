/** Breaking Chinese and Latin text into lines, by measured width. */
import { printable } from './fonts.ts';
import type { Face } from './fonts.ts';

/** May not begin a line (避头): closing marks and what belongs to the character before. */
const NOT_FIRST = new Set('，。、；：？！）》」』】〕〉”’％%,.;:?!)]}…—·');
/** May not end a line (避尾): opening marks. */
const NOT_LAST = new Set('（《「『【〔〈“‘([{￥¥');
/** Runs that are not torn: Latin words, numbers, dates. */
const UNITS = /[A-Za-z0-9\u00c0-\u024f'@_#&+=/.:-]+|\s+|./gsu;

type Measure = { face: Face; size: number; width: number };

/** The pieces a line may be broken between. */
function pieces(text: string): string[] {
  const joined: string[] = [];
  for (const [piece] of text.matchAll(UNITS)) {
    const before = joined.at(-1) ?? '';
    const glued = NOT_FIRST.has(piece) || NOT_LAST.has([...before].at(-1) ?? '');
    if (glued && before.trim() !== '') joined[joined.length - 1] = before + piece;
    else joined.push(piece);
  }
  return joined;
}

/** Cuts a piece that is wider than a whole line. */
function tear(piece: string, { face, size, width }: Measure): string[] {
  if (face.width(piece, size) <= width) return [piece];
  const parts: string[] = [];
  let part = '';
  for (const character of piece) {
    if (part && face.width(part + character, size) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}

/**
 * The printable lines of a text at a width in points; line ends of the text are kept.
 * @param indent points that the first line is shorter
 */
export function breakLines(text: string, measure: Measure & { indent?: number }): string[] {
  const { face, size, width, indent = 0 } = measure;
  const lines: string[] = [];
  for (const paragraph of printable(text, face).split('\n')) {
    let line = '';
    let used = lines.length === 0 ? indent : 0;
    for (const whole of pieces(paragraph)) {
      for (const piece of tear(whole, { face, size, width: width - indent })) {
        const needed = face.width(piece, size);
        if (used + needed > width && line) {
          lines.push(line.trimEnd());
          [line, used] = ['', 0];
        }
        if (!line && piece.trim() === '') continue;
        line += piece;
        used += needed;
      }
    }
    lines.push(line.trimEnd());
  }
  return lines;
}
