/**
 * Thirty policies over a million residents in columns: true and unknown of every resident, on one
 * thread and on all cores; one policy again; ten thousand changed residents. The columns are
 * encoded before the clock starts; what comes out are bitmaps, no ids. Before anything is timed the
 * columns' answers are held beside the closures', cell by cell.
 */
import { availableParallelism, cpus } from 'node:os';
import type { Env, Rule } from '#rules';
import type { ColumnRule, Columns, Match } from '../rules/columns/match.ts';
import type { Residents } from './residents.ts';
import { compile } from '#rules';
import { FUEL } from '../rules/closure/loops.ts';
import { cellOf, change, compileColumns, encode, match, rematch } from '../rules/columns/match.ts';
import { plainKernels } from '../rules/columns/kernels.ts';
import { Pool } from '../rules/columns/pool.ts';
import { prepare, room } from '../rules/columns/prepare.ts';
import { blocksOf, runBlock, sourcesOf } from '../rules/columns/run.ts';
import { bit } from '../rules/columns/store.ts';
import { refused } from '../rules/layout.ts';
import { residents, TODAY } from './residents.ts';

const COUNT = Number(process.env['ROWS'] ?? 1_000_000);
const SAMPLE = Math.min(20_000, COUNT);
const CHANGED = Math.min(10_000, COUNT);
const ROUNDS = Number(process.env['ROUNDS'] ?? 15);
const SEED = Number(process.env['SEED'] ?? 20261122);

const env: Env = {
  today: TODAY,
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

function rulesOf({ policies, scope }: Residents): Rule[] {
  return policies.map(({ text }) => {
    const { rule, problems } = compile(text, scope, { type: 'boolean' });
    if (rule === undefined) throw new Error(`${text}: ${problems[0]?.message}`);
    return rule;
  });
}

function taken(rules: Rule[], people: Residents): ColumnRule[] {
  return compileColumns(rules, people.layout).map((made, at) => {
    if (refused(made)) throw new Error(`${rules[at]?.text}: ${made.message}`);
    return made;
  });
}

/** Every cell of the sample: true where the closure is, unknown where the closure is. */
function agree(rules: Rule[], columns: Columns, matches: Match[]): void {
  let [yes, unknown] = [0, 0];
  rules.forEach(({ run, text }, at) => {
    const { true: is, unknown: open } = matches[at] as { true: Uint32Array; unknown: Uint32Array };
    for (let row = 0; row < SAMPLE; row++) {
      const read = (address: string): ReturnType<typeof cellOf> => cellOf(columns, row, address);
      const value = run({ read, env, waits: [], locals: [], fuel: FUEL });
      if ((value === true) !== bit(is, row) || (value === undefined) !== bit(open, row)) {
        throw new Error(`another answer for row ${row}: ${text}`);
      }
      if (value === true) yes++;
      else if (value === undefined) unknown++;
    }
  });
  const all = (SAMPLE * rules.length).toLocaleString('en-US');
  console.log(`  ${all} answers equal to the closures' (${yes} true, ${unknown} unknown)`);
}

function ones(plane: Uint32Array): number {
  let count = 0;
  for (let word of plane) for (; word !== 0; word &= word - 1) count++;
  return count;
}

function same(a: Match[], b: Match[]): void {
  a.forEach((one, at) => {
    for (const name of ['true', 'unknown'] as const) {
      const [left, right] = [one[name], b[at]?.[name] ?? null];
      if (left === null || right === null) continue;
      const equal = left.every((word, n) => word === right[n]);
      if (!equal) throw new Error(`workers gave another ${name} plane for policy ${at}`);
    }
  });
}

/** One way to be timed: `run` once a round, ms. */
type Timed = { name: string; run: () => unknown; told: (ms: number) => string };

const median = (list: number[]): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] as number;

async function time(ways: Timed[], before: () => void): Promise<void> {
  const figures = ways.map((): number[] => []);
  for (let round = -2; round < ROUNDS; round++) {
    before();
    for (const [at, { run }] of ways.entries()) {
      const from = performance.now();
      await run();
      if (round >= 0) figures[at]?.push(performance.now() - from);
    }
  }
  ways.forEach(({ name, told }, at) => {
    const list = figures[at] ?? [];
    const [low, high] = [Math.min(...list), Math.max(...list)];
    const ms = `${median(list).toFixed(1)} ms (${low.toFixed(1)}–${high.toFixed(1)})`;
    console.log(`  ${name.padEnd(46)} ${ms.padEnd(24)} ${told(median(list))}`);
  });
}

/** The same blocks by plain loops instead of vectors, once: a second opinion and a comparison. */
function plainly(rules: ColumnRule[], columns: Columns, wanted: Match[]): void {
  const program = prepare(rules, columns, env);
  const kernels = plainKernels(program.bytes);
  const words = Math.min(columns.words, 4096);
  const outs = room(program, words);
  const job = { program, columns: sourcesOf(columns.columns), outs, words };
  const from = performance.now();
  for (let block = 0; block < blocksOf(words); block++) runBlock(job, kernels, block);
  const spent = performance.now() - from;
  outs.forEach((out, at) => {
    const plane = wanted[at >>> 1]?.[at % 2 === 0 ? 'true' : 'unknown'];
    const rows = Math.min(words, columns.rows >>> 5);
    for (let word = 0; word < rows; word++) {
      if (out[word] !== plane?.[word]) throw new Error('plain loops gave another plane');
    }
  });
  const rate = (words * 32 * rules.length) / spent / 1000;
  console.log(
    `  the same by plain loops, 1 thread: ${rate.toFixed(0)} M row·policy/s, equal planes`,
  );
}

type Ready = { people: Residents; columns: Columns; list: ColumnRule[]; matches: Match[] };

function bytesOf({ columns }: Columns): number {
  return columns.reduce((sum, { none, coded, bits }) => {
    return sum + none.byteLength * 2 + (coded?.codes.byteLength ?? 0) + (bits?.byteLength ?? 0);
  }, 0);
}

/** Columns encoded, policies compiled, and a first match that is right. */
function ready(): Ready {
  const people = residents(COUNT, SEED);
  const rules = rulesOf(people);
  let from = performance.now();
  const columns = encode(people.layout, COUNT, people.cell);
  const encoded = ((performance.now() - from) / 1000).toFixed(1);
  const bytes = (bytesOf(columns) / COUNT).toFixed(1);
  console.log(`  encoded in ${encoded} s, ${bytes} bytes a resident, presence included`);
  from = performance.now();
  const list = taken(rules, people);
  const compiled = (performance.now() - from).toFixed(1);
  const matches = match(list, columns, env);
  agree(rules, columns, matches);
  const hits = matches.reduce((sum, one) => sum + ones(one.true), 0);
  const share = ((hits / COUNT / list.length) * 100).toFixed(2);
  const all = hits.toLocaleString('en-US');
  console.log(`  ${all} matches, ${share} %; policies compiled in ${compiled} ms`);
  return { people, columns, list, matches };
}

/** Everything that is timed. */
function waysOf({ columns, list, matches }: Ready, pool: Pool, rows: Uint32Array): Timed[] {
  const rate =
    (goal: string) =>
    (ms: number): string =>
      `${((COUNT * list.length) / ms / 1000).toFixed(0)} M row·policy/s ${goal}`;
  const cores = availableParallelism();
  const only = { unknown: false };
  const trueOnly = [...list];
  const one = (): ColumnRule[] => list.slice(6, 7);
  const changed = CHANGED.toLocaleString('en-US');
  const ways: [string, () => unknown, (ms: number) => string][] = [
    ['true and unknown, 1 thread', () => match(list, columns, env), rate('')],
    [
      `true and unknown, ${cores} workers`,
      () => pool.match(list, columns, env),
      rate('(goal ≥ 250, stretch 400)'),
    ],
    ['true only, 1 thread', () => match(trueOnly, columns, env, only), rate('')],
    [
      `true only, ${cores} workers`,
      () => pool.match(trueOnly, columns, env, only),
      rate('(goal ≥ 400)'),
    ],
    [
      'one policy again, 1 thread, prepared anew',
      () => match(one(), columns, env),
      () => '(goal ≤ 15 ms)',
    ],
    [
      `${changed} changed residents × ${list.length}, with the diff`,
      () => rematch(list, columns, env, { rows, matches }),
      () => '(goal ≤ 10 ms)',
    ],
  ];
  return ways.map(([name, run, told]) => ({ name, run, told }));
}

async function main(): Promise<void> {
  const made = ready();
  const { people, columns, list, matches } = made;
  const pool = new Pool();
  same(matches, await pool.match(list, columns, env));
  plainly(list, columns, matches);
  const rows = Uint32Array.from({ length: CHANGED }, (_, at) => (at * 7919) % COUNT);
  const others = [residents(COUNT, SEED + 1), people];
  let turn = 0;
  await time(waysOf(made, pool, rows), () => {
    const next = others[turn++ % 2] as Residents;
    for (const row of rows) change(columns, row, (column) => next.cell(row, column));
  });
  same(matches, match([...list], columns, env));
  console.log('  the matches kept up by changes equal a whole match of the changed residents');
  await pool.end();
}

console.log(
  `population · ${cpus()[0]?.model.trim()} · ${COUNT.toLocaleString('en-US')} residents × 30 columns ` +
    `× 30 policies, seed ${SEED} · medians of ${ROUNDS} rounds, interleaved`,
);
await main();
