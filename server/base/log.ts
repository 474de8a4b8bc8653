/** Structured logs (pino). Nothing of a person is ever given to the log: ids and codes only. */
import pino, { type DestinationStream, type Logger } from 'pino';

/**
 * A logger for a process role. Level from BANTUO_LOG (default info; `silent` in tests).
 * @param to where the lines go instead of the standard output
 */
export function makeLog(role: string, to?: DestinationStream): Logger {
  return pino({
    level: process.env['BANTUO_LOG'] ?? 'info',
    base: { role, pid: process.pid },
    // Errors carry SQL parameters and input; keep name, code, place, never the values.
    serializers: { err: (e: unknown) => describeError(e) },
  }, to ?? pino.destination(1));
}

/**
 * The message of an error of the engine or the system, without quoted values, Chinese words and runs
 * of digits. Any other may have been put together from what people wrote: where it was thrown must do.
 */
export function wordless(error: Error): string | undefined {
  const plain = error instanceof TypeError || error instanceof ReferenceError
    || typeof (error as { code?: unknown }).code === 'string';
  if (!plain) return undefined;
  return error.message.slice(0, 300)
    .replace(/(["'`“])(.*?)(["'`”])/gs, (all, _open, inner: string) =>
      (/^[A-Za-z_$][\w$.-]{0,39}$/.test(inner) ? all : '…'))
    .replace(/[\p{Script=Han}]+/gu, '…').replace(/\d{4,}[\dXx]*/g, '…');
}

/** Name, code and stack of an error; messages of database errors can quote values, so they go. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const e = error as Error & { code?: string; constraint?: string; table?: string; severity?: string };
  const frames = (e.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 12);
  const message = e.severity === undefined ? wordless(e) : undefined;
  return {
    name: e.name, code: e.code, constraint: e.constraint, table: e.table,
    // Those of PostgreSQL may quote any value: its code says enough.
    ...(message === undefined ? {} : { message }), frames,
  };
}
