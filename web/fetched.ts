/** Parts of the program that are fetched when somebody goes there. */
import { startWaiting } from './network.ts';

/** Waits between the tries, in milliseconds: as long as a call is tried. */
const WAITS = [400, 800, 1600, 3200, 5000, 8000, 8000];

/**
 * Fetches a part; without network it is tried again while the head of the page says so.
 * Throws what the last try threw: a new release may have replaced the part.
 */
export async function fetched<T>(load: () => Promise<T>, waits: readonly number[] = WAITS): Promise<T> {
  let settled = () => {};
  try {
    for (let n = 0; ; n += 1) {
      try {
        return await load();
      } catch (failure) {
        const wait = waits[n];
        if (wait === undefined) throw failure;
        if (n === 0) settled = startWaiting();
        await new Promise((done) => setTimeout(done, wait));
      }
    }
  } finally {
    settled();
  }
}
