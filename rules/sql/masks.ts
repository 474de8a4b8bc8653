/**
 * Bits of many rules by one look at each column. A rule that is a conjunction has a word of bits
 * for each value of a column its conditions compare alone: whether it can hold there, and whether
 * it can still come to hold. The words of all columns together (`&`) leave the rules that hold, and
 * those that are not decided against; what compares several facts is asked only of those.
 */
import type { Env } from '../closure/frame.ts';
import type { Layout } from '../layout.ts';
import type { Node } from '../check/tree.ts';
import type { Pool, Term } from './terms.ts';
import type { Regions } from './regions.ts';
import type { SqlTable } from './emitting.ts';
import { columnType, flagText, quoted, WORD } from './columns.ts';
import { dayText, Day } from '../values/day.ts';
import { holds, joined, mayHold } from './logic.ts';
import { regionsOf } from './regions.ts';
import { all, any, param } from './terms.ts';

/** Rules of one word: a bit each for what holds, and above them a bit each for what may. */
export const RULES_A_WORD = 31;
const ALL = (1n << 62n) - 1n;

/** A rule of a word: its conditions on single columns, and the rest of it. */
export type Split = { regions: Regions[]; rest: Term | null; places: Set<number> };

/** The conditions of a conjunction. */
function conditions(tree: Node): Node[] {
  return tree.kind === 'logic' && tree.op === 'and' ? tree.parts.flatMap(conditions) : [tree];
}

/** Takes a rule apart; `emit` makes the term of what compares several columns. */
export function split(
  tree: Node,
  table: { layout: Layout; env: Env },
  emit: (node: Node) => { term: Term; reads: Set<number> },
): Split {
  const regions: Regions[] = [];
  const rest: Term[] = [];
  const places = new Set<number>();
  for (const node of conditions(tree)) {
    const one = regionsOf(node, table.layout, table.env);
    if (one === null) {
      const { term, reads } = emit(node);
      rest.push(term);
      for (const place of reads) places.add(place);
    } else {
      regions.push(one);
      places.add(one.place);
    }
  }
  return { regions, rest: rest.length === 0 ? null : joined('and', rest), places };
}

/** The bits a rule keeps where a condition of it is so. */
function kept(at: number, truth: boolean | null | undefined): bigint {
  const [hold, may] = [1n << BigInt(at), 1n << BigInt(at + RULES_A_WORD)];
  if (truth === true) return ALL;
  return truth === false ? ALL & ~hold & ~may : ALL & ~hold;
}

/** The word of a column for a value, for none and for unknown. */
type Words = { starts: { start: bigint; word: bigint }[]; none: bigint; unknown: bigint };

function wordsOf(rules: { at: number; regions: Regions }[]): Words {
  const starts = new Set(rules.flatMap(({ regions }) => regions.ranges.map((one) => one.start)));
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
  const words: Words = { starts: [], none: ALL, unknown: ALL };
  for (const { at, regions } of rules) {
    words.none &= kept(at, regions.none);
    words.unknown &= kept(at, regions.unknown);
  }
  for (const start of sorted) {
    let word = ALL;
    for (const { at, regions } of rules) {
      word &= kept(at, regions.ranges.findLast((one) => one.start <= start)?.truth);
    }
    if (words.starts.at(-1)?.word !== word) words.starts.push({ start, word });
  }
  return words;
}

type Tree = {
  name: string;
  of: (start: bigint) => string;
  least: (word: string) => string;
  pool: Pool;
};

/** The word of a value: a tree of comparisons. NULL comes to its least leaf, where it is asked for. */
function tree(starts: Words['starts'], at: Tree, least: boolean): string {
  const [first] = starts;
  const leaf = param(at.pool, 'int8', String(first?.word ?? ALL));
  if (starts.length < 2) return least ? at.least(leaf) : leaf;
  const middle = starts.length >> 1;
  const from = starts[middle]?.start ?? 0n;
  return (
    `CASE WHEN ${at.name} >= ${at.of(from)} THEN ${tree(starts.slice(middle), at, false)} ` +
    `ELSE ${tree(starts.slice(0, middle), at, least)} END`
  );
}

function columnWord(place: number, words: Words, { layout, names, pool }: SqlTable): string {
  const column = layout[place];
  const name = quoted(names.values[place] ?? '');
  const type = column === undefined ? null : columnType(column);
  const none = param(pool, 'int8', String(words.none));
  const missing =
    words.none === words.unknown
      ? none
      : `CASE WHEN ${flagText(new Set([place]), { names, pool })} ` +
        `THEN ${param(pool, 'int8', String(words.unknown))} ELSE ${none} END`;
  const least = (word: string): string =>
    `CASE WHEN ${name} IS NULL THEN ${missing} ELSE ${word} END`;
  if (type === 'boolean') {
    const [no, yes = no] = words.starts;
    return (
      `CASE WHEN ${name} THEN ${param(pool, 'int8', String(yes?.word ?? ALL))} ` +
      `ELSE ${least(param(pool, 'int8', String(no?.word ?? ALL)))} END`
    );
  }
  const of = (start: bigint): string => {
    if (type === 'date') return param(pool, 'date', dayText(new Day(Number(start))));
    return param(
      pool,
      type === 'smallint' ? 'int2' : type === 'bigint' ? 'int8' : 'int4',
      String(start),
    );
  };
  return tree(words.starts, { name, of, least, pool }, true);
}

/** The words of all columns together: rules that may hold, but for their rests. */
export function candidates(rules: (Split | null)[], table: SqlTable): string {
  const byPlace = new Map<number, { at: number; regions: Regions }[]>();
  rules.forEach((rule, at) => {
    for (const regions of rule?.regions ?? []) {
      const list = byPlace.get(regions.place) ?? [];
      list.push({ at, regions });
      byPlace.set(regions.place, list);
    }
  });
  const texts = [...byPlace].map(([place, list]) => columnWord(place, wordsOf(list), table));
  return texts.length === 0 ? param(table.pool, 'int8', String(ALL)) : `(${texts.join('\n & ')})`;
}

/** Bits of columns of one lookup. */
const LOOKUP = 8;

/** The rules that wait for a column of the row: looked up by eight bits of what is unknown at a time. */
export function waiting(rules: (Split | null)[], { names, pool, layout }: SqlTable): string {
  const wait = layout.map((_, place) =>
    rules.reduce((word, rule, at) => {
      const waits =
        rule?.regions.some((one) => one.place === place && one.unknown === undefined) === true;
      return waits ? word | (1n << BigInt(at)) : word;
    }, 0n),
  );
  const zero = param(pool, 'int8', '0');
  const texts: string[] = [];
  for (const [word, name] of names.words.entries()) {
    const lookups: string[] = [];
    for (let from = 0; from < WORD; from += LOOKUP) {
      const bits = Array.from({ length: LOOKUP }, (_, n) =>
        from + n < WORD ? (wait[word * WORD + from + n] ?? 0n) : 0n,
      );
      if (bits.every((bit) => bit === 0n)) continue;
      const list = Array.from({ length: 1 << LOOKUP }, (_, index) =>
        String(bits.reduce((sum, bit, n) => ((index >> n) & 1 ? sum | bit : sum), 0n)),
      );
      const shifted =
        from === 0 ? quoted(name) : `(${quoted(name)} >> ${param(pool, 'int4', String(from))})`;
      const index = `((${shifted} & ${param(pool, 'int8', '255')})::int4 + ${param(pool, 'int4', '1')})`;
      lookups.push(`(${param(pool, 'int8[]', list)})[${index}]`);
    }
    if (lookups.length > 0)
      texts.push(
        `CASE WHEN ${quoted(name)} = ${zero} THEN ${zero} ELSE ${lookups.join(' | ')} END`,
      );
  }
  return texts.length === 0 ? zero : `(${texts.join(' | ')})`;
}

/** The words of rules that are true and of those unknown, out of `x` (candidates) and `w` (waiting). */
export function decided(
  rules: (Split | null)[],
  { x, w }: { x: string; w: string },
  { names, pool }: SqlTable,
): { true: string; unknown: string } {
  const bit = (at: number): string => param(pool, 'int8', String(1n << BigInt(at)));
  const zero = param(pool, 'int8', '0');
  let plain = 0n;
  const [yes, unknown]: [string[], string[]] = [[], []];
  rules.forEach((rule, at) => {
    if (rule === null) return;
    const { rest } = rule;
    if (rest === null) {
      plain |= 1n << BigInt(at);
      return;
    }
    const alone = rule.regions.length === 0;
    const has = (word: string, n: number): string =>
      alone ? 'TRUE' : `((${word} & ${bit(n)}) <> ${zero})`;
    yes.push(`CASE WHEN ${all([has(x, at), holds(rest)])} THEN ${bit(at)} ELSE ${zero} END`);
    const waits = any([
      ...(alone ? [] : [has(w, at)]),
      ...(rest.unknown === undefined ? [] : [rest.unknown()]),
    ]);
    const asked = all([
      has(x, at + RULES_A_WORD),
      flagText(rule.places, { names, pool }),
      waits,
      mayHold(rest),
    ]);
    unknown.push(`CASE WHEN ${asked} THEN ${bit(at)} ELSE ${zero} END`);
  });
  const mask = param(pool, 'int8', String(plain));
  return {
    true: [`(${x} & ${mask})`, ...yes].join('\n | '),
    unknown: [
      `((${x} >> ${param(pool, 'int4', String(RULES_A_WORD))}) & ${w} & ${mask})`,
      ...unknown,
    ].join('\n | '),
  };
}
