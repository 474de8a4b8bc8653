/** `bantuo export --exchange`: batches for a platform above, and its replies. */
import fs from 'node:fs';
import path from 'node:path';
import {
  makeCalendar,
  makeClock,
  Files,
  makeLog,
  readSecrets,
  readSettings,
  type Db,
  type World,
} from '#base';
import { makeBatch, reconcile, writeBatch, type Made } from '#exchange';
import { withDb } from './with-db.ts';

export type ExportOptions = { exchange: string; reply?: string; again?: string; json?: boolean };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function worldOf(db: Db): World {
  const settings = readSettings();
  const secrets = readSecrets(settings);
  return {
    db,
    settings,
    secrets,
    clock: makeClock(),
    calendar: makeCalendar(),
    log: makeLog('cli'),
    files: new Files({ folder: settings.folder, secrets, writer: 'cli' }),
  };
}

const total = ({ counts }: Made): string =>
  Object.entries(counts)
    .map(([table, { I, U, D }]) => `${table} 新增 ${I}、变更 ${U}、删除 ${D}`)
    .join('；');

/** Writes what is to be told into the folder; or takes in a reply; or writes a batch again. Gives the exit code. */
export async function exportExchange(options: ExportOptions): Promise<number> {
  const into = path.resolve(options.exchange);
  const print = (machine: unknown, human: string): void =>
    say(options.json ? JSON.stringify(machine) : human);
  return withDb(async (db) => {
    const world = worldOf(db);
    if (options.reply !== undefined) {
      const found = await reconcile(world, JSON.parse(fs.readFileSync(options.reply, 'utf8')));
      const lines = [
        ...found.refused.map((r) => `✗ ${r.table} ${r.guid}：${r.reason}（下一批再报）`),
        ...found.differing.map(
          (d) => `✗ ${d.table}：报了 ${d.sent}，对方收到 ${d.received}、退回 ${d.refused}，对不上`,
        ),
      ];
      print(
        found,
        [
          ...lines,
          found.state === 'confirmed'
            ? '对上了，这一批已确认。'
            : '对不上，这一批没有确认。请用 --again 重写同一批，再发一次。',
        ].join('\n'),
      );
      return found.state === 'confirmed' ? 0 : 1;
    }
    fs.mkdirSync(into, { recursive: true, mode: 0o700 });
    if (options.again !== undefined) {
      const place = await writeBatch(world, options.again, into);
      print(
        { batch: options.again, folder: place },
        `批次 ${options.again} 重新写好了，和原来一样：${place}`,
      );
      return 0;
    }
    const made: Made[] = [];
    for (let one = await makeBatch(world); one !== undefined; one = await makeBatch(world)) {
      made.push(one);
      const place = await writeBatch(world, one.number, into);
      if (!options.json) say(`批次 ${one.number}：${total(one)}。写在 ${place}`);
    }
    print(
      { batches: made },
      made.length === 0 ? '没有要报的：都报过了。' : `共 ${made.length} 批。`,
    );
    return 0;
  });
}
