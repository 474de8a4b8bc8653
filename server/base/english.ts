/**
 * English for sentences that stand in the code in Chinese: each room gives its own (`words-en.ts`);
 * how they are found is `graph/english.ts`. Sentences with both languages beside each other do not
 * need it.
 */
import { z } from 'zod';
import { fill, makeSentences, type Dictionary } from '#graph/english';
import { valueWords } from '#graph/words-en';
import type { Lang, Words } from './refused.ts';

export type { Dictionary };

const sentences = makeSentences();
sentences.add(valueWords);

/** Adds a room's sentences. Throws Error when one sentence is given twice with different words. */
export const addEnglish = sentences.add;

/** Adds English names of data, so that they stand in English in English sentences. The first stays. */
export const addNames = sentences.name;

/** The English of a Chinese sentence; undefined where there is none. */
export const english = sentences.find;

/** Is this very sentence, with its places, in the dictionary? The tests ask. */
export const hasEnglish = (zh: string): boolean => sentences.exact.has(zh);

/** The whole dictionary, as it stands. The tests ask. */
export const allEnglish = (): Dictionary => Object.fromEntries(sentences.exact);

/** The words in a language; Chinese where the other has none. */
export function inWords(words: Words, lang: Lang): string {
  if (typeof words !== 'string') return lang === 'en' ? words.en : words.zh;
  return lang === 'en' ? sentences.say(words) : words;
}

type Filled = string | number | { zh: string; en?: string | undefined };

/**
 * A sentence of the dictionary in both languages, as a template: both`还没有“${name}”。`. What is filled
 * in and has both languages stands in each; a bare text is looked up.
 */
export function both(parts: TemplateStringsArray, ...filled: readonly Filled[]): { zh: string; en: string } {
  const zh = String.raw({ raw: parts }, ...filled.map((one) => (typeof one === 'object' ? one.zh : one)));
  const en = sentences.exact.get(parts.join('{}'));
  const words = filled.map((one) => (typeof one === 'object' ? (one.en ?? one.zh) : sentences.say(String(one))));
  return { zh, en: en === undefined ? zh : fill(en, words) };
}

/** Words with English beside them: what has none is looked up. */
export function beside(words: string | { zh: string; en?: string | undefined }): { zh: string; en: string } {
  const zh = typeof words === 'string' ? words : words.zh;
  return { zh, en: (typeof words === 'string' ? undefined : words.en) ?? inWords(zh, 'en') };
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
