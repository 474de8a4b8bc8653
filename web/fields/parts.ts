/** For types whose value is several named parts. */
import type { Json } from '../contract.ts';
import type { Typed } from './model.ts';

/** The part of a composed answer in its boxes; '' when there is none. */
export function partOf(typed: Typed, part: string): Typed {
  if (typed === null || typeof typed !== 'object' || Array.isArray(typed)) return '';
  return typed[part] ?? '';
}

/** The part of a kept value; null when there is none. */
export function valueOf(value: Json, part: string): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  return value[part] ?? null;
}

/** A composed answer with one part changed. */
export function withPart(typed: Typed, part: string, next: Typed): Typed {
  const before = typed !== null && typeof typed === 'object' && !Array.isArray(typed) ? typed : {};
  return { ...before, [part]: next };
}
