/** Text as people type and paste it, made safe to keep, compare and print. */

/**
 * Characters that show nothing or reorder what is shown: zero-width, bidirectional, tags, fillers.
 * Kept are the selectors of Chinese variants (U+E0100…) and of Mongolian letters: they choose
 * between written forms of a name.
 */
const INVISIBLE =
  // oxlint-disable-next-line no-misleading-character-class -- ranges of selectors
  /(?![\u180b-\u180f\u{e0100}-\u{e01ef}])[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/**
 * What no person types: controls but tab and line ends, the mark of a broken encoding,
 * no-characters.
 */
const REFUSED = /[^\P{Cc}\t\n\r\u0085]|[\ufffd\p{Noncharacter_Code_Point}]/u;

/** Text that may be kept; `removed` counts the invisible characters that were taken out. */
export type CleanText = { text: string; removed: number };

/**
 * Cleans a typed text: NFC, line ends as \n, blanks at both ends cut, zero-width, bidirectional and
 * other invisible characters taken out (and counted, so that the form can say so).
 * @param max longest text allowed, in characters (code points)
 * @param lines whether the field has several lines; otherwise line ends and tabs become one blank
 * @returns the text, or a problem in words for the person who typed: controls, broken characters,
 *   or too long
 */
export function cleanText(
  text: string,
  max: number,
  { lines = false }: { lines?: boolean } = {},
): CleanText | { problem: string } {
  if (!text.isWellFormed() || REFUSED.test(text)) {
    return { problem: '文字里有无法识别的字符（可能是复制时带来的乱码），请删除后重新填写' };
  }
  const visible = text.replace(INVISIBLE, '');
  const removed = [...text].length - [...visible].length;
  const ended = visible.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').normalize('NFC');
  const clean = (lines ? ended : ended.replace(/[\n\t]+/g, ' ')).trim();
  const length = [...clean].length;
  if (length > max) {
    return { problem: `最多 ${max} 个字，您填写了 ${length} 个字，请删减 ${length - max} 个字` };
  }
  return { text: clean, removed };
}
