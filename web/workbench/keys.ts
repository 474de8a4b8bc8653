/** Keys of one letter: heard anywhere on the page but where somebody types, and can be turned off. */
import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';

const OFF = 'bantuo.workbench.keys-off';
const listeners = new Set<() => void>();

/** Storage may be forbidden: then keys are on. */
function off(): boolean {
  try {
    return localStorage.getItem(OFF) === 'yes';
  } catch {
    return false;
  }
}

/** Turns the keys on or off on this device. */
export function chooseKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, 'yes');
  } catch {
    // Not remembered; nothing else is lost.
  }
  for (const listener of listeners) listener();
}

/** Whether keys of one letter do something (WCAG 2.1.4: they can be turned off). */
export function useKeysOn(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => !off(),
  );
}

/**
 * The name of a pressed key: a capital letter, a sign, or the browser's name (`Enter`). With a
 * Chinese input method on, the browser knows only which key it was.
 */
export function keyOf(event: { key: string; code: string }): string {
  if (/^[a-z0-9?/]$/i.test(event.key)) return event.key.toUpperCase();
  if (event.key === '？') return '?';
  if (event.key === '、') return '/';
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  return letter ?? event.key;
}

const typing = 'input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea, select';
const pressable = 'a, button, input, select, textarea, summary, label';

/**
 * Does what the map says for a key. Not while typing, with Ctrl or Alt, while a dialog is open, or
 * when a key is held down; Enter on something that can be pressed presses that. `Ctrl+Enter` and
 * `Escape` are heard while typing too, and when single letters are turned off.
 */
export function useKeys(map: Record<string, (() => void) | undefined>): void {
  const now = useRef(map);
  // Before anything is painted: what can be seen can be pressed.
  useLayoutEffect(() => {
    now.current = map;
  });
  useLayoutEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      if (document.querySelector('dialog[open]') !== null) return;
      const name = keyOf(event);
      const whole = event.ctrlKey && name === 'Enter' ? 'Ctrl+Enter' : name;
      const always = whole === 'Ctrl+Enter' || whole === 'Escape';
      if (!always && !heardNow(event, name)) return;
      const act = now.current[whole];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', hear);
    return () => document.removeEventListener('keydown', hear);
  }, []);
}

function heardNow(event: KeyboardEvent, name: string): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const at = event.target instanceof Element ? event.target : document.body;
  if (at.closest(typing) !== null) return false;
  if (name === 'Enter') return at.closest(pressable) === null;
  return !off();
}
