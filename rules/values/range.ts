/** The range a text writes, as `range("[18..21)")` reads it (DMN 1.5, grammar rule 66). */
import type { Value } from './values.ts';
import { Day, Span } from './day.ts';
import { numberOf } from './number.ts';
import { isTemporal, parseTemporal } from './temporal.ts';
import { DateTime } from './moment.ts';
import { Time } from './time.ts';
import { order, Range } from './values.ts';

const kinds = new Map<string, (value: unknown) => boolean>([
  ['date', (value) => value instanceof Day],
  ['time', (value) => value instanceof Time],
  ['date and time', (value) => value instanceof DateTime],
  ['duration', (value) => value instanceof Span],
]);

const whole = /^(\[|\]|\()(.*)(\]|\[|\))$/s;
const text = /^"((?:[^"\\]|\\.)*)"$/s;
const call = /^(date and time|date|time|duration)\s*\(\s*"([^"\\]*)"\s*\)$/;

/** An end: undefined where the text is no literal. */
function end(written: string): Value {
  const string = text.exec(written);
  if (string !== null) return (string[1] ?? '').replace(/\\(["\\])/g, '$1');
  const at = /^@\s*"([^"\\]*)"$/.exec(written);
  if (at !== null) return parseTemporal(at[1] ?? '') ?? undefined;
  const [, kind = '', inside = ''] = call.exec(written) ?? [];
  if (kind !== '') {
    const value = parseTemporal(
      kind === 'date and time' && !inside.includes('T') ? `${inside}T00:00:00` : inside,
    );
    return isTemporal(value) && kinds.get(kind)?.(value) === true ? value : undefined;
  }
  const number = /^-?\s*[\d.]/.test(written) ? numberOf(written.replace(/^-\s*/, '-')) : null;
  return number ?? undefined;
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
  const low = lowText === '' ? null : end(lowText);
  const high = highText === '' ? null : end(highText);
  if (low === undefined || high === undefined || (low === null && high === null)) return null;
  if ((low === null && !openLow) || (high === null && !openHigh)) return null;
  if (low !== null && high !== null && !((order(low, high) ?? 1) <= 0)) return null;
  return new Range({ low, high, openLow, openHigh });
}
