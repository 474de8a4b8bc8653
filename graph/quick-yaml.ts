/**
 * The YAML that catalogues are written in, read quickly: block and flow collections, plain and
 * quoted words on one line, comments. Whatever else a text has (anchors, tags, folded texts, words
 * over several lines, any mistake) is left to the full reader, which also says what is wrong.
 */

/** A node and where it stands: of a scalar also where it ends, of a map where its keys begin. */
export type QuickNode =
  | { kind: 'scalar'; value: string | number | boolean | null; start: number; end: number }
  | { kind: 'map'; start: number; entries: QuickEntry[] }
  | { kind: 'seq'; start: number; items: QuickNode[] };

/** A key of a map; no node where nothing is written under it. */
export type QuickEntry = { key: string; start: number; node: QuickNode | null };

/** Ends the quick reading: the text needs the full reader. */
class Unusual extends Error {}

const unusual = new Unusual('unusual');

// What is no common text of one encoding: control characters, tabs, returns, marks of byte order.
const odd = /[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\ud800-\udfff]/;
const integer = /^-?(?:0|[1-9][0-9]{0,14})$/;
/** Words the core schema may take for anything but a text. */
const special = new RegExp(
  `^(?:${[
    '~|null|Null|NULL|true|True|TRUE|false|False|FALSE',
    '[-+]?\\.(?:inf|Inf|INF)|\\.nan|\\.NaN|\\.NAN',
    '0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+',
    '[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?',
  ].join('|')})$`,
);
const leading = /[-+.0-9~nNtTfF]/;
/** A word in a flow, up to what ends it. */
const flowWord = /(?:[^,[\]{}:#\n]|:(?![ \n,[\]{}])|(?<! )#)+/y;
const indicators = new Set(',[]{}#&*!|>\'"%@`');

function valueOf(text: string): string | number | boolean | null {
  if (!leading.test(text[0] ?? '')) return text;
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  if (integer.test(text) && text !== '-0') return Number(text);
  if (special.test(text)) throw unusual;
  return text;
}

class Reader {
  readonly text: string;
  at = 0;
  constructor(text: string) {
    this.text = text;
  }

  lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }

  /** Goes past blank lines and comments to the next line's first sign; its indent, or -1 at the end. */
  nextLine(): number {
    const { text } = this;
    for (;;) {
      let at = this.at;
      while (text[at] === ' ') at++;
      if (at >= text.length) {
        this.at = at;
        return -1;
      }
      if (text[at] !== '\n' && text[at] !== '#') return at - this.at;
      this.at = this.lineEnd(at) + 1;
      if (this.at > text.length) return -1;
    }
  }

  /** After a value: nothing may follow on its line but a comment. */
  endLine(): void {
    const { text } = this;
    let at = this.at;
    while (text[at] === ' ') at++;
    if (at < text.length && text[at] !== '\n' && (text[at] !== '#' || at === this.at))
      throw unusual;
    this.at = Math.min(this.lineEnd(at) + 1, text.length);
  }

  quoted(): Extract<QuickNode, { kind: 'scalar' }> {
    const { text } = this;
    const start = this.at;
    const mark = text[start];
    let at = start + 1;
    for (; ; at++) {
      const sign = text[at];
      if (sign === undefined || sign === '\n') throw unusual;
      if (mark === '"' && sign === '\\') {
        if (!'"\\/nt'.includes(text[at + 1] ?? ' ')) throw unusual;
        at++;
      } else if (sign === mark) {
        if (mark === "'" && text[at + 1] === "'") at++;
        else break;
      }
    }
    const inner = text.slice(start + 1, at);
    const value = mark === "'" ? inner.replaceAll("''", "'") : (JSON.parse(`"${inner}"`) as string);
    this.at = at + 1;
    return { kind: 'scalar', value, start, end: at + 1 };
  }

  /** Where the key of a block line ends (its colon); -1 where the line has no key. */
  keyEnd(): number {
    const { text } = this;
    const first = text[this.at];
    if (first === '"' || first === "'") {
      const start = this.at;
      const { end } = this.quoted();
      this.at = start;
      return text[end] === ':' && ' \n'.includes(text[end + 1] ?? '\n') ? end : -1;
    }
    const end = this.lineEnd(this.at);
    let at = text.indexOf(':', this.at);
    while (at >= 0 && at + 1 < end && text[at + 1] !== ' ') at = text.indexOf(':', at + 1);
    if (at < 0 || at >= end) return -1;
    return text.slice(this.at, at).includes(' #') ? -1 : at;
  }

  key(end: number): { key: string; start: number } {
    const { text } = this;
    const start = this.at;
    const first = text[start] ?? '';
    const isQuoted = first === '"' || first === "'";
    if (!isQuoted && (indicators.has(first) || '-?:'.includes(first))) throw unusual;
    const key = isQuoted ? this.quoted().value : valueOf(text.slice(start, end).trimEnd());
    if (typeof key !== 'string' || key === '' || key === '__proto__' || key === '<<') throw unusual;
    if (end - start > 1000) throw unusual;
    return { key, start };
  }

  /** A plain word to the end of its line; in a flow, to what ends it there. */
  plain(flow: boolean): Extract<QuickNode, { kind: 'scalar' }> {
    const { text } = this;
    const start = this.at;
    const first = text[start] ?? '';
    const second = text[start + 1] ?? '\n';
    if (indicators.has(first) || (`-?:`.includes(first) && ' \n,[]{}'.includes(second)))
      throw unusual;
    const limit = this.lineEnd(start);
    let end = limit;
    if (flow) {
      flowWord.lastIndex = start;
      end = flowWord.test(text) ? flowWord.lastIndex : start;
      // A flow word that the line ends may go on in the next.
      if (end >= limit || '[{#'.includes(text[end] as string)) throw unusual;
    }
    let word = text.slice(start, end);
    if (!flow) {
      const comment = word.indexOf(' #');
      if (comment >= 0) word = word.slice(0, comment);
      if (word.includes(': ') || word.trimEnd().endsWith(':')) throw unusual;
    }
    word = word.trimEnd();
    this.at = start + word.length;
    return { kind: 'scalar', value: valueOf(word), start, end: this.at };
  }

  /** Blanks and line ends inside a flow; its lines stand deeper than what holds it. */
  gap(indent: number): void {
    const { text } = this;
    for (;;) {
      while (text[this.at] === ' ') this.at++;
      if (text[this.at] === '#') throw unusual;
      if (text[this.at] !== '\n') return;
      this.at++;
      const begun = this.at;
      while (text[this.at] === ' ') this.at++;
      if (text[this.at] !== '\n' && this.at - begun <= indent) throw unusual;
    }
  }

  flow(indent: number, depth: number): QuickNode {
    const { text } = this;
    const first = text[this.at];
    if (depth > 50) throw unusual;
    if (first === '"' || first === "'") return this.quoted();
    if (first === '{') return this.flowMap(indent, depth);
    if (first !== '[') return this.plain(true);
    const start = this.at++;
    const items: QuickNode[] = [];
    for (;;) {
      this.gap(indent);
      if (text[this.at] === ']') break;
      items.push(this.flow(indent, depth + 1));
      this.gap(indent);
      if (text[this.at] === ',') this.at++;
      else if (text[this.at] !== ']') throw unusual;
    }
    this.at++;
    return { kind: 'seq', start, items };
  }

  flowMap(indent: number, depth: number): QuickNode {
    const { text } = this;
    const start = this.at++;
    const entries: QuickEntry[] = [];
    for (;;) {
      this.gap(indent);
      if (text[this.at] === '}') break;
      const from = this.at;
      const first = text[from];
      const { end } = first === '"' || first === "'" ? this.quoted() : this.plain(true);
      this.at = from;
      const { key } = this.key(end);
      this.at = end;
      if (text[end] !== ':' || text[end + 1] !== ' ') throw unusual;
      this.at++;
      this.gap(indent);
      if (',}]'.includes(text[this.at] ?? ',')) throw unusual;
      add(entries, { key, start: from, node: this.flow(indent, depth + 1) });
      this.gap(indent);
      if (text[this.at] === ',') this.at++;
      else if (text[this.at] !== '}') throw unusual;
    }
    this.at++;
    return { kind: 'map', start, entries };
  }

  /** A value on the rest of its line. `indent` is that of what holds it. */
  inline(indent: number): QuickNode {
    const first = this.text[this.at];
    const node =
      first === '{' || first === '['
        ? this.flow(indent, 0)
        : first === '"' || first === "'"
          ? this.quoted()
          : this.plain(false);
    this.endLine();
    return node;
  }

  /** What stands under a key or dash on the lines after it; null for nothing. */
  below(indent: number, dashes: boolean): QuickNode | null {
    const deep = this.nextLine();
    const isDash = deep === indent && dashes && this.dash(this.at + deep);
    if (deep <= indent && !isDash) return null;
    this.at += deep;
    return this.block(deep, 0);
  }

  dash(at: number): boolean {
    return this.text[at] === '-' && ' \n'.includes(this.text[at + 1] ?? '\n');
  }

  /** A block node whose first sign is here, in the column `indent`. */
  block(indent: number, depth: number): QuickNode {
    if (depth > 50) throw unusual;
    if (this.dash(this.at)) return this.blockSeq(indent, depth);
    const end = this.keyEnd();
    if (end < 0) throw unusual;
    return this.blockMap(indent, end);
  }

  blockSeq(indent: number, depth: number): QuickNode {
    const { text } = this;
    const start = this.at;
    const items: QuickNode[] = [];
    for (;;) {
      this.at++;
      const dashed = this.at;
      while (text[this.at] === ' ') this.at++;
      if (text[this.at] === '\n' || text[this.at] === '#' || text[this.at] === undefined)
        throw unusual;
      const column = indent + 1 + (this.at - dashed);
      const nested =
        this.dash(this.at) || (!'{['.includes(text[this.at] ?? '') && this.keyEnd() >= 0);
      items.push(nested ? this.block(column, depth + 1) : this.inline(indent));
      const next = this.nextLine();
      if (next < indent) break;
      if (next > indent) throw unusual;
      if (!this.dash(this.at + next)) break;
      this.at += next;
    }
    return { kind: 'seq', start, items };
  }

  blockMap(indent: number, firstEnd: number): QuickNode {
    const { text } = this;
    const start = this.at;
    const entries: QuickEntry[] = [];
    for (let end = firstEnd; ;) {
      const { key, start: from } = this.key(end);
      this.at = end + 1;
      while (text[this.at] === ' ') this.at++;
      const bare = text[this.at] === '\n' || text[this.at] === undefined;
      if (text[this.at] === '#') throw unusual;
      if (bare) this.at = Math.min(this.at + 1, text.length);
      add(entries, {
        key,
        start: from,
        node: bare ? this.below(indent, true) : this.inline(indent),
      });
      const next = this.nextLine();
      if (next < indent) break;
      if (next > indent || this.dash(this.at + next)) throw unusual;
      this.at += next;
      end = this.keyEnd();
      if (end < 0 || '{['.includes(text[this.at] ?? '')) throw unusual;
    }
    return { kind: 'map', start, entries };
  }
}

function add(entries: QuickEntry[], entry: QuickEntry): void {
  if (entries.some(({ key }) => key === entry.key)) throw unusual;
  entries.push(entry);
}

/** The nodes of a text, or undefined where it takes the full reader. */
export function quickYaml(text: string): QuickNode | undefined {
  if (odd.test(text)) return undefined;
  const reader = new Reader(text);
  try {
    const indent = reader.nextLine();
    if (indent !== 0 || /^(?:---|\.\.\.|%)/m.test(text)) return undefined;
    const node = reader.block(0, 0);
    return reader.nextLine() === -1 ? node : undefined;
  } catch (fault) {
    if (fault instanceof Unusual) return undefined;
    throw fault;
  }
}

/** The plain value of a node. */
export function plainOf(node: QuickNode | null): unknown {
  if (node === null) return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'seq') return node.items.map(plainOf);
  const made: Record<string, unknown> = {};
  for (const { key, node: value } of node.entries) made[key] = plainOf(value);
  return made;
}
