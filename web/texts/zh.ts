/** Chinese, the first language: every word of the pages stands here, by page. */
import { applyZh } from './zh-apply.ts';
import { baseZh } from './zh-base.ts';
import { besideZh } from './zh-beside.ts';
import { caseZh } from './zh-case.ts';
import { entryZh } from './zh-entry.ts';
import { findZh } from './zh-find.ts';
import { mineZh } from './zh-mine.ts';
import { rateZh } from './zh-rate.ts';
import { togetherZh } from './zh-together.ts';
import { workZh } from './zh-work.ts';

export const zh = {
  ...baseZh,
  ...besideZh,
  ...findZh,
  ...applyZh,
  ...caseZh,
  ...mineZh,
  ...rateZh,
  ...togetherZh,
  ...entryZh,
  ...workZh,
} as const;
