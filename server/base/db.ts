/** The database door: one pool a process, Kysely over it, transactions, and what a lost connection is. */
import { Kysely, PostgresDialect, sql, type Transaction, type LogEvent } from 'kysely';
import pg from 'pg';

// Dates travel as text (DESIGN §5): a JS Date would drag in the machine's zone. Numbers of any
// size come as text too, except int8 counters, which are far below 2^53.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));

/** A room names its own tables: `tables<CasesTables>(db)`. Here nothing is known of them. */
export type NoTables = Record<never, never>;
export type Db = Kysely<NoTables>;
export type Trx = Transaction<NoTables>;

export type DbOptions = { url: string; max?: number; log?: (event: LogEvent) => void };

/** Statements that are prepared once a connection; more kinds than this run unprepared. */
const mostPrepared = 600;
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostPrepared) return known;
  const name = `b${names.size}`;
  names.set(text, name);
  return name;
}

/**
 * Prepares every parametrised statement under a name: parsing and planning of the long statements
 * of an act cost the database more than running them (measured: 61 ms of 9 requests, 23 prepared).
 */
class PreparingClient extends pg.Client {}

const plain = pg.Client.prototype.query as (...given: unknown[]) => unknown;

Object.defineProperty(PreparingClient.prototype, 'query', {
  value(this: pg.Client, ...given: unknown[]): unknown {
    const [text, values, ...rest] = given;
    if (typeof text !== 'string' || !Array.isArray(values) || values.length === 0) {
      return plain.apply(this, given);
    }
    const name = nameOf(text);
    return plain.apply(this, [name === undefined ? { text, values } : { name, text, values }, ...rest]);
  },
});

/** Opens a pool. `pool.end()` comes with `db.destroy()`. */
export function openDb(options: DbOptions): { db: Db; pool: pg.Pool } {
  const pool = new pg.Pool({
    connectionString: options.url,
    Client: PreparingClient,
    max: options.max ?? 16,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 5_000,
    // A request that outlives its person is of no use to anyone.
    options: '-c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000',
  });
  // A connection that dies in the pool is replaced by the pool; without a listener Node would stop.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const log = options.log;
  const db = new Kysely<NoTables>({ dialect: new PostgresDialect({ pool }), ...(log ? { log } : {}) });
  return { db, pool };
}

/** The same handle with a room's own tables. The caller may be a pool or a transaction. */
export function tables<T>(db: Db | Trx): Kysely<T> {
  return db as unknown as Kysely<T>;
}

const gone = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT',
  '57P01', '57P02', '57P03', '08000', '08003', '08006', '53300',
]);

/** Is this error the database being away (restarting, killed), rather than a fault of ours? */
export function databaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: string }).code;
  // Its socket is not there yet; any other file that is missing is a fault of ours.
  if (code === 'ENOENT') return (error as { syscall?: string }).syscall === 'connect';
  if (code !== undefined) return gone.has(code);
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered/
    .test(error.message);
}

/** Two transactions met (serialisation failure, deadlock): the same work may be tried again. */
export function metAnother(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code;
  return code === '40001' || code === '40P01';
}

/** Did a row break a unique index: this one, or without a name any? */
export function brokeUnique(error: unknown, index?: string): boolean {
  const e = error as { code?: string; constraint?: string } | null;
  return e?.code === '23505' && (index === undefined || e.constraint === index);
}

/** Did a row break this check, of a table or of a trigger that says so? */
export function brokeCheck(error: unknown, check: string): boolean {
  const e = error as { code?: string; constraint?: string } | null;
  return e?.code === '23514' && e.constraint === check;
}

export { sql };
