/** Every process says every five seconds that it lives: health, locked jobs and half-written files go by it. */
import type { World } from './context.ts';
import { databaseAway, sql } from './db.ts';

/** Writes one beat. `workers`: ids under which this process locks queued jobs. */
export async function beat(
  world: Pick<World, 'db'>, as: { process: string; role: string; workers?: string[] },
): Promise<void> {
  const { process, role, workers = [] } = as;
  await sql`insert into base.beat (process, role, at, workers) values (${process}, ${role}, now(), ${workers})
    on conflict (process) do update set at = now(), workers = excluded.workers`.execute(world.db);
}

/** Beats until stopped. Gives the function that stops it. */
export function keepBeating(world: World, as: { process: string; role: string }): () => void {
  const once = (): void => {
    beat(world, as).catch((error: unknown) => {
      if (!databaseAway(error)) world.log.error({ err: error }, 'no beat');
    });
  };
  once();
  const timer = setInterval(once, 5000);
  return () => clearInterval(timer);
}
