/** `bantuo item …`, `bantuo source …`: what is offered, and which sources answer. */
import type { Command } from 'commander';
import { makeClock, shanghaiTime, type Db, type Trx } from '#base';
import { listStandings, publishItem, withdrawItem, type ItemStanding } from '#catalogue';
import { listSources, tellOutage } from '#sources';
import type { WithDb } from './people.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const by = { id: 'cli', name: '命令行' };

const stateNames = {
  offered: '开放', planned: '已安排开放', withdrawn: '已停止', waiting: '等待发布',
} as const;

/** A moment as typed: `2026-11-23T12:00` in Shanghai, or with a zone of its own. */
function moment(typed: string | undefined): Date | undefined {
  if (typed === undefined) return undefined;
  const local = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d$/.test(typed);
  const at = new Date(local ? `${typed.replace(' ', 'T')}:00+08:00` : typed);
  if (Number.isNaN(at.getTime())) {
    throw new Error(`看不懂时间“${typed}”：请写成 2026-11-23T12:00 的样子（上海时间）。`);
  }
  return at;
}

function shown(at: string | null): string {
  return at === null ? '' : shanghaiTime(new Date(at)).slice(0, 16).replace('T', ' ');
}

function lineOf(item: ItemStanding): string {
  const { id, name, state, since, until, why, draft, emergency } = item;
  return [
    id.padEnd(28), stateNames[state].padEnd(6, '　'), name.zh, emergency ? '（应急）' : '',
    since && state !== 'offered' ? `　自 ${shown(since)}` : '', until ? `　到 ${shown(until)} 为止` : '',
    why ? `　原因：${why}` : '', draft ? `　有新版本等着发布（${draft.changes} 处不同）` : '',
  ].join('');
}

function worldOf(db: Db) {
  return {
    db, clock: makeClock(),
    tx: <T>(work: (trx: Trx) => Promise<T>): Promise<T> => db.transaction().execute(work),
  };
}

type Given = { at?: string; until?: string; reason: string; basis?: string };

function itemCommands(program: Command, withDb: WithDb): void {
  const item = program.command('item').description('事项的发布和停止');
  item
    .command('list')
    .description('列出全部事项和现在的状态')
    .option('--json', '给程序看的输出')
    .action(async ({ json }: { json?: boolean }) => {
      const all = await withDb((db) => listStandings(worldOf(db)));
      say(json ? JSON.stringify(all) : all.map(lineOf).join('\n'));
    });
  item
    .command('publish <id>')
    .description('发布等着的版本，或把停止的事项重新开放')
    .requiredOption('--reason <text>', '为什么开放（市民会看到）')
    .option('--at <time>', '从什么时候起，例如 2026-11-23T12:00（上海时间）；不写就是现在')
    .option('--until <time>', '到什么时候自动停止；应急事项必须写')
    .option('--basis <text>', '依据的文件：文号和发布机关；应急事项必须写')
    .action(async (id: string, { at, until, reason, basis }: Given) => {
      const done = await withDb((db) => publishItem(worldOf(db), by, {
        item: id, reason, at: moment(at), until: moment(until), ...(basis ? { basis } : {}),
      }));
      say(`第 ${done.release} 次发布：${id} 从 ${shown(done.from)} 起开放${done.until ? `，到 ${shown(done.until)} 为止` : ''}。`);
    });
  item
    .command('withdraw <id>')
    .description('停止办理；在办的继续办完，发出的证照照常查验')
    .requiredOption('--reason <text>', '为什么停止（市民会看到）')
    .option('--at <time>', '从什么时候起；不写就是现在')
    .action(async (id: string, { at, reason }: Given) => {
      const done = await withDb((db) => withdrawItem(worldOf(db), by, { item: id, reason, at: moment(at) }));
      say(`第 ${done.release} 次发布：${id} 从 ${shown(done.from)} 起停止办理。`);
    });
}

function sourceCommands(program: Command, withDb: WithDb): void {
  const source = program.command('source').description('数据源：哪些在用，哪些连不上');
  source
    .command('list')
    .description('列出数据源、数据截至哪天、现在通不通')
    .action(async () => {
      const all = await withDb((db) => listSources(db));
      for (const { source: id, asOf, rows, down } of all) {
        say(`${id.padEnd(26)} ${asOf ?? '没有数据'}　${rows} 条${down ? `　连不上：${down.note}` : ''}`);
      }
      if (all.length === 0) say('还没有数据源。演示数据随 npm start 载入。');
    });
  for (const down of [true, false]) {
    source
      .command(down ? 'down <id>' : 'up <id>')
      .description(down ? '标明数据源连不上：查询的人会看到原因和怎么办' : '标明数据源恢复了')
      .option('--note <text>', '原因（市民会看到）', down ? '系统检修' : '已恢复')
      .action(async (id: string, { note }: { note: string }) => {
        await withDb(async (db) => {
          const known = (await listSources(db)).some((one) => one.source === id);
          if (!known) throw new Error(`没有数据源 ${id}。用 bantuo source list 看有哪些。`);
          await tellOutage(db, { source: id, down, note, by: by.id, at: makeClock().now() });
        });
        say(down ? `${id} 已标为连不上：${note}` : `${id} 已恢复。`);
      });
  }
}

/** Adds the commands about items and sources to the program. */
export function itemsCommands(program: Command, withDb: WithDb): void {
  itemCommands(program, withDb);
  sourceCommands(program, withDb);
}
