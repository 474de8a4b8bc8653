/** A whole Bantuo for one story: pages, server, worker, over a database of its own. */
import path from 'node:path';
import { Jobs, root } from '#base';
import { makeApp } from '../server/app.ts';
import { rounds, subscriptions, tasks } from '../server/work.ts';
import { Client, type TestServer } from '../tests/server.ts';
import { testWorld, type TestWorld } from '../tests/world.ts';

/** `client`: a caller over HTTP beside the browser, to prepare what a story does not tell. */
export type Instance = TestServer;

/** The pages as built; `BANTUO_WEB` names another build. */
const web = (): string => process.env['BANTUO_WEB'] ?? path.join(root, 'dist/web');

/**
 * Starts it with its worker running, so that papers, licences and news really happen.
 * @param at where the clock stands at first; it goes on from there
 */
export async function instance(at = '2026-11-23T10:00:00+08:00'): Promise<Instance> {
  const test = await testWorld(at);
  const { world, databaseUrl } = test;
  const answered: Instance['answered'] = [];
  const app = await makeApp({
    world,
    databaseUrl,
    web: web(),
    onAnswer: (one) => void answered.push(one),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  world.settings.url = url;
  const worker = await testWorker(databaseUrl, world);
  return {
    ...test,
    url,
    app,
    answered,
    client: () => new Client(url),
    close: async () => {
      await worker();
      await app.close();
      await test.close();
    },
  };
}

/** The worker's own connections, the same folder, secrets and clock. Gives how to stop it. */
async function testWorker(url: string, world: TestWorld['world']): Promise<() => Promise<void>> {
  const { openWorld } = await import('../server/world.ts');
  const opened = openWorld('worker', url, world.settings, 6);
  const jobs = new Jobs({
    world: { ...opened.world, clock: world.clock },
    pool: opened.pool,
    process: opened.process,
    tasks,
    rounds,
    subscriptions,
  });
  await jobs.start();
  return async () => {
    await jobs.stop();
    await opened.close();
  };
}
