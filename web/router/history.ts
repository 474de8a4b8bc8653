/** Where the browser is, as a store React can read. Going somewhere is one function. */
import { useSyncExternalStore } from 'react';
import { addressOf, placeAt, type Place, type Route } from '../paths.ts';

let here: Route = placeAt(location.pathname, location.search);
let focusWanted = false;
const listeners = new Set<() => void>();
const depths = new Map<string, number>();

history.scrollRestoration = 'manual';

/** Each entry of the history has a key, so that its scroll position can be found again. */
function keyNow(): string {
  const state = history.state as { key?: string } | null;
  return state?.key ?? 'first';
}

function arrived(scrollTo: number): void {
  here = placeAt(location.pathname, location.search);
  for (const listener of listeners) listener();
  settleScroll(scrollTo, 20);
}

/** The page may still be loading: tries again for up to a third of a second until it is tall enough. */
function settleScroll(y: number, tries: number): void {
  window.scrollTo(0, y);
  if (tries > 0 && Math.abs(window.scrollY - y) > 2) {
    setTimeout(() => settleScroll(y, tries - 1), 16);
  }
}

window.addEventListener('popstate', () => arrived(depths.get(keyNow()) ?? 0));
window.addEventListener('scroll', () => depths.set(keyNow(), window.scrollY), { passive: true });

/** Goes to a place of this app. `replace` leaves no step for the back button. */
export function go(place: Place, how: { replace?: boolean; stay?: boolean } = {}): void {
  goTo(addressOf(place), how);
}

/** Goes to an address of this app; `stay` keeps the scroll position and the focus. */
export function goTo(address: string, how: { replace?: boolean; stay?: boolean } = {}): void {
  const key = Math.random().toString(36).slice(2);
  if (how.replace) history.replaceState({ key }, '', address);
  else history.pushState({ key }, '', address);
  if (how.stay) {
    here = placeAt(location.pathname, location.search);
    for (const listener of listeners) listener();
    return;
  }
  focusWanted = true;
  arrived(0);
}

/** True once after each navigation: the new page's title takes the focus then. */
export function takeFocusWish(): boolean {
  const wish = focusWanted;
  focusWanted = false;
  return wish;
}

/** Where the person is now; a component that uses it is drawn again when that changes. */
export function useRoute(): Route {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => here,
  );
}

/** Path and query as they stand, to come back to after signing in. */
export function addressHere(): string {
  return location.pathname + location.search;
}
