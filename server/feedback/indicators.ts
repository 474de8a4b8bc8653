/** The questions of a rating and the times of putting right: data of catalogue/ratings, in versions. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '#base';
import type { Level } from './states.ts';

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const time = z.strictObject({ n: z.number().int().positive(), unit: z.enum(['wd', 'd']) });
const indicator = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/), levels: z.array(z.number().int().min(1).max(5)).min(1), name: words,
});
const set = z.strictObject({
  id: z.string(), version: z.string(), from: z.iso.date(), channel: z.enum(['online', 'counter']),
  source: z.string().optional(), unsure: z.string().optional(), indicators: z.array(indicator).min(1),
});
const shape = z.strictObject({
  'sets': z.array(set).min(1), 'rate within': time, 'answer within': time,
  'visit tries': z.number().int().positive(), 'publish at least': z.number().int().min(2),
  'source': z.string().optional(), 'unsure': z.string().optional(),
});

export type RatingRules = z.output<typeof shape>;
export type IndicatorSet = RatingRules['sets'][number];

/** Reads the rules from a YAML text. Throws ZodError when it is out of shape. */
export function readRules(text: string): RatingRules {
  return shape.parse(parse(text));
}

let kept: RatingRules | undefined;

/** The rules of this installation, read once. */
export function ratingRules(): RatingRules {
  kept ??= readRules(fs.readFileSync(path.join(root, 'catalogue/ratings/rules.yaml'), 'utf8'));
  return kept;
}

/** The set in force on a day: one yardstick for a channel, whatever the item or unit. */
export function setOn(channel: 'online' | 'counter', day: string): IndicatorSet {
  const found = ratingRules().sets.filter((s) => s.channel === channel && s.from <= day)
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
  if (!found) throw new Error(`no indicator set of ${channel} on ${day}`);
  return found;
}

/** How a rating names its set. */
export const setName = (s: IndicatorSet): string => `${s.id}@${s.version}`;

/** What can be ticked at a level. */
export function indicatorsAt(s: IndicatorSet, level: Level): IndicatorSet['indicators'] {
  return s.indicators.filter((one) => one.levels.includes(level));
}

/** The words of what was ticked under a set of any version still known. */
export function indicatorNames(name: string, ids: readonly string[]): { zh: string; en: string }[] {
  const found = ratingRules().sets.find((s) => setName(s) === name);
  return ids.map((id) => found?.indicators.find((one) => one.id === id)?.name ?? { zh: id, en: id });
}
