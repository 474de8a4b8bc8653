/** English: every word of the pages, by page; the keys are those of zh.ts. */
import { applyEn } from './en-apply.ts';
import { baseEn } from './en-base.ts';
import { besideEn } from './en-beside.ts';
import { caseEn } from './en-case.ts';
import { entryEn } from './en-entry.ts';
import { findEn } from './en-find.ts';
import { mineEn } from './en-mine.ts';
import { rateEn } from './en-rate.ts';
import { togetherEn } from './en-together.ts';
import { workEn } from './en-work.ts';
import type { Key } from './index.ts';

/** What is wrong with a value, in English: fetched with the words of the pages. */
export { inEnglish } from '#graph/words-en';

export const en: Partial<Record<Key, string>> = {
  ...baseEn, ...besideEn, ...findEn, ...applyEn, ...caseEn, ...mineEn, ...rateEn, ...togetherEn, ...entryEn, ...workEn,
};
