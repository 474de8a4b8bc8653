/** The web process: answers requests. Stateless; may be many. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endUnlessDigestsFit, keepBeating, leave, root } from '#base';
import { makeApp } from './app.ts';
import { outliveDatabase, untilStopped } from './process.ts';
import { openWorld } from './world.ts';

const url = process.env['BANTUO_DATABASE'] ?? process.env['DATABASE_URL'] ?? '';
const { world, process: name, close } = openWorld('web', url);
const stopBeating = keepBeating(world, { process: name, role: 'web' });
outliveDatabase(world.log);
endUnlessDigestsFit(world);
const app = await makeApp({ world, databaseUrl: url, web: path.join(root, 'dist/web') });
await app.listen({ host: world.settings.host, port: world.settings.port });
untilStopped(async () => {
  leave();
  await sleep(world.settings.drainSeconds * 1000);
  stopBeating();
  await app.close();
  await close();
}, world.settings.drainSeconds + 10);
