/**
 * English for sentences that stand in the code in Chinese. The sentence itself is the key, as in a
 * catalogue of messages; `{}` in it is a place for what was filled in, `{1}` in the English the first of
 * these places. Sentences with both languages beside each other do not need it.
 */
import type { Lang, Words } from './refused.ts';

/** Chinese sentence → English sentence. */
export type Dictionary = Readonly<Record<string, string>>;

type Pattern = { at: RegExp; en: string };
const exact = new Map<string, string>();
const patterns: Pattern[] = [];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Adds a room's sentences. Throws Error when one sentence is given twice with different words. */
export function addEnglish(dictionary: Dictionary): void {
  for (const [zh, en] of Object.entries(dictionary)) {
    const before = exact.get(zh);
    if (before === en) continue;
    if (before !== undefined) throw new Error(`two English sentences for “${zh}”`);
    exact.set(zh, en);
    if (!zh.includes('{}')) continue;
    patterns.push({ at: new RegExp(`^${zh.split('{}').map(escaped).join('(.*?)')}$`, 's'), en });
  }
}

/** The English of a Chinese sentence; undefined where there is none. */
export function english(zh: string): string | undefined {
  const whole = exact.get(zh);
  if (whole !== undefined) return whole;
  for (const { at, en } of patterns) {
    const found = at.exec(zh);
    // What was filled in may be a sentence or a name of its own.
    if (found) return en.replace(/\{(\d)\}/g, (_, n: string) => within(found[Number(n)] ?? ''));
  }
  return undefined;
}

function within(text: string): string {
  return exact.get(text) ?? text;
}

/** The words in a language; Chinese where the other has none. */
export function inWords(words: Words, lang: Lang): string {
  if (typeof words !== 'string') return lang === 'en' ? words.en : words.zh;
  return lang === 'en' ? (english(words) ?? words) : words;
}

/** The language somebody asks for (`Accept-Language`): English where it comes first, else Chinese. */
export function langOf(header: string | string[] | undefined): Lang {
  return /^en\b/i.test(String(header ?? '')) ? 'en' : 'zh';
}
