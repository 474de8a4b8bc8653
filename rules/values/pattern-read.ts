/**
 * Regular expressions of XPath (XPath Functions 3.1, §5.6; XML Schema 1.1 part 2, appendix G) → pieces.
 * Groups are numbered from 1 in the order of their brackets.
 */

/** Tells whether a code point is taken. */
export type Accepts = (point: number) => boolean;

/** What a pattern is made of. */
export type Piece =
  | { kind: 'take'; accepts: Accepts }
  | { kind: 'edge'; start: boolean }
  | { kind: 'row'; parts: Piece[] }
  | { kind: 'choice'; parts: Piece[] }
  | { kind: 'repeat'; of: Piece; least: number; most: number; lazy: boolean }
  | { kind: 'group'; of: Piece; number: number }
  | { kind: 'back'; number: number };

type Reader = {
  chars: string[];
  at: number;
  flags: string;
  depth: number;
  groups: number;
  closed: number[];
};

const LONGEST = 1000;
const MOST_REPEATS = 100;

/** Why a pattern is refused: a word, and what it is about (`escape q`); check/ says it in Chinese. */
export class Bad extends Error {}

/** Refuses a pattern. */
export function bad(fault: string, what: string | number = ''): never {
  throw new Bad(`${fault} ${what}`);
}

const peek = (reader: Reader): string | undefined => reader.chars[reader.at];

function eat(reader: Reader, char: string): boolean {
  if (peek(reader) !== char) return false;
  reader.at++;
  return true;
}

function property(name: string): Accepts {
  const made = new RegExp(`^${name}$`, 'u');
  return (point) => made.test(String.fromCodePoint(point));
}

const kinds: Record<string, Accepts> = {
  d: property('\\p{Nd}'),
  w: property('[^\\p{P}\\p{Z}\\p{C}]'),
  s: (point) => point === 32 || point === 9 || point === 10 || point === 13,
  i: property('[\\p{L}_:]'),
  c: property('[-.:_\\u00b7\\p{L}\\p{N}\\p{M}]'),
};
const controls: Record<string, number> = { n: 10, r: 13, t: 9 };
const marks = '\\|.?*+(){}-[]^$';

/** Blocks of Unicode that patterns name (XML Schema, G.4.2.3); the common ones. */
const blocks: Record<string, [number, number]> = {
  BasicLatin: [0, 0x7f],
  'Latin-1Supplement': [0x80, 0xff],
  Greek: [0x370, 0x3ff],
  CJKUnifiedIdeographs: [0x4e00, 0x9fff],
};

/** Letters that are case variants of another letter without being its upper or lower case. */
const strange: [number, number][] = [
  [0x212a, 107],
  [0x17f, 115],
  [0x212b, 0xe5],
  [0x2126, 0x3c9],
];

/** A code point and those it is matched with when case does not matter. */
function variants(point: number): number[] {
  const char = String.fromCodePoint(point);
  const forms = [
    char,
    char.toLowerCase(),
    char.toUpperCase(),
    char.toUpperCase().toLowerCase(),
    char.toLowerCase().toUpperCase(),
  ];
  const found = forms
    .filter((form) => [...form].length === 1)
    .map((form) => form.codePointAt(0) ?? 0);
  for (const [odd, plain] of strange) if (found.includes(plain)) found.push(odd);
  return found;
}

function caseless(accepts: Accepts, flags: string): Accepts {
  return flags.includes('i') ? (point) => variants(point).some(accepts) : accepts;
}

const categories = /^(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)$/;

function category(reader: Reader, negated: boolean): Accepts {
  const end = reader.chars.indexOf('}', reader.at);
  const name = reader.chars.slice(reader.at + 1, Math.max(end, reader.at)).join('');
  if (!eat(reader, '{') || end < 0) return bad('category');
  reader.at = end + 1;
  const block =
    name.startsWith('Is') && Object.hasOwn(blocks, name.slice(2))
      ? blocks[name.slice(2)]
      : undefined;
  if (block === undefined && !categories.test(name)) return bad('category');
  const [low, high] = block ?? [0, 0];
  const made =
    block === undefined
      ? property(`\\p{${name}}`)
      : (point: number) => point >= low && point <= high;
  return negated ? (point) => !made(point) : made;
}

/** What follows a backslash: a class, or a code point. */
function escaped(reader: Reader): Accepts | number {
  const char = reader.chars[reader.at++];
  if (char === undefined) return bad('slash');
  const kind = Object.hasOwn(kinds, char.toLowerCase()) ? kinds[char.toLowerCase()] : undefined;
  if (kind !== undefined) return char === char.toLowerCase() ? kind : (point) => !kind(point);
  if (char === 'p' || char === 'P') return category(reader, char === 'P');
  if (Object.hasOwn(controls, char)) return controls[char] ?? 0;
  if (!marks.includes(char)) return bad('escape', char);
  return char.codePointAt(0) ?? 0;
}

function member(reader: Reader): Accepts | number {
  const char = reader.chars[reader.at++];
  if (char === undefined) return bad('class');
  if (char === '[') return bad('bracket');
  return char === '\\' ? escaped(reader) : (char.codePointAt(0) ?? 0);
}

/** One member of a class: a character, a range of them, or a kind. */
function classMember(reader: Reader): Accepts {
  const low = member(reader);
  if (typeof low !== 'number') return low;
  const next = reader.chars[reader.at + 1];
  const spans = peek(reader) === '-' && next !== ']' && next !== '[';
  if (spans) reader.at++;
  const high = spans ? member(reader) : low;
  if (typeof high !== 'number' || high < low) return bad('span');
  return caseless((point) => point >= low && point <= high, reader.flags);
}

function charClass(reader: Reader): Accepts {
  if (++reader.depth > 20) return bad('deep');
  const negated = eat(reader, '^');
  const tests: Accepts[] = [];
  let less: Accepts | null = null;
  if (peek(reader) === ']') return bad('empty');
  do {
    if (tests.length > 0 && peek(reader) === '-' && reader.chars[reader.at + 1] === '[') {
      reader.at += 2;
      less = charClass(reader);
      if (peek(reader) !== ']') return bad('class');
      break;
    }
    tests.push(classMember(reader));
  } while (peek(reader) !== ']');
  reader.at++;
  reader.depth--;
  const without = less;
  const any: Accepts = (point) => tests.some((accepts) => accepts(point)) !== negated;
  return without === null ? any : (point) => any(point) && !without(point);
}

function group(reader: Reader): Piece {
  if (++reader.depth > 20) return bad('deep');
  const bare = eat(reader, '?');
  if (bare && !eat(reader, ':')) return bad('look');
  const number = bare ? 0 : ++reader.groups;
  const of = alternatives(reader);
  if (!eat(reader, ')')) return bad('group');
  reader.depth--;
  if (bare) return of;
  reader.closed.push(number);
  return { kind: 'group', of, number };
}

/** A back reference: as many digits as name a group that is closed. */
function back(reader: Reader): Piece {
  let number = Number(reader.chars[reader.at++]);
  for (;;) {
    const longer = Number(`${number}${peek(reader) ?? 'x'}`);
    if (!reader.closed.includes(longer)) break;
    number = longer;
    reader.at++;
  }
  if (!reader.closed.includes(number)) return bad('back', number);
  return { kind: 'back', number };
}

function one(reader: Reader): Piece {
  const char = reader.chars[reader.at++] ?? '';
  if (char === '(') return group(reader);
  if (char === '[') return { kind: 'take', accepts: charClass(reader) };
  if (char === '^' || char === '$') return { kind: 'edge', start: char === '^' };
  if (char === '.') {
    const all = reader.flags.includes('s');
    return { kind: 'take', accepts: (point) => all || (point !== 10 && point !== 13) };
  }
  if ('*+?{}])'.includes(char)) return bad('place', char);
  if (char === '\\' && /[1-9]/.test(peek(reader) ?? '')) return back(reader);
  const what = char === '\\' ? escaped(reader) : (char.codePointAt(0) ?? 0);
  if (typeof what !== 'number') return { kind: 'take', accepts: what };
  return { kind: 'take', accepts: caseless((point) => point === what, reader.flags) };
}

function times(reader: Reader): { least: number; most: number } | null {
  if (eat(reader, '*')) return { least: 0, most: Infinity };
  if (eat(reader, '+')) return { least: 1, most: Infinity };
  if (eat(reader, '?')) return { least: 0, most: 1 };
  if (!eat(reader, '{')) return null;
  const end = reader.chars.indexOf('}', reader.at);
  const text = reader.chars.slice(reader.at, Math.max(end, reader.at)).join('');
  const [, low, comma, high] = /^(\d{1,3})(,)?(\d{1,3})?$/.exec(text) ?? [];
  if (low === undefined || (high !== undefined && comma === undefined)) {
    return bad('times');
  }
  reader.at = end + 1;
  const least = Number(low);
  const most = high !== undefined ? Number(high) : comma === undefined ? least : Infinity;
  if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS) || most < least) {
    return bad('times');
  }
  return { least, most };
}

function row(reader: Reader): Piece {
  const parts: Piece[] = [];
  while (reader.at < reader.chars.length && peek(reader) !== '|' && peek(reader) !== ')') {
    const of = one(reader);
    const repeat = times(reader);
    const lazy = repeat !== null && eat(reader, '?');
    if (repeat !== null && of.kind === 'edge') return bad('edge');
    parts.push(repeat === null ? of : { kind: 'repeat', of, ...repeat, lazy });
  }
  return { kind: 'row', parts };
}

function alternatives(reader: Reader): Piece {
  const parts = [row(reader)];
  while (eat(reader, '|')) parts.push(row(reader));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
}

/** The flag x: spaces outside of classes are only there for the reader, also behind a backslash. */
function bare(chars: string[]): string[] {
  let depth = 0;
  let escaped = false;
  return chars.filter((char) => {
    if (depth === 0 && ' \t\n\r'.includes(char)) return false;
    if (!escaped && char === '[') depth++;
    if (!escaped && char === ']' && depth > 0) depth--;
    escaped = !escaped && char === '\\';
    return true;
  });
}

/** Reads a pattern; throws `Bad` where it is none, or goes beyond what is served. */
export function readPattern(source: string, flags: string): { piece: Piece; groups: number } {
  const chars = Array.from(source);
  if (chars.length > LONGEST) return bad('long', LONGEST);
  if (!/^[smixq]*$/.test(flags)) return bad('flags');
  if (flags.includes('q')) {
    const parts = chars.map((char): Piece => {
      const what = char.codePointAt(0) ?? 0;
      return { kind: 'take', accepts: caseless((point) => point === what, flags) };
    });
    return { piece: { kind: 'row', parts }, groups: 0 };
  }
  const read = flags.includes('x') ? bare(chars) : chars;
  const reader: Reader = { chars: read, at: 0, flags, depth: 0, groups: 0, closed: [] };
  const piece = alternatives(reader);
  if (reader.at < read.length) return bad('close');
  return { piece, groups: reader.groups };
}
