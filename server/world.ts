/** Puts a process's world together: settings, secrets, database, clock, calendar, files, log. */
import crypto from 'node:crypto';
import os from 'node:os';
import type pg from 'pg';
import {
  Files, makeChangingCalendar, makeClock, makeLog, openDb, readSecrets, readSettings,
  watchCalendar, type Settings, type World,
} from '#base';

export type Opened = { world: World; pool: pg.Pool; process: string; close: () => Promise<void> };

/**
 * Opens the world of one process against a migrated database.
 * @param role shown in logs (`web`, `worker`, `cli`, `test`)
 */
export function openWorld(
  role: string, url: string, settings: Settings = readSettings(), poolSize = 16,
): Opened {
  const process = `${role}-${os.hostname()}-${globalThis.process.pid}-${crypto.randomBytes(3).toString('hex')}`;
  const secrets = readSecrets(settings);
  const { db, pool } = openDb({ url, max: poolSize });
  const clock = makeClock();
  // For the demonstration and for tests with real processes: days to move the clock by.
  const days = Number(globalThis.process.env['BANTUO_CLOCK_DAYS'] ?? 0);
  if (settings.demo && days !== 0) clock.advance({ days });
  const world: World = {
    db, clock, calendar: makeChangingCalendar(), settings, secrets, log: makeLog(role),
    files: new Files({ folder: settings.folder, secrets, writer: process }),
  };
  // A command or a test asks where it needs to know; a process that stays keeps looking.
  const stays = role === 'web' || role === 'worker';
  const unwatch = stays ? watchCalendar(db, world.calendar) : () => undefined;
  return {
    world, pool, process,
    close: async () => {
      unwatch();
      await db.destroy();
    },
  };
}
