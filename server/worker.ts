/** The worker process: relay, jobs, rounds. Stateless; may be many. */
import os from 'node:os';
import { endUnlessDigestsFit, Jobs } from '#base';
import { outliveDatabase, untilStopped } from './process.ts';
import { rounds, subscriptions, tasks } from './work.ts';
import { openWorld } from './world.ts';

// Somebody waits for the web process, nobody for a job: where both want the processor, it goes first.
os.setPriority(5);
const url = process.env['BANTUO_DATABASE'] ?? process.env['DATABASE_URL'] ?? '';
const opened = openWorld('worker', url, undefined, 8);
outliveDatabase(opened.world.log);
endUnlessDigestsFit(opened.world);
const jobs = new Jobs({
  world: opened.world, pool: opened.pool, process: opened.process, tasks, rounds, subscriptions,
});
await jobs.start();
untilStopped(async () => {
  await jobs.stop();
  await opened.close();
});
