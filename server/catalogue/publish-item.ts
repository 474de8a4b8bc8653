/** A person brings an item into effect: the version that waits, or the last one once more. */
import { notThere, Refused, type Trx, type World } from '#base';
import { publish } from './publish.ts';
import { lookAgain, openVersion, standings, type Standing } from './shelf.ts';
import { dropDraft, importAlone, publications, readDrafts } from './store.ts';

/** Who does it: account and name, for the history. */
export type By = { id: string; name: string };

export type Publishing = {
  item: string;
  /** From when it holds; now where absent. */
  at?: Date | undefined;
  /** When it ends by itself. An emergency item has to have one. */
  until?: Date | undefined;
  reason: string;
  /** The order it rests on: number and body. An emergency item has to have one. */
  basis?: string | undefined;
};

type Near = Pick<World, 'db' | 'clock'>;

/** The moment asked for; it may not be past (a minute is given for typing). */
export function momentOf(asked: Date | undefined, now: Date): Date {
  if (asked === undefined) return now;
  if (asked.getTime() < now.getTime() - 60_000) {
    throw new Refused('past', 400, {
      zh: '这个时间已经过了。请改成现在以后的时间，或者留空表示立即。',
      en: 'This moment has passed. Choose a later one, or leave it empty for now.',
    }, { fields: [{ at: 'at', message: { zh: '时间已经过了', en: 'This moment has passed' } }] });
  }
  return asked < now ? now : asked;
}

function emergencyNeeds({ until, basis }: Publishing): void {
  const fields = [
    ...(basis ? [] : [{ at: 'basis', message: { zh: '写明依据哪份文件：文号和发布机关', en: 'Name the order: number and body' } }]),
    ...(until ? [] : [{ at: 'until', message: { zh: '写明到什么时候为止', en: 'Say until when' } }]),
  ];
  if (fields.length === 0) return;
  throw new Refused('emergency-needs', 400, {
    zh: '应急事项只能依据公布的文件、在写明的期限内开放，请把依据和期限补上。',
    en: 'An emergency item is offered on a published order and for a stated time only. Please add both.',
  }, { fields });
}

function lastHash(standing: Standing | undefined): string | undefined {
  return [...(standing?.past ?? []), ...(standing?.planned ?? [])].findLast(({ hash }) => hash !== null)?.hash
    ?? undefined;
}

/** The version to publish. Refused 409 where the one in effect is the newest there is. */
function versionFor(standing: Standing | undefined, draft: string | undefined): string {
  const offered = standing?.past.at(-1)?.hash ?? null;
  const planned = standing?.planned.some(({ hash }) => hash !== null) ?? false;
  const hash = draft ?? (offered === null && !planned ? lastHash(standing) : undefined);
  if (hash !== undefined) return hash;
  throw new Refused('nothing-to-publish', 409, {
    zh: '没有等着发布的新版本：现在开放（或已经安排开放）的就是最新的一版。',
    en: 'No version waits: what is offered, or planned to be, is the newest.',
  });
}

/**
 * Publishes an item. Gives the number of the release; every process goes by it within a second.
 * @throws Refused 404 no such item, 409 nothing waits, 400 a moment that has passed, an end before
 *   the beginning, or an emergency item without order or end
 */
export async function publishItem(
  world: Near & { tx: <T>(work: (trx: Trx) => Promise<T>) => Promise<T> },
  by: By, asked: Publishing,
): Promise<{ release: number; from: string; until: string | null }> {
  const now = world.clock.now();
  const from = momentOf(asked.at, now);
  const { item, until, reason, basis } = asked;
  if (until && until <= from) {
    throw new Refused('ends-before', 400, {
      zh: '停止的时间要晚于开始的时间，请改一下。', en: 'It has to end after it begins. Please correct one of them.',
    }, { fields: [{ at: 'until', message: { zh: '要晚于开始的时间', en: 'Has to be after the beginning' } }] });
  }
  return world.tx(async (trx) => {
    await importAlone(trx);
    lookAgain();
    const draft = (await readDrafts(trx)).find((one) => one.item === item);
    const standing = (await standings(world)).get(item);
    if (!draft && !standing) throw notThere();
    const hash = versionFor(standing, draft?.hash);
    const { item: opened } = await openVersion(trx, hash);
    if (opened.emergency) emergencyNeeds(asked);
    await dropDraft(trx, item);
    const release = await publish(trx, {
      by: by.id, byName: by.name, origin: 'studio', at: now, note: reason, ...(basis ? { basis } : {}),
      items: [{ item, hash, from, ...(until ? { until } : {}) }],
    });
    return { release, from: from.toISOString(), until: until?.toISOString() ?? null };
  });
}

export type Withdrawing = { item: string; at?: Date | undefined; reason: string };

/**
 * Withdraws an item: nobody begins or files one from then on; open cases and issued licences go on.
 * One that is planned is called off.
 * @throws Refused 404 no such item, 409 it is not offered, 400 a moment that has passed
 */
export async function withdrawItem(
  world: Near & { tx: <T>(work: (trx: Trx) => Promise<T>) => Promise<T> },
  by: By, asked: Withdrawing,
): Promise<{ release: number; from: string }> {
  const now = world.clock.now();
  const at = momentOf(asked.at, now);
  const { item, reason } = asked;
  return world.tx(async (trx) => {
    await importAlone(trx);
    const mine = (await publications(trx)).filter((p) => p.item === item);
    const waits = (await readDrafts(trx)).some((draft) => draft.item === item);
    if (mine.length === 0 && !waits) throw notThere();
    const before = mine.filter(({ from }) => from <= at).at(-1);
    const offered = before?.hash != null && (before.until === null || before.until > at);
    const planned = mine.findLast(({ from, hash }) => from > at && hash !== null);
    if (!offered && !planned) {
      throw new Refused('not-offered', 409, {
        zh: '这个事项现在没有开放，也没有安排开放，不用再停。',
        en: 'This item is neither offered nor planned; there is nothing to withdraw.',
      });
    }
    const from = offered ? at : (planned?.from ?? at);
    const release = await publish(trx, {
      by: by.id, byName: by.name, origin: 'studio', at: now, note: reason,
      items: [{ item, hash: null, from }],
    });
    return { release, from: from.toISOString() };
  });
}
