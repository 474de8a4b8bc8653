/**
 * English of sentences that are put together in Chinese. The Chinese sentence is the key, as in a
 * catalogue of messages; `{}` in it is a place for what was filled in, `{1}` in the English the
 * first of these places. Here are the engine, and the sentences of values, so that a form in the
 * browser says the same as the server.
 */

/** Chinese sentence → English sentence. */
export type Dictionary = Readonly<Record<string, string>>;

/** Finds the English of a text; undefined where there is none. */
export type Sentences = {
  exact: ReadonlyMap<string, string>;
  add: (dictionary: Dictionary) => void;
  /** Names of things that are data fill places of sentences; the first English of one stays. */
  name: (pairs: Iterable<{ zh: string; en?: string | undefined }>) => void;
  find: (zh: string) => string | undefined;
  /** A name, a sentence or a list of them; the text itself where a part of it has no English. */
  say: (text: string) => string;
};

type Pattern = { head: string; tail: string; at: RegExp; en: string };

/** No sentence of ours is longer: a text somebody wrote is not searched. */
const longest = 600;
/** Sentences within sentences, at most so many deep. */
const deepest = 3;
const han = /[\u3400-\u9fff]/;
const commas = [
  ['；', '; '], ['，', ', '], ['、', ', '], ['：', ': '],
] as const;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Puts what was filled in into the places `{1}`, `{2}` of an English sentence. */
export const fill = (en: string, filled: readonly string[]): string =>
  en.replace(/\{(\d)\}/g, (_, n: string) => filled[Number(n) - 1] ?? '');

function patternOf(zh: string, en: string): Pattern | undefined {
  const parts = zh.split('{}');
  if (parts.length === 1) return undefined;
  const at = new RegExp(`^${parts.map(escaped).join('(.*?)')}$`, 's');
  return { head: parts[0] ?? '', tail: parts.at(-1) ?? '', at, en };
}

/** An empty collection. `add` throws Error when a sentence is given twice with different words. */
export function makeSentences(): Sentences {
  const exact = new Map<string, string>();
  const names = new Map<string, string>();
  let patterns: Pattern[] = [];
  const find = (zh: string, depth: number): string | undefined => {
    const whole = exact.get(zh);
    if (whole !== undefined) return whole;
    if (zh.length > longest || depth > deepest) return undefined;
    for (const { head, tail, at, en } of patterns) {
      if (!zh.startsWith(head) || !zh.endsWith(tail)) continue;
      const found = at.exec(zh);
      // What was filled in may be a sentence or a name of its own.
      if (found) return fill(en, found.slice(1).map((text) => say(text, depth + 1)));
    }
    return undefined;
  };
  const say = (text: string, depth: number): string => {
    if (!han.test(text)) return text;
    const own = names.get(text) ?? find(text, depth);
    if (own !== undefined) return own;
    const quoted = /^“([^“”]*)”$/.exec(text)?.[1];
    if (quoted !== undefined) return `“${say(quoted, depth)}”`;
    for (const [comma, mark] of commas) {
      if (!text.includes(comma)) continue;
      const parts = text.split(comma).map((part) => say(part, depth));
      if (parts.every((part) => !han.test(part))) return parts.join(mark);
    }
    return text;
  };
  return {
    exact,
    add: (dictionary) => {
      for (const [zh, en] of Object.entries(dictionary)) {
        const before = exact.get(zh);
        if (before === en) continue;
        if (before !== undefined) throw new Error(`two English sentences for “${zh}”`);
        exact.set(zh, en);
        const pattern = patternOf(zh, en);
        if (pattern) patterns.push(pattern);
      }
      // Of two that fit, the one with more words of its own is meant.
      patterns = patterns.toSorted((a, b) => b.at.source.length - a.at.source.length);
    },
    name: (pairs) => {
      for (const { zh, en } of pairs) if (en !== undefined && !names.has(zh)) names.set(zh, en);
    },
    find: (zh) => find(zh, 0),
    say: (text) => say(text, 0),
  };
}
