/** What comes over the line when somebody opens the home for the first time. */
import zlib from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { phone, scene, type Scene } from './browser.ts';

let here: Scene;
beforeAll(async () => {
  here = await scene();
});
afterAll(() => here?.close());

test('home: at most 150 KB of script, gzip', async () => {
  const visitor = await here.visitor('任何人', { size: phone });
  const sizes: number[] = [];
  const bodies: Promise<void>[] = [];
  visitor.page.on('response', (response) => {
    if (!new URL(response.url()).pathname.endsWith('.js')) return;
    bodies.push(response.body().then((body) => void sizes.push(zlib.gzipSync(body).length)));
  });
  await visitor.open('/');
  await visitor.at('您想办什么？');
  await visitor.page.waitForLoadState('networkidle');
  await Promise.all(bodies);
  const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000;
  process.stdout.write(
    `home, first load: ${kilobytes.toFixed(1)} KB of script (gzip) in ${sizes.length} files\n`,
  );
  expect(sizes.length).toBeGreaterThan(0);
  expect(kilobytes).toBeLessThanOrEqual(150);
});
