/** Whether calls are being tried again at this moment; the top of the page says so calmly. */
import { useSyncExternalStore } from 'react';

let waiting = 0;
const listeners = new Set<() => void>();

/** Counts a call that waits to be tried again; the returned function ends the waiting. */
export function startWaiting(): () => void {
  change(1);
  let ended = false;
  return () => {
    if (!ended) change(-1);
    ended = true;
  };
}

function change(by: number): void {
  waiting += by;
  for (const listener of listeners) listener();
}

/** True while at least one call is being tried again. */
export function useRetrying(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting > 0,
  );
}
