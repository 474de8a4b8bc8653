/** Where a value that was filled in already comes from, in words. */
import type { Draft, Fact, Text } from '../contract.ts';
import { say, t } from '../texts/index.ts';

export type Known = {
  channel: Draft['channel'];
  /** Names of registers and licences by id, as the item has them. */
  sources: Record<string, Text>;
};

/** Words for the line under a field; null for what was stated in this form. */
export function fromWords(fact: Fact | undefined, { channel, sources }: Known): string | null {
  if (fact === undefined) return null;
  if (fact.source === 'identity') {
    if (fact.grade !== 'D') return t('apply.from.identity');
    return t(channel === 'counter' ? 'apply.from.before' : 'apply.from.account');
  }
  if (fact.grade === 'D') return null;
  const name = say(sources[fact.source]);
  if (name !== '') return t('apply.from.source', { source: name });
  // What the clerk types is checked by him as he types it: to him that is no news.
  if (fact.grade === 'B' && channel === 'counter') return null;
  return t(`apply.from.${fact.grade}`);
}

/** Words under what cannot be changed here: who the applicant was proved to be, what his licence says. */
export function fixedWords(fact: Fact | undefined, { channel, sources }: Known): string {
  const name = fact && fact.source !== 'identity' ? say(sources[fact.source]) : '';
  if (name !== '') return t('apply.from.licence', { source: name });
  return t(channel === 'counter' ? 'apply.from.fixedCounter' : 'apply.from.fixed');
}
