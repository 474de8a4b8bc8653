/** Sets of facts as people might state them, from an item's own asks and fields. By a seed. */
import type { Field, OpenItem } from '#graph';
import type { Json } from '#rules';

/** Random numbers below 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Pick = <T>(list: readonly T[]) => T;

const pad = (n: number): string => String(n).padStart(2, '0');

/** A value a field takes; undefined for kinds left out (files, numbers with check digits). */
function valueFor(field: Field, next: () => number, pick: Pick): Json | undefined {
  const below = (n: number): number => Math.floor(next() * n);
  switch (field.type) {
    case 'text':
      return `示范文字 ${Math.floor(next() * 1e6)}`;
    case 'name':
      return `${pick(['王', '李', '张', '欧阳'])}${pick(['秀英', '建国', '敏', '伟'])}`;
    case 'phone':
      return `139${String(Math.floor(next() * 1e8)).padStart(8, '0')}`;
    case 'date':
      return [2020 + below(9), pad(1 + below(12)), pad(1 + below(28))].join('-');
    case 'number':
    case 'money': {
      const least = Number(field.min ?? 0);
      const most = Math.min(Number(field.max ?? 3000), least + 3000);
      return String(least + Math.floor(next() * (most - least + 1)));
    }
    case 'boolean':
      return next() < 0.5;
    case 'choice':
      return pick(Object.keys(field.options ?? {}));
    default:
      return undefined;
  }
}

/** `n` different sets for an item: each ask known two times in three, each field every other. */
export function factSets(open: OpenItem, n: number, seed: number): Record<string, Json>[] {
  const next = random(seed);
  const pick: Pick = (list) => list[Math.floor(next() * list.length)] as (typeof list)[number];
  const sets = new Map<string, Record<string, Json>>();
  for (let tries = 0; sets.size < n && tries < 50 * n; tries++) {
    const facts: Record<string, Json> = {};
    for (const section of open.form) {
      for (const { address, field, target } of section.fields) {
        if (target.many || next() < 0.5) continue;
        const value = valueFor(field, next, pick);
        if (value !== undefined) facts[address] = value;
      }
    }
    for (const party of open.parties) {
      if (party.many && next() < 0.5) facts[party.id] = String(Math.floor(next() * 8));
    }
    for (const ask of open.asks) {
      if (next() < 0.66) facts[ask.address] = pick(ask.options).value;
    }
    sets.set(JSON.stringify(facts), facts);
  }
  return [...sets.values()];
}
