/** Takes the catalogue's files into the database at start; the database stays the truth. */
import { assemble, parseCatalogue, type ItemVersion, type Unit } from '#graph';
import type { Db, Trx } from '#base';
import { seedUnits } from '#identity';
import { compare } from './compare.ts';
import { digestOf, problemLine, readFiles, sha256 } from './files.ts';
import { keepVersion, publish } from './publish.ts';
import {
  bodyOf,
  dropDraft,
  importAlone,
  importedDigest,
  noteImport,
  publications,
  putDraft,
  readDrafts,
  type Publication,
} from './store.ts';

export type Imported = {
  /** False where the files are those of the last import. */
  changed: boolean;
  published: string[];
  /** Items whose file differs from what is published and may not replace it by itself. */
  drafts: string[];
};

type Made = { version: ItemVersion; hash: string };

/** Before any law of ours: a first version holds whatever the clock of a test says. */
const always = new Date('2000-01-01T00:00:00+08:00');

function lastOf(all: readonly Publication[]): Map<string, Publication> {
  return new Map(all.map((p) => [p.item, p]));
}

async function draftOf(trx: Trx, made: Made, against: string | null, at: Date): Promise<void> {
  const body = against === null ? undefined : await bodyOf(trx, against);
  // Against nothing everything is new, and nothing is told.
  const diff = body === undefined ? [] : compare(JSON.parse(body), made.version);
  await putDraft(trx, { item: made.version.item.id, hash: made.hash, against, diff, at });
}

/**
 * A file's version is published only if its hash was never seen and what is published came from a
 * file too. So neither an older checkout on a second machine nor a file behind the studio's work
 * turns a service back; such a version waits as a draft with its differences.
 */
async function takeItem(
  trx: Trx,
  made: Made,
  how: { last: Publication | undefined; at: Date },
): Promise<'same' | 'publish' | 'draft'> {
  const { last, at } = how;
  const item = made.version.item.id;
  const unseen = await keepVersion(trx, { ...made, origin: 'file', at });
  if (last?.hash === made.hash) {
    await dropDraft(trx, item);
    return 'same';
  }
  // Made for an emergency: a person publishes it, on an order and for a stated time.
  if (made.version.item.emergency && (unseen || !last)) {
    const waits = (await readDrafts(trx)).find((draft) => draft.item === item);
    if (waits?.hash === made.hash) return 'same';
    await draftOf(trx, made, last?.hash ?? null, at);
    return 'draft';
  }
  if (!last || (unseen && last.origin === 'file' && last.hash !== null)) {
    await dropDraft(trx, item);
    return 'publish';
  }
  if (last.hash === null) return 'same';
  await draftOf(trx, made, last.hash, at);
  return 'draft';
}

async function takeAll(
  trx: Trx,
  made: Made[],
  how: { units: Unit[]; digest: string; at: Date },
): Promise<Imported> {
  await importAlone(trx);
  if ((await importedDigest(trx)) === how.digest) {
    return { changed: false, published: [], drafts: [] };
  }
  await seedUnits(trx, how.units);
  const last = lastOf(await publications(trx));
  const moved: { item: string; hash: string; from: Date }[] = [];
  const drafts: string[] = [];
  for (const one of made) {
    const item = one.version.item.id;
    const before = last.get(item);
    const taken = await takeItem(trx, one, { last: before, at: how.at });
    if (taken === 'draft') drafts.push(item);
    if (taken === 'publish') moved.push({ item, hash: one.hash, from: before ? how.at : always });
  }
  if (moved.length > 0) {
    await publish(trx, { by: 'files', origin: 'file', at: how.at, items: moved });
  }
  await noteImport(trx, how.digest, how.at);
  return { changed: true, published: moved.map((m) => m.item), drafts };
}

function refuse(folder: string, lines: string[]): Error {
  const shown = lines.slice(0, 30).join('\n');
  const more = lines.length > 30 ? `\n……还有 ${lines.length - 30} 处` : '';
  return new Error(
    `事项目录有 ${lines.length} 处错误，没有导入，原有的事项不受影响。` +
      `请改好后再启动（npx bantuo check ${folder} 看全部）：\n${shown}${more}`,
  );
}

/**
 * Imports a folder of the catalogue: units, and new versions of items. An unchanged folder is
 * noticed by its digest and costs one query.
 * @param at the instant new versions hold from (first versions of an item hold always)
 * @throws Error with file, line and what to do where the files are wrong; nothing is written then
 */
export async function importCatalogue(
  db: Db,
  folder: string,
  how: { say: (text: string) => void; at: Date },
): Promise<Imported> {
  const files = readFiles(folder);
  const digest = digestOf(files);
  if ((await importedDigest(db)) === digest) return { changed: false, published: [], drafts: [] };
  const { catalogue, problems } = parseCatalogue(files);
  const errors = problems.filter((p) => p.level === 'error').map((p) => problemLine(folder, p));
  if (errors.length > 0) throw refuse(folder, errors);
  const made = Object.keys(catalogue.items)
    .sort()
    .map((id) => assemble(catalogue, id, sha256));
  const units = Object.values(catalogue.units);
  const done = await db
    .transaction()
    .execute((trx) => takeAll(trx, made, { units, digest, at: how.at }));
  if (done.changed) {
    how.say(
      `事项目录：${made.length} 个事项、${units.length} 个机构，` +
        `新发布 ${done.published.length} 个。`,
    );
  }
  for (const item of done.drafts) {
    how.say(`${item}：文件和已发布的内容不同，没有自动替换，已存为草稿等人确认。`);
  }
  return done;
}
