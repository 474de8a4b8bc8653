/**
 * From one real case to many: texts of its rows become SQL expressions in which what is its own (ids,
 * numbers, names, days) is taken from a row `m` of the table of cases to be made.
 */
import { canonicalJson } from '#base';

/** What a text of the model case is replaced by: an SQL expression of type text. */
export type Own = { text: string; sql: string };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** SQL for a text: its own parts by their expressions, longest first, and every day moved. */
export function expression(text: string, own: readonly Own[]): string {
  const sorted = own.filter((o) => o.text !== '').toSorted((a, b) => b.text.length - a.text.length);
  const names = sorted.map((o) => o.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const days = '\\b20\\d\\d-\\d\\d-\\d\\d|20\\d\\d年\\d{1,2}月\\d{1,2}日';
  const pattern = new RegExp([...names, days].join('|'), 'g');
  const by = new Map(sorted.map((o) => [o.text, o.sql]));
  const parts: string[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push(quoted(text.slice(at, match.index)));
    parts.push(by.get(match[0]) ?? day(match[0]));
    at = match.index + match[0].length;
  }
  if (at < text.length || parts.length === 0) parts.push(quoted(text.slice(at)));
  return parts.length === 1 ? parts[0] ?? "''" : `(${parts.join('||')})`;
}

/** A day of the model, moved by `m.shift` days back, in the same writing. */
function day(text: string): string {
  const [, y, m, d] = /(\d{4})\D(\d{1,2})\D(\d{1,2})/.exec(text) ?? [];
  const moved = `(date '${y}-${m}-${d}' - m.shift)`;
  return text.includes('年') ? `to_char(${moved}, 'FMYYYY"年"FMMM"月"FMDD"日"')` : `to_char(${moved}, 'YYYY-MM-DD')`;
}

/** SQL for a JSON value in canonical text. */
export function jsonExpression(value: unknown, own: readonly Own[]): string {
  return expression(canonicalJson(value), own);
}

/** SHA-256 in hex of a text, in SQL. */
export const digestSql = (text: string): string => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

/**
 * HMAC-SHA-256 of a text in SQL with nothing but sha256: the key's two pads are constants.
 * @param as `hex` or `base64`
 */
export function hmacSql(key: Buffer, text: string, as: 'hex' | 'base64' = 'hex'): string {
  if (key.length > 64) throw new RangeError('the key is longer than a block');
  const pad = (byte: number): string => {
    const block = Buffer.alloc(64, byte);
    for (const [i, one] of key.entries()) block[i] = (block[i] ?? 0) ^ one;
    return `'\\x${block.toString('hex')}'::bytea`;
  };
  return `encode(sha256(${pad(0x5c)} || sha256(${pad(0x36)} || convert_to(${text}, 'UTF8'))), '${as}')`;
}
