/** `bantuo agree` and `bantuo fuzz`: the long runs of what `npm test` tries a part of. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '#base';
import { agreement, type Agreement } from '#rules/agreement';
import { fuzz } from '#rules/fuzz';

/** Gives work a PostgreSQL of its own, or a database of the server of DATABASE_URL. */
async function withPostgres<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const given = process.env['DATABASE_URL'];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-agree-'));
  fs.chmodSync(folder, 0o755);
  const postgres = given ? undefined : await startPostgres({ folder, config: { fsync: 'off' } });
  const client = new pg.Client({ connectionString: given ?? postgres?.url });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
    await postgres?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
    if (postgres?.movedTo) fs.rmSync(postgres.movedTo, { recursive: true, force: true });
  }
}

/** Reads a whole number of the command line. Throws with words for who typed it. */
function whole(text: string, name: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${name} 要写一个正整数，写的是“${text}”。例如 ${name} 1000000`);
}

const line = ({ rules, counts }: Agreement): string =>
  `${rules} 条规则；${Object.entries(counts)
    .map(([backend, { pairs, refused }]) => `${backend} ${pairs} 对，不接 ${refused} 条`)
    .join('；')}`;

/** Random rules over random rows through every back end; the exit code is 1 where two differ. */
export async function agree(options: { pairs: string; seed?: string }): Promise<number> {
  const pairs = whole(options.pairs, '--pairs');
  const seed = options.seed === undefined ? Date.now() % 1_000_000 : whole(options.seed, '--seed');
  process.stdout.write(`种子 ${seed}\n`);
  let next = 1;
  const so = await withPostgres((client) =>
    agreement({
      pairs,
      seed,
      client,
      told: (now) => {
        if (now.rules < next * 1000) return;
        next++;
        process.stdout.write(`${line(now)}\n`);
      },
    }),
  );
  const { difference } = so;
  process.stdout.write(`${line(so)}\n结果：${JSON.stringify(so.states)}\n`);
  if (difference === undefined) {
    process.stdout.write('没有不一致。\n');
    return 0;
  }
  process.stdout.write(
    `不一致（已缩到最小）：${difference.backend}\n规则 ${difference.text}\n已知 ${JSON.stringify(difference.row)}\n` +
      `闭包 ${difference.closure}，${difference.backend} ${difference.other}\n`,
  );
  return 1;
}

/** Random texts through everything that reads a rule; the exit code is 1 where one does harm. */
export function fuzzRules(options: { texts: string; seed?: string }): number {
  const texts = whole(options.texts, '--texts');
  const seed = options.seed === undefined ? Date.now() % 1_000_000 : whole(options.seed, '--seed');
  process.stdout.write(`种子 ${seed}\n`);
  const step = 20_000;
  let compiled = 0;
  for (let done = 0; done < texts; done += step) {
    const so = fuzz(Math.min(step, texts - done), seed + done / step);
    compiled += so.compiled;
    for (const { text, what } of so.faults)
      process.stdout.write(`${what}\n  ${JSON.stringify(text.slice(0, 500))}\n`);
    if (so.faults.length > 0) return 1;
  }
  process.stdout.write(`${texts} 段文字，其中 ${compiled} 次读成了规则；没有出错、卡住、越界。\n`);
  return 0;
}
