/** How a child process lives: says when it is ready, ends with its parent, stops gracefully. */

/**
 * Tells the parent that we are ready and runs `stop` once on SIGTERM, SIGINT or when the parent is
 * gone. What has not ended after 10 s is left to the next start.
 */
export function untilStopped(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 10_000).unref();
    stop().then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGTERM', end);
  // The terminal sends SIGINT to the whole group: the parent decides the order.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', end);
  process.send?.('ready');
}
