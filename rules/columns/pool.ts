/** Matching on every core: workers share the columns' memory and take blocks of rows in turn. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Env } from '../closure/frame.ts';
import type { ColumnRule, Match, MatchOptions } from './prepare.ts';
import type { Program } from './program.ts';
import type { Columns } from './store.ts';
import type { Order } from './worker.ts';
import { matchesOf, prepare, room, trim } from './prepare.ts';
import { sourcesOf } from './run.ts';
import { DONE } from './worker.ts';

/** Programs the workers keep at most. */
const MOST_KEPT = 16;

/** Workers that match; made once, ended with `end`. */
export class Pool {
  readonly #workers: Worker[];
  readonly #kept = new Map<Program, number>();
  readonly #failed: Promise<never>;
  #running = 0;
  #ended = false;

  constructor(size: number = availableParallelism()) {
    const url = new URL('./worker.ts', import.meta.url);
    this.#workers = Array.from({ length: size }, () => new Worker(url));
    this.#failed = new Promise((_, reject) => {
      for (const worker of this.#workers) {
        worker.once('error', reject);
        worker.once('exit', (code) => {
          if (!this.#ended) reject(new Error(`a worker of the columns ended with ${code}`));
        });
        worker.unref();
      }
    });
    this.#failed.catch(() => undefined);
  }

  #tell(order: Order): void {
    for (const worker of this.#workers) worker.postMessage(order);
  }

  #numberOf(program: Program, columns: Columns): number {
    const before = this.#kept.get(program);
    if (before !== undefined) return before;
    if (this.#kept.size >= MOST_KEPT) {
      this.#kept.clear();
      this.#tell({ do: 'forget' });
    }
    const number = this.#kept.size;
    this.#kept.set(program, number);
    this.#tell({ do: 'keep', number, program, columns: sourcesOf(columns.columns) });
    return number;
  }

  /** The process lives on while a run is under way, and not because of idle workers. */
  #hold(more: 1 | -1): void {
    this.#running += more;
    for (const worker of this.#workers)
      if (this.#running > 0) worker.ref();
      else worker.unref();
  }

  /**
   * Matches rules against a population on all workers, exactly as `match` does on one thread.
   * Rejects when a worker broke down; the pool is of no use then.
   */
  async match(
    rules: ColumnRule[],
    columns: Columns,
    env: Env,
    options: MatchOptions = {},
  ): Promise<Match[]> {
    if (this.#ended) throw new Error('the pool of the columns was ended');
    const program = prepare(rules, columns, env, options);
    const { rows, words } = columns;
    const outs = room(program, words);
    const control = new Int32Array(new SharedArrayBuffer(8));
    this.#hold(1);
    try {
      const number = this.#numberOf(program, columns);
      this.#tell({ do: 'run', number, outs, words, control });
      await Promise.race([this.#finished(control), this.#failed]);
    } finally {
      this.#hold(-1);
    }
    trim(outs, rows);
    return matchesOf(outs, options);
  }

  async #finished(control: Int32Array): Promise<void> {
    for (;;) {
      const done = Atomics.load(control, DONE);
      if (done >= this.#workers.length) return;
      await Atomics.waitAsync(control, DONE, done).value;
    }
  }

  /** Ends the workers. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}
