/** What happens without a person: the relay, queued jobs (graphile-worker), and work at set times. */
import { EventEmitter } from 'node:events';
import { Logger, run, runMigrations, type Runner } from 'graphile-worker';
import type pg from 'pg';
import { beat } from './beat.ts';
import type { World } from './context.ts';
import { databaseAway, sql } from './db.ts';
import { relayOnce, type Subscriptions } from './outbox.ts';

/** A queued job; must be safe to run twice (at-least-once). */
export type Task = (world: World, payload: unknown) => Promise<void>;

/** Work that comes round by itself, in every worker; must be safe to run in two at once. */
export type Round = { name: string; everySeconds: number; run: (world: World) => Promise<void> };

export type JobsOptions = {
  world: World;
  pool: pg.Pool;
  process: string;
  tasks: Record<string, Task>;
  rounds: Round[];
  subscriptions: Subscriptions;
  concurrency?: number;
};

/** Creates graphile-worker's own tables (part of starting, after our migrations). */
export async function migrateJobs(url: string): Promise<void> {
  await runMigrations({ connectionString: url, logger: quiet });
}

/** graphile-worker logs payloads; ours go nowhere, faults are reported by name below. */
const quiet = new Logger(() => () => undefined);

/**
 * Jobs that a killed worker had in hand are free again as soon as it no longer beats; graphile-worker
 * itself would wait four hours. Jobs may run twice, so a beat that was only late does no harm.
 */
const unlock: Round = {
  name: 'unlock', everySeconds: 10,
  run: async (world) => {
    await sql`select graphile_worker.force_unlock_workers(gone.workers) from (
        select array_agg(distinct j.locked_by) as workers from graphile_worker._private_jobs j
        where j.locked_by is not null and j.locked_at < now() - interval '15 seconds' and not exists (
          select from base.beat b where b.at > now() - interval '15 seconds' and j.locked_by = any(b.workers))
      ) gone where gone.workers is not null`.execute(world.db);
  },
};

/**
 * What failed comes again within half a minute, twelve times over; graphile-worker alone would let a
 * job that met a database in trouble five times wait for minutes. After that its own pause holds.
 */
const hurry: Round = {
  name: 'hurry', everySeconds: 10,
  run: async (world) => {
    await sql`update graphile_worker._private_jobs set run_at = now() + interval '5 seconds'
      where last_error is not null and locked_at is null and attempts <= 12
        and run_at > now() + interval '25 seconds'`.execute(world.db);
  },
};

export class Jobs {
  readonly #options: JobsOptions;
  #runner: Runner | undefined;
  #stopping = false;
  #relay: Promise<void> | undefined;
  #timers: NodeJS.Timeout[] = [];
  #running = new Set<Promise<void>>();
  /** Ids under which graphile-worker locks jobs for us now. */
  #workers: string[] = [];

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** Starts relaying, working and going round; comes back after the database was away. */
  async start(): Promise<void> {
    this.#relay = this.#relayLoop();
    for (const round of [this.#beat(), unlock, hurry, ...this.#options.rounds]) this.#goRound(round);
    void this.#work();
  }

  #beat(): Round {
    const { process } = this.#options;
    return {
      name: 'beat', everySeconds: 5,
      run: async (world) => {
        await beat(world, { process, role: 'worker', workers: this.#workers });
        await sql`delete from base.beat where at < now() - interval '1 day'`.execute(world.db);
      },
    };
  }

  async #relayLoop(): Promise<void> {
    const { world, subscriptions } = this.#options;
    while (!this.#stopping) {
      let relayed = 0;
      try {
        relayed = await relayOnce(world.db, subscriptions);
      } catch (error) {
        this.#report('relay', error);
        await this.#pause(1000);
      }
      if (relayed < 500) await this.#pause(relayed > 0 ? 40 : 120);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  #goRound(round: Round): void {
    let busy = false;
    const once = (): void => {
      if (busy || this.#stopping) return;
      busy = true;
      const work = round.run(this.#options.world)
        .catch((error: unknown) => this.#report(round.name, error))
        .finally(() => {
          busy = false;
          this.#running.delete(work);
        });
      this.#running.add(work);
    };
    once();
    this.#timers.push(setInterval(once, round.everySeconds * 1000));
  }

  async #work(): Promise<void> {
    const { world, pool, tasks, concurrency = 2 } = this.#options;
    while (!this.#stopping) {
      try {
        this.#workers = [];
        const events = new EventEmitter();
        // A job is locked in the name of the pool, not of the worker in it.
        events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
          this.#workers.push(workerPool.id);
        });
        this.#runner = await run({
          events: events as never,
          pgPool: pool, concurrency, noHandleSignals: true, pollInterval: 1000,
          logger: quiet, preset: { worker: { minResetLockedInterval: 30_000, maxResetLockedInterval: 60_000 } },
          taskList: Object.fromEntries(Object.entries(tasks).map(([name, task]) =>
            [name, (payload: unknown) => this.#patient(() => task(world, payload))])),
        });
        await this.#runner.promise;
      } catch (error) {
        this.#report('jobs', error);
      }
      if (!this.#stopping) await this.#pause(1000);
    }
  }

  /** Does a job again while the database is away, up to 20 s: that is no failure of the job. */
  async #patient(work: () => Promise<void>): Promise<void> {
    for (let left = 40; ; left--) {
      try {
        await work();
        return;
      } catch (error) {
        if (left === 0 || this.#stopping || !databaseAway(error)) throw error;
        await this.#pause(500);
      }
    }
  }

  #report(name: string, error: unknown): void {
    if (databaseAway(error) || this.#stopping) return;
    this.#options.world.log.error({ round: name, err: error }, 'job failed');
  }

  /** Lets running work end, then stops. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#relay;
    await Promise.allSettled(this.#running);
    await this.#runner?.stop().catch(() => undefined);
  }
}
