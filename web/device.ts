/** What this device remembers: how to show pages, and unsaved answers until they are with the server. */
import { useSyncExternalStore } from 'react';

const ELDER = 'bantuo.elder';
const UNSAVED = 'bantuo.unsaved.';
const listeners = new Set<() => void>();

/** Storage may be full or forbidden (private windows): then nothing is remembered, nothing breaks. */
function attempt<T>(act: () => T, otherwise: T): T {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

/** What the person chose on this device, or null when nothing was chosen yet. */
export function elderChoice(): boolean | null {
  const kept = attempt(() => localStorage.getItem(ELDER), null);
  return kept === null ? null : kept === 'yes';
}

/** Turns the face with larger type and targets (长辈版) on or off and remembers it here. */
export function chooseElder(on: boolean): void {
  attempt(() => localStorage.setItem(ELDER, on ? 'yes' : 'no'), undefined);
  showElder(on);
}

/** Shows the larger face without remembering it as a choice. */
export function showElder(on: boolean): void {
  document.documentElement.toggleAttribute('data-elder', on);
  for (const listener of listeners) listener();
}

/** True while the larger face is shown. */
export function useElder(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => document.documentElement.hasAttribute('data-elder'),
  );
}

/** Keeps what was typed and is not yet with the server, under the draft it belongs to. */
export function keepUnsaved(draft: string, answers: object): void {
  attempt(() => localStorage.setItem(UNSAVED + draft, JSON.stringify(answers)), undefined);
}

/** What was typed here and never reached the server; null when there is nothing. */
export function unsavedOf<T extends object>(draft: string): T | null {
  const kept = attempt(() => localStorage.getItem(UNSAVED + draft), null);
  return kept === null ? null : attempt(() => JSON.parse(kept) as T, null);
}

/** Removes what was kept for one draft: it is with the server now. */
export function forgetUnsaved(draft: string): void {
  attempt(() => localStorage.removeItem(UNSAVED + draft), undefined);
}

const leaving = new Set<() => Promise<void>>();

/** Something to finish before the person signs out or changes the name he acts in. */
export function beforeLeaving(finish: () => Promise<void>): () => void {
  leaving.add(finish);
  return () => leaving.delete(finish);
}

/** Finishes it: what was typed is with the server before the session ends. */
export async function finishBeforeLeaving(): Promise<void> {
  await Promise.all([...leaving].map((finish) => finish()));
}

/** Leaves nothing personal behind on this device (after signing out). */
export function forgetPersonalData(): void {
  attempt(() => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(UNSAVED)) localStorage.removeItem(key);
    }
  }, undefined);
}
