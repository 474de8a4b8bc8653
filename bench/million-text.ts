/**
 * From one real case to many: texts of its rows become SQL expressions in which what is its own (ids,
 * numbers, names, days) is taken from a row `m` of the table of cases to be made.
 */
import { canonicalJson } from '#base';

/** What a text of the model case is replaced by: an SQL expression of type text. */
export type Own = { text: string; sql: string };
/** Its own parts, and by how many days it lies before the model. */
export type Moved = { own: readonly Own[]; shift: number };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const days = /\b20\d\d-\d\d-\d\d|20\d\d年\d{1,2}月\d{1,2}日/g;

/** SQL for a text: its own parts by their expressions, longest first, and every day moved. */
export function expression(text: string, { own, shift }: Moved): string {
  const sorted = own.filter((o) => o.text !== '').toSorted((a, b) => b.text.length - a.text.length);
  const names = sorted.map((o) => o.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp([...names, days.source].join('|'), 'g');
  const by = new Map(sorted.map((o) => [o.text, o.sql]));
  const parts: string[] = [];
  let [at, plain] = [0, ''];
  for (const match of text.matchAll(pattern)) {
    plain += text.slice(at, match.index);
    at = match.index + match[0].length;
    const mine = by.get(match[0]);
    if (mine === undefined) plain += moved(match[0], shift);
    else {
      if (plain !== '') parts.push(quoted(plain));
      parts.push(mine);
      plain = '';
    }
  }
  plain += text.slice(at);
  if (plain !== '' || parts.length === 0) parts.push(quoted(plain));
  return parts.length === 1 ? parts[0] ?? "''" : `(${parts.join('||')})`;
}

/** A day of the model, that many days before, in the same writing. */
function moved(text: string, shift: number): string {
  const [, y = '', m = '', d = ''] = /(\d{4})\D(\d{1,2})\D(\d{1,2})/.exec(text) ?? [];
  const day = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)) - shift * 86_400_000);
  if (text.includes('年')) return `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
  return day.toISOString().slice(0, 10);
}

/** Is the SQL one quoted text, with nothing of a case's own? */
export const isLiteral = (text: string): boolean => /^'(?:[^']|'')*'$/.test(text);

/** SQL for a JSON value in canonical text. */
export function jsonExpression(value: unknown, of: Moved): string {
  return expression(canonicalJson(value), of);
}

/** A JSON value with every day moved. */
export function movedJson(value: unknown, shift: number): unknown {
  return JSON.parse(canonicalJson(value).replace(days, (day) => moved(day, shift)));
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
