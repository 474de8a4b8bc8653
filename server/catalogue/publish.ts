/** Brings item versions into effect. Publishing one item never moves another. */
import { canonicalJson, type ItemVersion } from '#graph';
import type { Trx } from '#base';
import { cardOf } from './card.ts';
import { lookAgain } from './shelf.ts';
import { addRelease, addVersion, type Origin, type ReleasedItem } from './store.ts';

/**
 * Keeps a version under its hash. `hash` is the SHA-256 (hex) of its canonical JSON.
 * @returns false where this hash was seen before; nothing is written then.
 */
export function keepVersion(
  trx: Trx,
  made: { version: ItemVersion; hash: string; origin: Origin; at: Date },
): Promise<boolean> {
  const { version, hash, origin, at } = made;
  return addVersion(trx, {
    hash,
    item: version.item.id,
    engine: version.engine,
    body: canonicalJson(version),
    card: cardOf(version),
    origin,
    at,
  });
}

export type Release = {
  /** Account, or `files` for an import. */
  by: string;
  origin: Origin;
  at: Date;
  /** The person's name, for the history. */
  byName?: string;
  /** The order an emergency item rests on. */
  basis?: string;
  note?: string;
  /** Items that this release moves; `hash: null` withdraws one. Kept versions only. */
  items: readonly ReleasedItem[];
};

/** Writes a release. Every process goes by it within about a second. Gives its number. */
export async function publish(trx: Trx, release: Release): Promise<number> {
  const { at, by, origin, byName = null, basis = null, note = null, items } = release;
  const id = await addRelease(trx, { at, by, byName, basis, origin, note }, items);
  lookAgain();
  return id;
}
