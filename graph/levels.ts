/** 两集中两到位: how many hands an item's workflow takes, and what it declares (E6). */
import type { Item } from './schema.ts';

/** Hands of each path: settled at once by one; else one reviews and another decides. */
const hands: Partial<Record<Item['procedure'], number>> = { instant: 1, permit: 2, allowance: 2 };

/** Hands the workflow of this procedure takes; undefined where it decides nothing by hand. */
export function handsOf(procedure: Item['procedure']): number | undefined {
  return hands[procedure];
}
