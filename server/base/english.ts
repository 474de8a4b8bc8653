/**
 * English for sentences that stand in the code in Chinese. The sentence itself is the key, as in a
 * catalogue of messages; `{}` in it is a place for what was filled in, `{1}` in the English the first of
 * these places. Each room gives its own (`words-en.ts`). Sentences with both languages beside each
 * other do not need it.
 */
import { z } from 'zod';
import type { Lang, Words } from './refused.ts';

/** Chinese sentence → English sentence. */
export type Dictionary = Readonly<Record<string, string>>;

type Pattern = { head: string; tail: string; at: RegExp; en: string };
const exact = new Map<string, string>();
const patterns: Pattern[] = [];
/** Names of things that are data (items, units): they fill places of sentences. */
const names = new Map<string, string>();

/** No sentence of ours is longer; a text somebody wrote is not searched. */
const longest = 600;
/** Sentences within sentences, at most so many deep. */
const deepest = 3;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Adds a room's sentences. Throws Error when one sentence is given twice with different words. */
export function addEnglish(dictionary: Dictionary): void {
  for (const [zh, en] of Object.entries(dictionary)) {
    const before = exact.get(zh);
    if (before === en) continue;
    if (before !== undefined) throw new Error(`two English sentences for “${zh}”`);
    exact.set(zh, en);
    const parts = zh.split('{}');
    if (parts.length === 1) continue;
    const at = new RegExp(`^${parts.map(escaped).join('(.*?)')}$`, 's');
    patterns.push({ head: parts[0] ?? '', tail: parts.at(-1) ?? '', at, en });
  }
  // Of two that fit, the one with more words of its own is meant.
  patterns.sort((a, b) => b.at.source.length - a.at.source.length);
}

/** Adds English names of data, so that they stand in English in English sentences. The first stays. */
export function addNames(pairs: Iterable<{ zh: string; en: string }>): void {
  for (const { zh, en } of pairs) if (!names.has(zh)) names.set(zh, en);
}

const fill = (en: string, filled: readonly string[]): string =>
  en.replace(/\{(\d)\}/g, (_, n: string) => filled[Number(n) - 1] ?? '');

/** The English of a Chinese sentence; undefined where there is none. */
export function english(zh: string, depth = 0): string | undefined {
  const whole = exact.get(zh);
  if (whole !== undefined) return whole;
  if (zh.length > longest || depth > deepest) return undefined;
  for (const { head, tail, at, en } of patterns) {
    if (!zh.startsWith(head) || !zh.endsWith(tail)) continue;
    const found = at.exec(zh);
    // What was filled in may be a sentence or a name of its own.
    if (found) return fill(en, found.slice(1).map((text) => within(text, depth + 1)));
  }
  return undefined;
}

/** A name, a sentence, or a list of them; the text itself where a part of it has no English. */
function within(text: string, depth: number): string {
  if (!/[\u3400-\u9fff]/.test(text)) return text;
  const own = names.get(text) ?? english(text, depth);
  if (own !== undefined) return own;
  for (const [comma, mark] of [['；', '; '], ['，', ', '], ['、', ', '], ['：', ': ']] as const) {
    if (!text.includes(comma)) continue;
    const parts = text.split(comma).map((part) => within(part, depth));
    if (parts.every((part) => !/[\u3400-\u9fff]/.test(part))) return parts.join(mark);
  }
  return text;
}

/** The words in a language; Chinese where the other has none. */
export function inWords(words: Words, lang: Lang): string {
  if (typeof words !== 'string') return lang === 'en' ? words.en : words.zh;
  return lang === 'en' ? within(words, 0) : words;
}

type Filled = string | number | { zh: string; en?: string | undefined };

/**
 * A sentence of the dictionary in both languages, as a template: both`还没有“${name}”。`. What is filled
 * in and has both languages stands in each; a bare text is looked up.
 */
export function both(parts: TemplateStringsArray, ...filled: readonly Filled[]): { zh: string; en: string } {
  const zh = String.raw({ raw: parts }, ...filled.map((one) => (typeof one === 'object' ? one.zh : one)));
  const en = exact.get(parts.join('{}'));
  const words = filled.map((one) => (typeof one === 'object' ? (one.en ?? one.zh) : within(String(one), 1)));
  return { zh, en: en === undefined ? zh : fill(en, words) };
}

/** Words with English beside them: `{ zh, en }` as it is, a Chinese sentence with its English. */
export function beside(words: Words): { zh: string; en: string } {
  return typeof words === 'string' ? { zh: words, en: inWords(words, 'en') } : words;
}

let asked: Lang = 'zh';

/** A sentence in an answer: it leaves in the language that was asked for. */
export const told = z.string().overwrite((text) => inWords(text, asked));

/** Brings an answer into its shape, with its sentences (`told`) in a language. */
export function shaped<T>(schema: z.ZodType<T>, answer: unknown, lang: Lang): z.ZodSafeParseResult<T> {
  asked = lang;
  try {
    return schema.safeParse(answer);
  } finally {
    asked = 'zh';
  }
}

/** The language somebody asks for (`Accept-Language`): English where it comes first, else Chinese. */
export function langOf(header: string | string[] | undefined): Lang {
  return /^en\b/i.test(String(header ?? '')) ? 'en' : 'zh';
}
