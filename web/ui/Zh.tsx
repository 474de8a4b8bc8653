/** Words that stay Chinese on a page in English, each with the reason; read out as Chinese. */
import { Fragment, type ReactNode } from 'react';
import type { Text } from '../contract.ts';
import { say } from '../texts/index.ts';
import { lang } from '../texts/language.ts';

/**
 * Why words are Chinese: the mark, a person or organisation, an address, a law with its articles, what
 * somebody wrote, a number or title of a paper as the authority wrote it. There is no other reason.
 */
export type Kept = 'brand' | 'name' | 'place' | 'law' | 'typed' | 'paper';

const HAN = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u;

/** What an element of these words carries (`<option {...zhMark(x, 'name')}>`); nothing on a Chinese page. */
export function zhMark(words: string, kept: Kept): { lang?: string; 'data-zh'?: Kept } {
  return lang === 'en' && HAN.test(words) ? { lang: 'zh-CN', 'data-zh': kept } : {};
}

/** Chinese words as they are. `children` of null or undefined draw nothing. */
export function Zh({ as, children }: { as: Kept; children: Text | string | null | undefined }) {
  const words = say(children);
  const mark = zhMark(words, as);
  return mark.lang ? <span {...mark}>{words}</span> : words;
}

/** A sentence of the page in which these words, and no others, are Chinese. */
export function inZh(sentence: string, as: Kept, ...kept: (string | null | undefined)[]): ReactNode {
  if (lang !== 'en' || !HAN.test(sentence)) return sentence;
  const known = kept.filter((one): one is string => Boolean(one) && HAN.test(one ?? ''));
  const first = known
    .map((one) => ({ one, at: sentence.indexOf(one) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at || b.one.length - a.one.length)[0];
  if (!first) return sentence;
  return (
    <Fragment>
      {sentence.slice(0, first.at)}
      <Zh as={as}>{first.one}</Zh>
      {inZh(sentence.slice(first.at + first.one.length), as, ...known)}
    </Fragment>
  );
}

const FULL = '\\p{Script=Han}\\u3000-\\u303f\\uff00-\\uffef';
const RUN = new RegExp(`[\\p{Script=Han}（〔【《“][${FULL}“”\\d *-]*[${FULL}”]|\\p{Script=Han}`, 'gu');

/** Words that people wrote, among others: every run of Chinese in them is marked. */
export function ZhRuns({ as, children }: { as: Kept; children: string }) {
  if (lang !== 'en' || !HAN.test(children)) return children;
  const runs = [...children.matchAll(RUN)].map(([run]) => run);
  return inZh(children, as, ...runs);
}
