import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { call, newKey } from '../client.ts';
import type { Draft } from '../contract.ts';
import { beforeLeaving, forgetUnsaved, keepUnsaved, unsavedOf } from '../device.ts';
import { useRead } from '../queries.ts';
import type { Typed } from '../fields/model.ts';
import { DraftKeeper, type DraftNow } from './keeper.ts';

function keeperOf(draft: Draft): DraftKeeper {
  const { id } = draft;
  return new DraftKeeper(draft, {
    save: (facts, version, key) => call('cases.save', { id, facts }, { ifMatch: version, key }),
    removeMember: (member, version, key) =>
      call('cases.remove-member', { id, ...member }, { ifMatch: version, key }),
    load: () => call('cases.draft', { id }),
    newKey,
    keep: (typed) => keepUnsaved(id, typed),
    forget: () => forgetUnsaved(id),
    recover: () => unsavedOf<Record<string, Typed>>(id),
  });
}

/** Gives the page the item's rules; without them (an old device, a lost network) the server says all. */
async function thinkAhead(keeper: DraftKeeper, { rules }: Draft): Promise<void> {
  if (rules === null) return;
  try {
    const { instantOf } = await import('./instant.ts');
    keeper.thinkWith(await instantOf(rules));
  } catch (fault) {
    console.warn('the page does without its own rules', fault);
  }
}

/** Opens a draft for writing; saves when the page is hidden and before it goes away. */
export function useDraft(id: string): { keeper: DraftKeeper | null; error: Error | null } {
  const read = useRead('cases.draft', { id });
  const [open, setOpen] = useState<{ id: string; keeper: DraftKeeper } | null>(null);
  const opened = useRef<string | null>(null);
  const keeper = open?.id === id ? open.keeper : null;
  useEffect(() => {
    if (!read.data || read.isFetching || opened.current === id) return;
    opened.current = id;
    const made = keeperOf(read.data);
    void thinkAhead(made, read.data);
    setOpen({ id, keeper: made });
  }, [read.data, read.isFetching, id]);
  useEffect(() => {
    if (keeper === null) return;
    const flush = () => void keeper.flush();
    document.addEventListener('visibilitychange', flush);
    window.addEventListener('online', flush);
    const stay = beforeLeaving(() => keeper.flush());
    return () => {
      stay();
      document.removeEventListener('visibilitychange', flush);
      window.removeEventListener('online', flush);
      flush();
    };
  }, [keeper]);
  return { keeper, error: read.error };
}

/** The draft as it is now; drawn again with each letter and each save. */
export function useDraftNow(keeper: DraftKeeper): DraftNow {
  return useSyncExternalStore(keeper.subscribe, keeper.snapshot);
}
