/** Which facts are still needed, which decides soonest, and which can no longer change the answer. */
import type { Env, Read } from '../closure/frame.ts';
import type { Shape } from '../check/shape.ts';
import type { Node } from '../check/tree.ts';
import type { Rule } from '../evaluate.ts';
import type { Json, Value } from '../values/values.ts';
import { evaluate } from '../evaluate.ts';
import { toJson } from '../values/values.ts';
import { allOf } from '../parts.ts';

/** Facts whose values are tried to find the order of asking, at most. */
const MOST_TRIED = 60;
/** Joint answers that are tried to prove that a fact changes nothing, at most. */
const MOST_JOINT = 4096;

/** Values of a fact worth trying; `all`: it has no others (but none, which is always tried too). */
type Domain = { values: Json[]; all: boolean };

/** Literals of a tree that stand beside facts: the values at which comparisons turn. */
function written(tree: Node): Map<Shape['type'], Value[]> {
  const found = new Map<Shape['type'], Value[]>();
  for (const node of allOf(tree)) {
    if (node.kind !== 'literal' || node.value === null) continue;
    const { type } = node.shape;
    found.set(type, [...(found.get(type) ?? []), node.value]);
  }
  return found;
}

const samples: Partial<Record<Shape['type'], Json[]>> = {
  number: ['0', '1', '1000000'],
  text: ['', '某'],
  date: ['1900-01-01', '2100-01-01'],
};

function domainOf(shape: Shape, literals: Map<Shape['type'], Value[]>): Domain {
  if (shape.type === 'boolean') return { values: [true, false], all: true };
  if (shape.type === 'choice' && shape.options !== undefined) {
    // A code the dictionary does not know may still arrive: it stands for all others.
    return { values: [...shape.options.keys(), '\u0000'], all: true };
  }
  const near = (literals.get(shape.type) ?? []).slice(0, 8).flatMap((value) => toJson(value) ?? []);
  return { values: [...near, ...(samples[shape.type] ?? [])], all: false };
}

/** An unknown fact of a residual rule. */
export type Ask = { address: string; domain: Domain };

/** The scalar facts a tree still asks for, with the values worth trying. */
export function asksOf(tree: Node, read: Read): Ask[] {
  const literals = written(tree);
  const found = new Map<string, Ask>();
  for (const node of allOf(tree)) {
    if (node.kind !== 'read' || found.has(node.address) || read(node.address) !== undefined)
      continue;
    found.set(node.address, { address: node.address, domain: domainOf(node.shape, literals) });
  }
  return [...found.values()];
}

/** How much of a fact's values decides the rule at once: 1 all of them, 0 none. */
function decides(rule: Rule, ask: Ask, read: Read, env: Env): number {
  const { values } = ask.domain;
  if (values.length === 0) return 0;
  const done = values.filter((value) => {
    const given = (address: string): Json | undefined =>
      address === ask.address ? value : read(address);
    return evaluate(rule, given, env).value !== undefined;
  });
  return done.length / values.length;
}

/** Puts addresses in the order of asking: what decides soonest first, else as the rule reads them. */
export function inOrder(
  addresses: string[],
  asks: Ask[],
  on: { rule: Rule; read: Read; env: Env },
): string[] {
  const worth = new Map<string, number>();
  for (const ask of asks.slice(0, MOST_TRIED)) {
    if (addresses.includes(ask.address))
      worth.set(ask.address, decides(on.rule, ask, on.read, on.env));
  }
  // The count of a group comes before its members: without it there are none.
  const of = (address: string): number => worth.get(address) ?? (/\[/.test(address) ? 0 : 1);
  return addresses
    .map((address, at) => ({ address, at }))
    .sort((a, b) => of(b.address) - of(a.address) || a.at - b.at)
    .map(({ address }) => address);
}

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/**
 * Facts that cannot change the answer whatever the others are: every joint answer was tried. Only
 * where all facts have few values; null where that is not so, and any of them may matter.
 */
export function idle(rule: Rule, asks: Ask[], read: Read, env: Env): Set<string> | null {
  // Where the rule asks what is known, staying unknown is an answer too.
  const also = [...allOf(rule.tree)].some((node) => node.kind === 'known')
    ? [null, undefined]
    : [null];
  const domains = asks.map((ask): (Json | undefined)[] => [...ask.domain.values, ...also]);
  const joint = domains.reduce((product, values) => product * values.length, 1);
  if (joint > MOST_JOINT || asks.some((ask) => !ask.domain.all)) return null;
  const at = new Map<string, Json | undefined>();
  const given = (address: string): Json | undefined =>
    at.has(address) ? at.get(address) : read(address);
  const results: (Json | undefined)[] = [];
  for (let n = 0; n < joint; n++) {
    let rest = n;
    asks.forEach((ask, index) => {
      const values = domains[index] ?? [];
      at.set(ask.address, values[rest % values.length]);
      rest = Math.floor(rest / values.length);
    });
    results.push(evaluate(rule, given, env).value);
  }
  const idleOnes = new Set<string>();
  let stride = 1;
  asks.forEach((ask, index) => {
    const size = domains[index]?.length ?? 1;
    const step = stride;
    const still = results.every((result, n) => {
      const first = n - (Math.floor(n / step) % size) * step;
      return same(result, results[first]);
    });
    if (still) idleOnes.add(ask.address);
    stride *= size;
  });
  return idleOnes;
}
