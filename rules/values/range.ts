/** The range a text writes, as `range("[18..21)")` reads it (DMN 1.5, grammar rule 66). */
import type { Value } from './values.ts';
import { Day, Span } from './day.ts';
import { numberOf } from './number.ts';
import { parseTemporal } from './temporal.ts';
import { DateTime } from './moment.ts';
import { Time } from './time.ts';
import { order, Range } from './values.ts';

const whole = /^(\[|\]|\()(.*)(\]|\[|\))$/s;
const text =
  /^(@|(?:date and time|date|time|duration)(?=\())?\s*\(?\s*"((?:[^"\\]|\\.)*)"\s*(\))?$/s;

/** What `date`, `time` … read, told apart by what they make. */
const kinds: Record<string, (value: unknown) => boolean> = {
  '@': () => true,
  date: (value) => value instanceof Day,
  time: (value) => value instanceof Time,
  'date and time': (value) => value instanceof DateTime,
  duration: (value) => value instanceof Span,
};

/** An end: undefined where the text is no literal. */
function end(written: string): Value {
  const [, kind, inside = '', closed] = text.exec(written) ?? [];
  if (kind !== undefined) {
    if ((kind === '@') !== (closed === undefined)) return undefined;
    const time = kind === 'date and time' && !inside.includes('T') ? 'T00:00:00' : '';
    const value = parseTemporal(inside + time);
    return kinds[kind]?.(value) === true ? (value ?? undefined) : undefined;
  }
  if (written.startsWith('"') && closed === undefined) return inside.replace(/\\(["\\])/g, '$1');
  return numberOf(written.replace(/^-\s*/, '-')) ?? undefined;
}

/** Where the two dots are that part the ends, outside of quotes; −1 for none or more than one. */
function dots(inside: string): number {
  let found = -1;
  let quoted = false;
  for (let at = 0; at < inside.length; at++) {
    if (inside[at] === '\\' && quoted) at++;
    else if (inside[at] === '"') quoted = !quoted;
    else if (!quoted && inside.startsWith('..', at)) {
      if (found >= 0) return -1;
      found = at++;
    }
  }
  return found;
}

/** Reads a range of literals of one kind; null for anything else and for ends in the wrong order. */
export function rangeOf(written: string): Range | null {
  const [, first, inside = '', last] =
    (written.length > 200 ? null : whole.exec(written.trim())) ?? [];
  const middle = dots(inside);
  if (first === undefined || middle < 0) return null;
  const [lowText, highText] = [inside.slice(0, middle).trim(), inside.slice(middle + 2).trim()];
  const openLow = first !== '[';
  const openHigh = last !== ']';
  const low = lowText === 'null' ? null : end(lowText);
  const high = highText === 'null' ? null : end(highText);
  if ((low === undefined && lowText !== '') || (high === undefined && highText !== '')) return null;
  const [noLow, noHigh] = [(low ?? null) === null, (high ?? null) === null];
  if ((noLow && (!openLow || noHigh)) || (noHigh && !openHigh)) return null;
  if (!noLow && !noHigh && (order(low, high) ?? 1) > 0) return null;
  return new Range({ low, high, openLow, openHigh });
}
