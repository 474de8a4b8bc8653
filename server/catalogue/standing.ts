/** Where an item stands: offered, planned, withdrawn or waiting; and everything that was released. */
import { notThere, type Context, type World } from '#base';
import type { Text } from '#graph';
import type { Actor } from '#identity';
import type { Card } from './card.ts';
import type { Change } from './compare.ts';
import { standings, type Standing } from './shelf.ts';
import { cardsOf, readDrafts, releasesOf, type Draft, type Publication } from './store.ts';

/** `waiting`: composed and never published; `planned`: published for a moment to come. */
export type ItemState = 'offered' | 'planned' | 'withdrawn' | 'waiting';

export type ItemStanding = {
  id: string;
  name: Text;
  emergency: boolean;
  state: ItemState;
  /** Since when it is so; of a planned one, from when it will be offered. */
  since: string | null;
  /** When it ends by itself. */
  until: string | null;
  /** Why it was withdrawn, where somebody said so. */
  why: string | null;
  /** A version that waits for a person, and in how many places it differs. */
  draft: { changes: number; at: string } | null;
};

type Near = Pick<World, 'db' | 'clock'>;

function stateOf(standing: Standing | undefined): { state: ItemState; of: Publication | undefined } {
  const last = standing?.past.at(-1);
  if (last && last.hash !== null) return { state: 'offered', of: last };
  const next = standing?.planned.find(({ hash }) => hash !== null);
  if (next) return { state: 'planned', of: next };
  return last ? { state: 'withdrawn', of: last } : { state: 'waiting', of: undefined };
}

/** The end that is to come, if the item is to end by itself or by a planned withdrawal. */
function endOf(standing: Standing | undefined, of: Publication | undefined): Date | null {
  if (of?.hash === undefined || of.hash === null) return null;
  return standing?.planned.find(({ hash, from }) => hash === null && from > of.from)?.from ?? null;
}

function standingOf(
  id: string, known: { standing: Standing | undefined; draft: Draft | undefined; card: Card | undefined },
): ItemStanding {
  const { standing, draft, card } = known;
  const { state, of } = stateOf(standing);
  return {
    id, name: card?.name ?? { zh: id }, emergency: card?.emergency === true, state,
    since: of?.from.toISOString() ?? null,
    until: endOf(standing, of)?.toISOString() ?? null,
    why: state === 'withdrawn' ? (of?.note ?? null) : null,
    draft: draft ? { changes: draft.diff.length, at: draft.at.toISOString() } : null,
  };
}

/** The version an item is known by: in effect, else the last, else the one that waits. */
function hashOf(standing: Standing | undefined, draft: Draft | undefined): string | undefined {
  const all = [...(standing?.past ?? []), ...(standing?.planned ?? [])];
  return all.findLast(({ hash }) => hash !== null)?.hash ?? draft?.hash;
}

async function known(world: Near) {
  const [all, drafts] = await Promise.all([standings(world), readDrafts(world.db)]);
  const waiting = new Map(drafts.map((draft) => [draft.item, draft]));
  const ids = [...new Set([...all.keys(), ...waiting.keys()])].sort();
  const hashes = ids.flatMap((id) => hashOf(all.get(id), waiting.get(id)) ?? []);
  const cards = await cardsOf(world.db, [...new Set(hashes)]);
  return ids.map((id) => {
    const standing = all.get(id);
    const draft = waiting.get(id);
    return { id, standing, draft, card: cards.get(hashOf(standing, draft) ?? '') };
  });
}

/** Every item that was ever composed, by id. */
export async function listStandings(world: Near): Promise<ItemStanding[]> {
  return (await known(world)).map(({ id, ...rest }) => standingOf(id, rest));
}

export type ReleaseLine = {
  release: number; at: string; from: string; until: string | null; what: 'published' | 'withdrawn';
  /** The first signs of the version's hash. */
  version: string | null;
  /** Whoever released it; null: taken from the files. */
  by: string | null;
  basis: string | null; note: string | null;
};

export type ItemHistory = ItemStanding & { releases: ReleaseLine[]; changes: Change[] };

/** An item with all its releases and what its waiting version would change. Refused 404. */
export async function historyOf(context: Context<Actor>, id: string): Promise<ItemHistory> {
  const found = (await known(context)).find((one) => one.id === id);
  if (!found) throw notThere();
  const releases = await releasesOf(context.db, id);
  return {
    ...standingOf(id, found),
    changes: found.draft?.against == null ? [] : found.draft.diff.slice(0, 50),
    releases: releases.map((r) => ({
      release: r.release, at: r.at.toISOString(), from: r.from.toISOString(),
      until: r.until?.toISOString() ?? null, what: r.hash === null ? 'withdrawn' : 'published',
      version: r.hash?.slice(0, 12) ?? null, by: r.byName, basis: r.basis, note: r.note,
    })),
  };
}
