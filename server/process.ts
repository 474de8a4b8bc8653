/** How a child process lives: says when it is ready, ends with its parent, stops gracefully. */
import { databaseAway, type World } from '#base';

type Logger = World['log'];

/**
 * A library's promise that fails because the database is away must not end the process: its work is
 * taken up again. Anything else that nobody caught still ends it, with its name in the log.
 */
export function outliveDatabase(log: Logger): void {
  process.on('unhandledRejection', (error) => {
    if (databaseAway(error)) return;
    log.fatal({ err: error }, 'unhandled');
    process.exit(1);
  });
}

/**
 * Tells the parent that we are ready and runs `stop` once on SIGTERM, SIGINT or when the parent is
 * gone. What has not ended within so many seconds is left to the next start.
 */
export function untilStopped(stop: () => Promise<void>, within = 10): void {
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), within * 1000).unref();
    stop().then(() => process.exit(0), () => process.exit(1));
  };
  process.on('SIGTERM', end);
  // The terminal sends SIGINT to the whole group: the parent decides the order.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', end);
  process.send?.('ready');
}
