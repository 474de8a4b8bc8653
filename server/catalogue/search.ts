/**
 * Finds items by what people call them: exact and contained words first, then shared pairs of
 * characters (threes of letters), so that a missing or wrong one still finds. Pure.
 */
import type { Card } from './card.ts';

export type Index = {
  cards: Card[];
  find: (words: string) => { card: Card; matched?: string }[];
};

/** What is looked at, best first: a name says more than an alias, an alias more than the rest. */
const NAME = 2;
const ALIAS = 1;
const REST = 0;

type Line = { shown: string; text: string; grams: Set<string>; rank: number };
type Entry = { card: Card; lines: Line[] };

/** Words that are in every wish and tell nothing: 我想办…, 怎么办理…. */
const EMPTY = /我想要|我想|我要|请问|怎么|怎样|如何|哪里|办理|申请|可以|一下|需要|什么|[的了吗呢啊办]/g;

/** The share of a person's pairs that an item must know to be shown. */
const least = 0.4;

function plain(words: string): string {
  return words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Pairs of neighbouring Chinese characters, threes of other letters; shorter ones whole. */
function gramsOf(text: string): string[] {
  const grams: string[] = [];
  for (const run of text.match(/\p{Script=Han}+|[^\p{Script=Han}\s]+/gu) ?? []) {
    const signs = [...run];
    const size = /\p{Script=Han}/u.test(run) ? 2 : 3;
    if (signs.length < size) grams.push(run);
    for (let i = size; i <= signs.length; i++) grams.push(signs.slice(i - size, i).join(''));
  }
  return grams;
}

function lineOf(shown: string | undefined, rank: number): Line[] {
  if (shown === undefined) return [];
  const text = plain(shown);
  return [{ shown, text, grams: new Set(gramsOf(text)), rank }];
}

function linesOf(card: Card): Line[] {
  return [
    ...lineOf(card.name.zh, NAME),
    ...lineOf(card.name.en, NAME),
    ...card.aliases.flatMap((a) => lineOf(a, ALIAS)),
    ...[...card.questions, card.summary].flatMap((t) => [
      ...lineOf(t.zh, REST),
      ...lineOf(t.en, REST),
    ]),
    ...card.topics.flatMap((t) => lineOf(t.replaceAll('-', ' '), REST)),
  ];
}

/** How sure a line is: 3 the very words, 2 one contains the other, below 1 the share of pairs. */
function scoreOf(line: Line, asked: { text: string; grams: string[] }): number {
  const { text } = asked;
  if (line.text === text) return 3;
  if (text.length >= 2 && line.text.includes(text)) return 2;
  if (line.rank > REST && line.text.length >= 2 && text.includes(line.text)) return 2;
  if (text.length === 1 && line.text.includes(text)) return least;
  const shared = asked.grams.filter((g) => line.grams.has(g)).length;
  return asked.grams.length === 0 ? 0 : shared / asked.grams.length;
}

type Hit = { card: Card; matched?: string; order: number };

function hitOf({ card, lines }: Entry, asked: { text: string; grams: string[] }): Hit | undefined {
  let best: { line: Line; score: number } | undefined;
  const known = new Set<string>();
  for (const line of lines) {
    for (const g of asked.grams) if (line.grams.has(g)) known.add(g);
    const score = scoreOf(line, asked);
    if (score === 0) continue;
    const before = best ? Math.floor(best.score) * 10 + best.line.rank : -1;
    const order = Math.floor(score) * 10 + line.rank;
    // A contained phrase beats shared pairs; among equals the better place, then the larger share.
    if (order > before || (order === before && score > (best?.score ?? 0))) best = { line, score };
  }
  if (!best) return undefined;
  const share = asked.grams.length === 0 ? 0 : known.size / asked.grams.length;
  if (best.score < 1 && Math.max(share, best.score) < least) return undefined;
  const phrase = best.score >= 1 ? 10 + best.line.rank * 3 + best.score : best.line.rank / 10;
  const { shown, rank } = best.line;
  return { card, order: phrase + share, ...(rank === NAME ? {} : { matched: shown }) };
}

/** Builds the index of some items; the order of equals is that of the cards. */
export function makeIndex(cards: Card[]): Index {
  const entries = cards.map((card) => ({ card, lines: linesOf(card) }));
  return {
    cards,
    find: (words) => {
      const text = plain(words.slice(0, 200));
      const kernel = plain(text.replace(EMPTY, ' ')) || text;
      const grams = [...new Set(gramsOf(kernel))];
      if (kernel === '') return cards.map((card) => ({ card }));
      return entries
        .flatMap((entry) => {
          const hits = [...new Set([text, kernel, kernel.replaceAll(' ', '')])]
            .map((t) => hitOf(entry, { text: t, grams }))
            .filter((hit) => hit !== undefined);
          return hits.sort((a, b) => b.order - a.order).slice(0, 1);
        })
        .sort((a, b) => b.order - a.order)
        .map(({ card, matched }) => (matched === undefined ? { card } : { card, matched }));
    },
  };
}
