/**
 * The guide as JSON bytes, put together from bytes of its parts: most of a guide was written
 * before.
 */
import type { Env } from '#rules';
import type { Facts } from './facts.ts';
import { guide } from './guide.ts';
import type { Guide } from './guide-shape.ts';
import type { OpenItem } from './open.ts';

/** Bytes of parts that guides share; they go when the parts go. */
const written = new WeakMap<object, Uint8Array>();
const encoder = new TextEncoder();
const marks = new Map<string, Uint8Array>();

function plain(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Bytes of punctuation and keys, kept. */
function mark(text: string): Uint8Array {
  let bytes = marks.get(text);
  if (!bytes) marks.set(text, (bytes = plain(text)));
  return bytes;
}

function bytesOf(part: object): Uint8Array {
  let bytes = written.get(part);
  if (!bytes) written.set(part, (bytes = plain(JSON.stringify(part))));
  return bytes;
}

/** Parts that guides share, whole or as members of a list. */
const SHARED = new Set<keyof Guide>([
  'name',
  'unit',
  'time',
  'fee',
  'visits',
  'asks',
  'situations',
  'conditions',
  'materials',
  'form',
  'result',
]);
/** Lists made anew for each guide from shared members. */
const LISTS = new Set<keyof Guide>(['asks', 'situations', 'conditions', 'materials']);

function addList(list: readonly object[], to: Uint8Array[]): void {
  list.forEach((part, i) => to.push(mark(i === 0 ? '[' : ','), bytesOf(part)));
  to.push(mark(list.length === 0 ? '[]' : ']'));
}

function joined(parts: Uint8Array[]): Uint8Array {
  const size = parts.reduce((n, p) => n + p.length, 0);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const p of parts) {
    whole.set(p, at);
    at += p.length;
  }
  return whole;
}

/** UTF-8 of `JSON.stringify(guide(open, facts, env))`, several times sooner. */
export function guideBytes(open: OpenItem, facts: Facts, env: Env): Uint8Array {
  const g = guide(open, facts, env);
  const parts: Uint8Array[] = [];
  for (const key of Object.keys(g) as (keyof Guide)[]) {
    parts.push(mark(`${parts.length === 0 ? '{' : ','}"${key}":`));
    const value = g[key];
    if (typeof value !== 'object' || value === null || !SHARED.has(key)) {
      parts.push(plain(JSON.stringify(value)));
    } else if (LISTS.has(key)) addList(value as object[], parts);
    else parts.push(bytesOf(value));
  }
  parts.push(mark('}'));
  return joined(parts);
}
