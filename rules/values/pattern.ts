/**
 * Regular expressions in linear time. All threads of the pattern advance together, one code point
 * at a time (Thompson 1968), so no pattern and no text can make a match run away. The language is
 * the regular part of XPath's: no back references, no look-around; those are refused.
 */

/** A compiled pattern. */
type Pattern = { test(text: string): boolean };

type Accepts = (point: number) => boolean;

/** A step of the program: take a code point, go on at two places, stand at an edge, be done. */
type Step =
  | { kind: 'take'; accepts: Accepts; next: number }
  | { kind: 'fork'; left: number; right: number }
  | { kind: 'edge'; start: boolean; next: number }
  | { kind: 'done' };

type Piece =
  | { kind: 'take'; accepts: Accepts }
  | { kind: 'edge'; start: boolean }
  | { kind: 'row'; parts: Piece[] }
  | { kind: 'choice'; parts: Piece[] }
  | { kind: 'repeat'; of: Piece; least: number; most: number };

type Reader = { chars: string[]; at: number; flags: string; depth: number };

const LONGEST = 200;
const MOST_STEPS = 2000;
const MOST_REPEATS = 100;

class Bad extends Error {}

function bad(reason: string): never {
  throw new Bad(reason);
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
  w: property('[\\p{L}\\p{N}\\p{M}_]'),
  s: property('\\s'),
};
const controls: Record<string, number> = { n: 10, r: 13, t: 9 };

function caseless(accepts: Accepts, flags: string): Accepts {
  if (!flags.includes('i')) return accepts;
  return (point) => {
    const char = String.fromCodePoint(point);
    const [low, high] = [char.toLowerCase().codePointAt(0), char.toUpperCase().codePointAt(0)];
    return accepts(point) || accepts(low ?? point) || accepts(high ?? point);
  };
}

/** What follows a backslash: a class, or a code point. */
function escaped(reader: Reader): Accepts | number {
  const char = reader.chars[reader.at++];
  if (char === undefined) return bad('正则表达式末尾多了一个反斜杠');
  if (/[1-9]/.test(char)) return bad('正则表达式里不能用反向引用');
  const kind = Object.hasOwn(kinds, char.toLowerCase()) ? kinds[char.toLowerCase()] : undefined;
  if (kind !== undefined) return char === char.toLowerCase() ? kind : (point) => !kind(point);
  if (char === 'p' || char === 'P') {
    const end = reader.chars.indexOf('}', reader.at);
    const name = reader.chars.slice(reader.at, end + 1).join('');
    if (!/^\{[A-Za-z]{1,20}\}$/.test(name)) return bad('正则表达式里 \\p 后面的类别不对');
    reader.at = end + 1;
    return property(`\\${char}${name}`);
  }
  if (Object.hasOwn(controls, char)) return controls[char] ?? 0;
  if (/[A-Za-z0-9]/.test(char)) return bad(`正则表达式里不能用 \\${char}`);
  return char.codePointAt(0) ?? 0;
}

function member(reader: Reader): Accepts | number {
  const char = reader.chars[reader.at++];
  if (char === undefined) return bad('正则表达式里方括号没有写完');
  return char === '\\' ? escaped(reader) : (char.codePointAt(0) ?? 0);
}

function charClass(reader: Reader): Accepts {
  const negated = eat(reader, '^');
  const tests: Accepts[] = [];
  do {
    const low = member(reader);
    if (typeof low !== 'number') {
      tests.push(low);
      continue;
    }
    const spans = peek(reader) === '-' && reader.chars[reader.at + 1] !== ']';
    if (spans) reader.at++;
    const high = spans ? member(reader) : low;
    if (typeof high !== 'number' || high < low) return bad('正则表达式里方括号的范围不对');
    tests.push((point) => point >= low && point <= high);
  } while (peek(reader) !== ']');
  reader.at++;
  const any = caseless((point) => tests.some((accepts) => accepts(point)), reader.flags);
  return negated ? (point) => !any(point) : any;
}

function group(reader: Reader): Piece {
  if (++reader.depth > 20) return bad('正则表达式的括号套得太深');
  if (eat(reader, '?') && !eat(reader, ':')) return bad('正则表达式里不能用前后查找');
  const inside = alternatives(reader);
  if (!eat(reader, ')')) return bad('正则表达式里圆括号没有写完');
  reader.depth--;
  return inside;
}

function one(reader: Reader): Piece {
  const char = reader.chars[reader.at++] ?? '';
  if (char === '(') return group(reader);
  if (char === '[') return { kind: 'take', accepts: charClass(reader) };
  if (char === '^' || char === '$') {
    return { kind: 'edge', start: char === '^' };
  }
  if (char === '.') {
    const all = reader.flags.includes('s');
    return { kind: 'take', accepts: (point) => all || (point !== 10 && point !== 13) };
  }
  if ('*+?{}])'.includes(char)) return bad(`正则表达式里“${char}”的位置不对`);
  const what = char === '\\' ? escaped(reader) : (char.codePointAt(0) ?? 0);
  const accepts = typeof what === 'number' ? (point: number) => point === what : what;
  return { kind: 'take', accepts: caseless(accepts, reader.flags) };
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
    return bad('正则表达式里花括号的次数不对');
  }
  reader.at = end + 1;
  const least = Number(low);
  const most = high !== undefined ? Number(high) : comma === undefined ? least : Infinity;
  if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS) || most < least) {
    return bad(`正则表达式里花括号的次数不对或超过 ${MOST_REPEATS}`);
  }
  return { least, most };
}

function row(reader: Reader): Piece {
  const parts: Piece[] = [];
  while (reader.at < reader.chars.length && peek(reader) !== '|' && peek(reader) !== ')') {
    const of = one(reader);
    const repeat = times(reader);
    if (repeat !== null) eat(reader, '?');
    if (repeat !== null && of.kind === 'edge') return bad('正则表达式里 ^ 和 $ 不能重复');
    parts.push(repeat === null ? of : { kind: 'repeat', of, ...repeat });
  }
  return { kind: 'row', parts };
}

function alternatives(reader: Reader): Piece {
  const parts = [row(reader)];
  while (eat(reader, '|')) parts.push(row(reader));
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'choice', parts };
}

/** Writes a piece before the step `next`; gives the step it begins at. */
function write(steps: Step[], piece: Piece, next: number): number {
  if (steps.length > MOST_STEPS) return bad('正则表达式里重复的次数太多，请改写');
  switch (piece.kind) {
    case 'take':
      return steps.push({ ...piece, next }) - 1;
    case 'edge':
      return steps.push({ ...piece, next }) - 1;
    case 'row':
      return piece.parts.reduceRight((after, part) => write(steps, part, after), next);
    case 'choice':
      return piece.parts
        .map((part) => write(steps, part, next))
        .reduceRight((right, left) => steps.push({ kind: 'fork', left, right }) - 1);
    default:
      return writeRepeat(steps, piece, next);
  }
}

function writeRepeat(
  steps: Step[],
  piece: Extract<Piece, { kind: 'repeat' }>,
  next: number,
): number {
  const { of, least, most } = piece;
  let begin = next;
  if (most === Infinity) {
    const fork: Extract<Step, { kind: 'fork' }> = { kind: 'fork', left: next, right: next };
    begin = steps.push(fork) - 1;
    fork.left = write(steps, of, begin);
  } else {
    for (let extra = least; extra < most; extra++) {
      begin = steps.push({ kind: 'fork', left: write(steps, of, begin), right: next }) - 1;
    }
  }
  for (let needed = 0; needed < least; needed++) begin = write(steps, of, begin);
  return begin;
}

/** Adds a step, and all it leads to without a code point, to the threads. */
function follow(
  steps: Step[],
  from: number,
  at: { first: boolean; last: boolean },
  into: Set<number>,
): void {
  const stack = [from];
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    if (into.has(index)) continue;
    into.add(index);
    const step = steps[index];
    if (step?.kind === 'fork') stack.push(step.right, step.left);
    else if (step?.kind === 'edge' && (step.start ? at.first : at.last)) stack.push(step.next);
  }
}

function matches(steps: Step[], begin: number, text: string): boolean {
  const points = Array.from(text, (char) => char.codePointAt(0) ?? 0);
  let threads = new Set<number>();
  for (let at = 0; at <= points.length; at++) {
    const last = at === points.length;
    follow(steps, begin, { first: at === 0, last }, threads);
    const next = new Set<number>();
    const point = points[at] ?? -1;
    for (const index of threads) {
      const step = steps[index];
      if (step?.kind === 'done') return true;
      if (last || step?.kind !== 'take' || !step.accepts(point)) continue;
      follow(steps, step.next, { first: false, last: at + 1 === points.length }, next);
    }
    threads = next;
  }
  return false;
}

function make(source: string, flags: string): Pattern | string {
  const chars = Array.from(source);
  if (chars.length > LONGEST) return `正则表达式超过 ${LONGEST} 字，请写短一些`;
  if (!/^[is]*$/.test(flags)) return '正则表达式的标志只能用 i、s';
  const reader: Reader = { chars, at: 0, flags, depth: 0 };
  try {
    const piece = alternatives(reader);
    if (reader.at < chars.length) return '正则表达式里多了一个右括号';
    const steps: Step[] = [{ kind: 'done' }];
    const begin = write(steps, piece, 0);
    return { test: (text) => matches(steps, begin, text) };
  } catch (reason) {
    if (reason instanceof Bad) return reason.message;
    if (reason instanceof SyntaxError) return '正则表达式里 \\p 后面的类别不对';
    throw reason;
  }
}

const cache = new Map<string, Pattern | string>();

/** Compiles a pattern with the flags i and s; a string is the reason of a refusal (Chinese). */
export function pattern(source: string, flags: string): Pattern | string {
  const key = `${flags}/${source}`;
  const before = cache.get(key);
  if (before !== undefined) return before;
  if (cache.size > 500) cache.clear();
  const made = make(source, flags);
  cache.set(key, made);
  return made;
}
