/** Structured logs (pino). Nothing of a person is ever given to the log: ids and codes only. */
import pino, { type Logger } from 'pino';

/** A logger for a process role. Level from BANTUO_LOG (default info; `silent` in tests). */
export function makeLog(role: string): Logger {
  return pino({
    level: process.env['BANTUO_LOG'] ?? 'info',
    base: { role, pid: process.pid },
    // Errors carry SQL parameters and input; keep name, code, place, never the values.
    serializers: { err: (e: unknown) => describeError(e) },
  });
}

/** Name, code and stack of an error; messages of database errors can quote values, so they go. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const e = error as Error & { code?: string; constraint?: string; table?: string; severity?: string };
  const frames = (e.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12);
  const message = e.severity === undefined ? e.message.slice(0, 300) : undefined;
  return {
    name: e.name, code: e.code, constraint: e.constraint, table: e.table,
    // Our own messages are public text; those of PostgreSQL may quote a value.
    ...(message === undefined ? {} : { message }), frames,
  };
}
