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
const EMPTY =
  /我想要|我想|我要|请问|怎么|怎样|如何|哪里|办理|申请|可以|一下|需要|什么|[的了吗呢啊办]/g;

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

type Asked = {
  /** The words as they are, without empty words, and without blanks. */
  texts: string[];
  grams: string[];
};

/** How sure a line is: 3 the very words, 2 one contains the other, below 1 the share of pairs. */
function scoreOf(line: Line, { texts, grams }: Asked): number {
  const shared = grams.filter((g) => line.grams.has(g)).length;
  let best = grams.length === 0 ? 0 : shared / grams.length;
  // A contained phrase has all its pairs in the line, or the line all its pairs in the phrase.
  for (const text of texts) {
    if (line.text === text) return 3;
    const alone = [...text].length === 1;
    if (line.text.includes(text)) best = Math.max(best, alone ? least : 2);
    else if (shared > 0 && line.rank > REST && line.text.length >= 2 && text.includes(line.text)) {
      best = Math.max(best, 2);
    }
  }
  return best >= 1 && best < 2 ? 0.99 : best;
}

type Hit = { card: Card; matched?: string; order: number };

function hitOf({ card, lines }: Entry, asked: Asked): Hit | undefined {
  let best: { line: Line; score: number; order: number } | undefined;
  for (const line of lines) {
    const score = scoreOf(line, asked);
    if (score === 0) continue;
    // A contained phrase goes before shared pairs; then the better place, then the larger share.
    const order = Math.floor(score) * 10 + line.rank + score / 10;
    if (!best || order > best.order) best = { line, score, order };
  }
  if (!best) return undefined;
  const known = asked.grams.filter((g) => lines.some((line) => line.grams.has(g))).length;
  const share = asked.grams.length === 0 ? 0 : known / asked.grams.length;
  if (best.score < 1 && Math.max(share, best.score) < least) return undefined;
  const { shown, rank } = best.line;
  const order = (best.score >= 1 ? 10 + rank * 3 + best.score : rank / 10) + share;
  // The summary is shown anyway, a topic is a key: only another name or a question tells more.
  const asks = card.questions.some((q) => q.zh === shown || q.en === shown);
  return { card, order, ...(rank === ALIAS || asks ? { matched: shown } : {}) };
}

/** Entries by their pairs and single characters, so that a search looks only where it may find. */
function postingsOf(entries: Entry[]): Map<string, Set<Entry>> {
  const postings = new Map<string, Set<Entry>>();
  for (const entry of entries) {
    for (const line of entry.lines) {
      // One character alone is looked for in names and aliases only.
      for (const key of line.rank > REST ? [...line.grams, ...line.text] : line.grams) {
        const known = postings.get(key);
        if (known) known.add(entry);
        else postings.set(key, new Set([entry]));
      }
    }
  }
  return postings;
}

/** Builds the index; `find` gives the cards in their order where no words are given. */
export function makeIndex(cards: Card[]): Index {
  const entries = cards.map((card) => ({ card, lines: linesOf(card) }));
  const postings = postingsOf(entries);
  const place = new Map(entries.map((entry, i) => [entry, i]));
  const find: Index['find'] = (words) => {
    const text = plain(words.slice(0, 200));
    if (text === '') return cards.map((card) => ({ card }));
    const kernel = plain(text.replace(EMPTY, ' ')) || text;
    const grams = [...new Set(gramsOf(kernel))];
    const asked = { texts: [...new Set([text, kernel, kernel.replaceAll(' ', '')])], grams };
    const near = new Set(grams.flatMap((g) => [...(postings.get(g) ?? [])]));
    return [...near]
      .sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
      .map((entry) => hitOf(entry, asked))
      .filter((hit) => hit !== undefined)
      .sort((a, b) => b.order - a.order)
      .map(({ card, matched }) => (matched === undefined ? { card } : { card, matched }));
  };
  return { cards, find };
}
