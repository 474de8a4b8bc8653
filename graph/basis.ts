/** Turns what a node rests on into words a citizen can read. */
import type { ItemVersion } from './assemble.ts';
import type { ShownBasis } from './guide-shape.ts';
import type { Basis } from './schema.ts';

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1…9999 in Chinese numerals, as articles are cited (第一百零二条). */
export function chineseNumber(n: number): string {
  let words = '';
  let zero = false;
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(n / unit) % 10;
    if (digit === 0) zero = words !== '';
    else {
      words += `${zero ? '零' : ''}${DIGITS[digit] ?? ''}${name}`;
      zero = false;
    }
  }
  return words.startsWith('一十') ? words.slice(1) : words;
}

/** An article number as it is cited: `13` → 第十三条; words that are no number stay as written. */
export function shownArticle(article: string): string {
  return article.replace(/^\d{1,4}(?=$|[^\d])/, (n) => `第${chineseNumber(Number(n))}条`);
}

/** Law by name, article, where it was read, and what is unsure; empty where nothing is given. */
export function shownBasis(
  version: Pick<ItemVersion, 'laws' | 'readings'>,
  basis: { [K in keyof Basis]?: Basis[K] | undefined },
): ShownBasis {
  const shown: ShownBasis = {};
  const law = basis.law && version.laws[basis.law.id];
  if (law) {
    shown.law = law.name.zh;
    if (basis.law?.article !== undefined) shown.article = shownArticle(basis.law.article);
  }
  const source = basis.source ?? law?.source;
  if (source !== undefined) shown.source = version.readings[source]?.title ?? source;
  const unsure = basis.unsure ?? law?.unsure;
  if (unsure !== undefined) shown.unsure = typeof unsure === 'string' ? { zh: unsure } : unsure;
  return shown;
}
