/** Texts in quotes. */

const escapes: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  "'": "'",
  '\\': '\\',
};
const escape = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))/gs;

/**
 * What stands between the quotes, its escapes resolved (DMN 1.5, grammar rule 35): \n \r \t \" \' \\
 * \uXXXX and \UXXXXXX; two \u that are a surrogate pair are one character. Others stay as written.
 */
export function quoted(inside: string): string {
  if (!inside.includes('\\')) return inside;
  return inside.replace(escape, (whole, short, long, char) => {
    const code: string | undefined = short ?? long;
    if (code === undefined) return Object.hasOwn(escapes, char) ? (escapes[char] ?? whole) : whole;
    const point = Number.parseInt(code, 16);
    return point > 0x10ffff ? whole : String.fromCodePoint(point);
  });
}
