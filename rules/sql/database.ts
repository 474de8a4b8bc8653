/** For tests: a connection to the tests' PostgreSQL. Tables are temporary; the prelude is everyone's. */
import crypto from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { withDatabase } from '../../tests/setup.ts';

/** A database of the test file's own; it goes with the tests' template. */
export async function ownDatabase(): Promise<pg.Client> {
  const { url, template } = inject('server');
  const name = `${template}_${crypto.randomBytes(5).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`create database ${name} template template0`);
  } finally {
    await admin.end();
  }
  const client = new pg.Client({ connectionString: withDatabase(url, name) });
  await client.connect();
  return client;
}
