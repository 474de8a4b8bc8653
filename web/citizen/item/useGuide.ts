import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../client.ts';
import type { Guide } from '../../contract.ts';
import { factsOf } from './answers.ts';

export type GuideNow = {
  guide: Guide | undefined;
  /** The guide before the last answer: what is new and what is gone is told from it. */
  before: Guide | undefined;
  error: Error | null;
  again: () => void;
};

/**
 * The guide for the answers in the address. The first call, with no answers, tells which asks there
 * are; it is kept, so an answered address costs one call more, once.
 */
export function useGuide(item: string, query: Record<string, string>): GuideNow {
  const plain = useQuery({
    queryKey: ['catalogue.guide', item, {}],
    queryFn: () => call('catalogue.guide', { id: item, facts: {} }),
    staleTime: 5 * 60_000,
  });
  const facts = factsOf(plain.data?.asks ?? [], query);
  const answered = useQuery({
    queryKey: ['catalogue.guide', item, facts],
    queryFn: () => call('catalogue.guide', { id: item, facts }),
    enabled: plain.data !== undefined && Object.keys(facts).length > 0,
    staleTime: 5 * 60_000,
    placeholderData: keepPreviousData,
  });
  const guide = Object.keys(facts).length > 0 ? answered.data : plain.data;
  const [seen, setSeen] = useState<{ now?: Guide | undefined; before?: Guide | undefined }>({});
  if (guide !== undefined && guide !== seen.now) setSeen({ now: guide, before: seen.now });
  return {
    guide,
    before: seen.before,
    error: plain.error ?? answered.error,
    again: () => void (plain.error ? plain.refetch() : answered.refetch()),
  };
}
