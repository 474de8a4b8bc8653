/**
 * What this process knows of the catalogue: which version of each item is in effect, versions made
 * ready to answer, cards, search index. Another process's release is noticed within a second.
 */
import { open, type ItemVersion, type OpenItem, type Text } from '#graph';
import {
  addNames, notThere, Refused, shanghaiDate, shanghaiTime, type Db, type Trx, type World,
} from '#base';
import type { Card } from './card.ts';
import { sha256 } from './files.ts';
import { makeIndex, type Index } from './search.ts';
import { bodyOf, cardsOf, lastRelease, publications, type Publication } from './store.ts';

/** How long (ms) a process goes on without asking whether something was published. */
const freshFor = 1000;

/** Versions kept ready. One more throws the one that was longest unused out. */
const readyLimit = 400;

/** Item id → hash, at one moment. */
type InEffect = Map<string, string>;

type Shelf = {
  release: number;
  looked: number;
  looking: Promise<void> | undefined;
  /** By the time they come into effect, so that those in effect are always the first n. */
  publications: Publication[];
  inEffect: { n: number; items: InEffect } | undefined;
  index: { of: InEffect; index: Promise<Index> } | undefined;
};

const shelves = new WeakMap<Db, Shelf>();
let generation = 0;

/** The next reader asks the database, whenever it looked last: this process has published. */
export function lookAgain(): void {
  generation = performance.now();
}

/**
 * Publications in the order they come into effect, with a withdrawal of its own where one ends by
 * itself; an item that was moved meanwhile has no such end.
 */
function withEnds(all: Publication[]): Publication[] {
  const ends = all.flatMap((p): Publication[] => {
    const { until, item } = p;
    if (until === null) return [];
    const moved = all.some((other) => other !== p && other.item === item
      && other.release > p.release && other.from <= until);
    return moved ? [] : [{ ...p, hash: null, from: until, until: null, note: null }];
  });
  return [...all, ...ends].sort((a, b) => a.from.getTime() - b.from.getTime() || a.release - b.release);
}

async function look(db: Db, shelf: Shelf): Promise<void> {
  const asked = performance.now();
  const release = await lastRelease(db);
  if (release !== shelf.release) {
    shelf.publications = withEnds(await publications(db));
    shelf.release = release;
    shelf.inEffect = undefined;
  }
  shelf.looked = asked;
}

function isFresh(shelf: Shelf): boolean {
  return shelf.looked > generation && performance.now() - shelf.looked < freshFor;
}

async function shelfOf(db: Db): Promise<Shelf> {
  let shelf = shelves.get(db);
  if (!shelf) {
    shelf = {
      release: -1,
      looked: -Infinity,
      looking: undefined,
      publications: [],
      inEffect: undefined,
      index: undefined,
    };
    shelves.set(db, shelf);
  }
  while (!isFresh(shelf)) {
    const known = shelf;
    shelf.looking ??= look(db, known).finally(() => {
      known.looking = undefined;
    });
    await shelf.looking;
  }
  return shelf;
}

function inEffect(shelf: Shelf, now: Date): InEffect {
  const all = shelf.publications;
  let n = all.length;
  while (n > 0 && (all[n - 1] as Publication).from > now) n--;
  if (shelf.inEffect?.n === n) return shelf.inEffect.items;
  const items: InEffect = new Map();
  for (const { item, hash } of all.slice(0, n)) {
    if (hash === null) items.delete(item);
    else items.set(item, hash);
  }
  shelf.inEffect = { n, items };
  return items;
}

/** Ready versions by hash; a hash names its content, so all databases share them. */
const ready = new Map<string, OpenItem>();

function keepReady(item: OpenItem): OpenItem {
  ready.delete(item.hash);
  ready.set(item.hash, item);
  if (ready.size > readyLimit) ready.delete(ready.keys().next().value as string);
  return item;
}

/** Names of up to so many characters fill places of sentences; longer texts are sentences themselves. */
const nameLength = 80;

/** Whatever in a version has a name in both languages. */
function* namesIn(value: unknown): Generator<{ zh: string; en: string }> {
  if (value === null || typeof value !== 'object') return;
  const { zh, en } = value as Partial<Text>;
  if (typeof zh === 'string' && typeof en === 'string') {
    if (zh.length <= nameLength) yield { zh, en };
  } else for (const part of Object.values(value)) yield* namesIn(part);
}

/** The version kept under a hash, compiled once a process. Throws a fault where there is none. */
export async function openVersion(db: Db | Trx, hash: string): Promise<OpenItem> {
  const before = ready.get(hash);
  if (before) return before;
  const body = await bodyOf(db, hash);
  if (body === undefined) throw new Error(`no item version ${hash}`);
  if (sha256(body) !== hash) throw new Error(`item version ${hash} is not what was hashed`);
  const version = JSON.parse(body) as ItemVersion;
  addNames(namesIn(version));
  return keepReady(open(version, hash));
}

type Near = Pick<World, 'db' | 'clock'>;

/** What is known of an item's place on the shelf at a moment. */
export type Standing = {
  /** Its publications up to now, then those to come, in the order they come into effect. */
  past: Publication[];
  planned: Publication[];
};

/** Publications of every item, as they stand now. */
export async function standings(world: Near): Promise<Map<string, Standing>> {
  const { publications: all } = await shelfOf(world.db);
  const now = world.clock.now();
  const found = new Map<string, Standing>();
  for (const p of all) {
    const standing = found.get(p.item) ?? { past: [], planned: [] };
    (p.from <= now ? standing.past : standing.planned).push(p);
    found.set(p.item, standing);
  }
  return found;
}

function dayAndTime(at: Date): { zh: string; en: string } {
  const [year, month, day] = shanghaiDate(at).split('-').map(Number);
  const time = shanghaiTime(at).slice(11, 16);
  return { zh: `${year}年${month}月${day}日 ${time}`, en: `${shanghaiDate(at)}, ${time}` };
}

/** Told to whoever asks for an item that was withdrawn: since when, why, what goes on. */
function withdrawn(item: string, name: Text, { from, note }: Publication): Refused {
  const since = dayAndTime(from);
  const why = note === null ? { zh: '开放的期限到了', en: 'its time was over' } : { zh: note, en: note };
  return new Refused('withdrawn', 410, {
    zh: `“${name.zh}”从${since.zh}起停止办理：${why.zh}。以前交的申请会继续办完，已经发的证明照常可以查验。`,
    en: `“${name.en ?? name.zh}” is no longer offered since ${since.en}: ${why.en}. `
      + 'What was filed before is still dealt with, and what was issued can still be verified.',
  }, { details: { item, name, since: from.toISOString(), why: note } });
}

/** Why there is no version in effect: withdrawn since when, or never there. */
async function notOffered(world: Near, item: string): Promise<Refused> {
  const past = (await standings(world)).get(item)?.past ?? [];
  const last = past.at(-1);
  const hash = past.findLast((p) => p.hash !== null)?.hash;
  if (!last || !hash) return notThere();
  const card = (await cardsOf(world.db, [hash])).get(hash);
  return withdrawn(item, card?.name ?? { zh: item }, last);
}

/**
 * The version of an item in effect now, ready to answer. Refused 404 where there never was one, 410
 * `withdrawn` (details: name, since, why) where it is offered no longer.
 */
export async function current(world: Near, item: string): Promise<OpenItem> {
  const shelf = shelves.get(world.db);
  const fresh = shelf && isFresh(shelf) ? shelf : await shelfOf(world.db);
  const hash = inEffect(fresh, world.clock.now()).get(item);
  if (hash === undefined) throw await notOffered(world, item);
  return ready.get(hash) ?? openVersion(world.db, hash);
}

async function indexOf(world: Near): Promise<Index> {
  const shelf = await shelfOf(world.db);
  const items = inEffect(shelf, world.clock.now());
  if (shelf.index?.of !== items) {
    const index = cardsOf(world.db, [...items.values()]).then((cards) => {
      addNames(namesIn([...cards.values()]));
      return makeIndex(
        [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, hash]) => cards.get(hash) as Card),
      );
    });
    shelf.index = { of: items, index };
    index.catch(() => {
      if (shelf.index?.index === index) shelf.index = undefined;
    });
  }
  return shelf.index.index;
}

/** Cards of the items in effect, by id. */
export async function listItems(world: Near): Promise<Card[]> {
  return (await indexOf(world)).cards;
}

/** Items that a person's words may mean, best first, with what matched. */
export async function findItems(
  world: Near,
  words: string,
): Promise<{ card: Card; matched?: string }[]> {
  return (await indexOf(world)).find(words);
}
