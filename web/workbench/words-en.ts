/** English of words-zh.ts. */
import type { Key } from './words.ts';

export const workEn: Partial<Record<Key, string>> = {};
