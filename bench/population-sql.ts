/**
 * A population in PostgreSQL: 1,000,000 residents of 30 columns against 30 policies by one scan, and
 * in the same run one INSERT … SELECT a policy. Counts (true and unknown) of a sample are compared
 * with the closures' first. `node bench/population-sql.ts [residents]`
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres } from '#base';
import { compile } from '../rules/index.ts';
import { FUEL } from '../rules/closure/loops.ts';
import { toJson } from '../rules/values/values.ts';
import {
  bound,
  populationSql,
  sqlColumns,
  sqlPrelude,
  sqlRow,
  type Statement,
} from '../rules/sql/sql.ts';
import { residents, TODAY } from './residents.ts';

const people = residents(Number(process.argv[2] ?? 1_000_000), 20261122);
const SAMPLE = 20_000;
const rules = people.policies.map(({ name, text }) => {
  const { rule, problems } = compile(text, people.scope, { type: 'boolean' });
  if (rule === undefined)
    throw new Error(`${name}: ${problems.map((one) => one.message).join(' ')}`);
  return rule;
});
const { layout } = people;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bantuo-bench-'));
fs.chmodSync(folder, 0o755);
const postgres = await startPostgres({
  folder,
  config: {
    fsync: 'off',
    shared_buffers: '768MB',
    max_wal_size: '4GB',
    work_mem: '64MB',
    jit: 'off',
    max_parallel_workers: '2',
    max_parallel_workers_per_gather: '2',
    min_parallel_table_scan_size: '1MB',
    parallel_setup_cost: '0',
    parallel_tuple_cost: '0',
  },
});
const client = new pg.Client({ connectionString: postgres.url });
await client.connect();

const run = (one: Statement, before = '') =>
  client.query({
    text: `${before}${one.text}`,
    values: bound(one.params, TODAY),
    rowMode: 'array',
  });

/** Milliseconds of the fastest of some runs, and of the middle one. */
async function timed(
  times: number,
  work: () => Promise<unknown>,
): Promise<{ best: number; middle: number }> {
  const all: number[] = [];
  for (let n = 0; n < times; n++) {
    const start = performance.now();
    await work();
    all.push(performance.now() - start);
  }
  all.sort((a, b) => a - b);
  return { best: all[0] ?? 0, middle: all[times >> 1] ?? 0 };
}

/** A cell as COPY reads it. */
const copied = (cell: string | null): string =>
  cell === null
    ? '\\N'
    : cell.replace(
        /[\\\t\n\r]/g,
        (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c] ?? c,
      );

async function load(): Promise<void> {
  const columns = sqlColumns(layout);
  await client.query(sqlPrelude());
  await client.query(
    `CREATE UNLOGGED TABLE residents (id integer, ${columns.map((c) => `"${c.name}" ${c.type}`).join(', ')})`,
  );
  const file = path.join(folder, 'residents.copy');
  const out = fs.openSync(file, 'w', 0o644);
  for (let from = 0; from < people.count; from += 20_000) {
    const lines: string[] = [];
    for (let row = from; row < Math.min(from + 20_000, people.count); row++) {
      lines.push(
        [String(row), ...sqlRow(layout, (place) => people.cell(row, place)).map(copied)].join('\t'),
      );
    }
    fs.writeSync(out, `${lines.join('\n')}\n`);
  }
  fs.closeSync(out);
  await client.query(`COPY residents FROM '${file}'`);
  fs.rmSync(file);
  await client.query('VACUUM (ANALYZE) residents');
}

/** The closures' counts of a sample. */
function counted(rows: number): number[] {
  const counts = rules.flatMap(() => [0, 0]);
  const env = {
    today: TODAY,
    calendar: { workdays: () => 0, addWorkdays: (date: string) => date },
  };
  const places = new Map(layout.map((column, place) => [column.address, place]));
  for (let row = 0; row < rows; row++) {
    const read = (address: string) => toJson(people.cell(row, places.get(address) ?? -1));
    for (const [at, rule] of rules.entries()) {
      const value = rule.run({ read, env, waits: [], locals: [], fuel: FUEL });
      if (value === true) counts[at * 2] = (counts[at * 2] ?? 0) + 1;
      if (value === undefined) counts[at * 2 + 1] = (counts[at * 2 + 1] ?? 0) + 1;
    }
  }
  return counts;
}

try {
  const start = performance.now();
  await load();
  const sql = populationSql(rules, layout, { table: 'residents', id: 'id', today: TODAY });
  const taken = sql.refusals.filter((one) => one === null).length;
  for (const [at, one] of sql.refusals.entries())
    if (one) console.log(`refused: ${people.policies[at]?.name}: ${one.message}`);
  const rows = Math.min(SAMPLE, people.count);
  await client.query(`CREATE TEMP TABLE sample AS SELECT * FROM residents WHERE id < ${rows}`);
  const sampled = await run(
    populationSql(rules, layout, { table: 'sample', id: 'id', today: TODAY }).counts,
  );
  const [expected, got] = [counted(rows), (sampled.rows[0] as string[]).map(Number)];
  const wrong = expected.filter((count, at) => count !== got[at]).length;
  console.log(
    `${people.count} residents × ${layout.length} columns, ${taken} of ${rules.length} policies in SQL; ` +
      `filled in ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
  console.log(
    `counts of ${rows} rows against the closures: ${expected.length - wrong} of ${expected.length} equal`,
  );
  if (wrong > 0) throw new Error('counts differ from the closures');

  const pairs = (people.count * taken) / 1e6;
  const say = (what: string, { best, middle }: { best: number; middle: number }): void =>
    console.log(
      `${what.padEnd(58)} ${middle.toFixed(0).padStart(6)} ms  ${(pairs / (middle / 1000)).toFixed(1).padStart(6)} ` +
        `M row·policy/s  (best ${(pairs / (best / 1000)).toFixed(1)})`,
    );
  const make = 'CREATE UNLOGGED TABLE masks AS ';
  const drop = () => client.query('DROP TABLE IF EXISTS masks');
  const table = (one: Statement) =>
    timed(5, async () => {
      await drop();
      await run(one, make);
    });
  const found = await table(sql.found);
  say('one scan, words of what is true as a table', found);
  const masks = await table(sql.masks);
  say('one scan, words true and unknown as a table', masks);
  say('one scan, counts true and unknown', await timed(5, () => run(sql.counts)));
  say('one scan, pairs true and unknown as a table', await table(sql.matches));
  await drop();
  await client.query('CREATE UNLOGGED TABLE found (rule integer, id integer)');
  const singles = await timed(3, async () => {
    await client.query('TRUNCATE found');
    for (const [at, one] of sql.single.entries()) {
      if (one)
        await run({
          ...one,
          text: one.text.replace('SELECT ', `INSERT INTO found SELECT ${at}, `),
        });
    }
  });
  say('one INSERT … SELECT a policy, true only', singles);
  const {
    rows: [size],
  } = await client.query('SELECT count(*)::int AS n FROM found');
  const ratio = (one: { middle: number }): string =>
    `${(singles.middle / one.middle).toFixed(2)} ×`;
  console.log(
    `pairs true: ${size.n}; against one INSERT a policy: words true ${ratio(found)}, ` +
      `words true and unknown ${ratio(masks)}`,
  );
  await client.query('SET max_parallel_workers_per_gather = 0');
  say('one scan in one process, words true', await table(sql.found));
  say('one scan in one process, words true and unknown', await table(sql.masks));
} finally {
  await client.end();
  await postgres.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
