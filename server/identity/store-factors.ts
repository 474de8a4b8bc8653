/** SQL of second factors and of sign-ins done by half. */
import { sql, type Db, type Trx } from '#base';

export type Factor = {
  id: string;
  account: string;
  kind: 'totp' | 'passkey';
  name: string;
  secret: Buffer | null;
  credential: string | null;
  publicKey: Buffer | null;
  counter: number | null;
  transports: string[] | null;
  created: Date;
  confirmed: boolean;
  used: Date | null;
};

const columns = sql`id, account, kind, name, secret, credential, public_key as "publicKey",
  counter::float8 as counter, transports, created, confirmed_at is not null as confirmed, used_at as used`;

/** Confirmed second factors of an account, the oldest first. */
export async function factorsOf(db: Db | Trx, account: string): Promise<Factor[]> {
  const { rows } = await sql<Factor>`select ${columns} from identity.factor
    where account = ${account} and confirmed_at is not null order by created, id`.execute(db);
  return rows;
}

/** One begun or confirmed factor of an account, held till the end of the transaction. */
export async function lockFactor(
  trx: Trx,
  which: { account: string; id: string },
): Promise<Factor | undefined> {
  const { rows } = await sql<Factor>`select ${columns} from identity.factor
    where id = ${which.id} and account = ${which.account} for update`.execute(trx);
  return rows[0];
}

/** Begins an authenticator; those begun before and never confirmed go. */
export async function insertTotp(
  trx: Trx,
  given: { id: string; account: string; name: string; secret: Buffer },
): Promise<void> {
  await sql`delete from identity.factor
    where account = ${given.account} and kind = 'totp' and confirmed_at is null`.execute(trx);
  await sql`insert into identity.factor (id, account, kind, name, secret)
    values (${given.id}, ${given.account}, 'totp', ${given.name}, ${given.secret})`.execute(trx);
}

export async function insertPasskey(
  trx: Trx,
  given: {
    account: string;
    name: string;
    credential: string;
    publicKey: Buffer;
    counter: number;
    transports: readonly string[];
  },
): Promise<void> {
  await sql`insert into identity.factor
    (account, kind, name, credential, public_key, counter, transports, confirmed_at)
    values (${given.account}, 'passkey', ${given.name}, ${given.credential}, ${given.publicKey},
      ${given.counter}, ${[...given.transports]}::text[], now())`.execute(trx);
}

/** Now, as the database has it, in seconds: the legal clock may be moved, an authenticator's is not. */
export async function secondsNow(db: Db | Trx): Promise<number> {
  const { rows } = await sql<{ s: number }>`select extract(epoch from now())::float8 as s`.execute(
    db,
  );
  return rows[0]?.s ?? 0;
}

/** Takes a step of an authenticator; false where it, or a later one, was taken before. */
export async function takeStep(trx: Trx, id: string, step: number): Promise<boolean> {
  const done = await sql`update identity.factor set last_step = ${step}, used_at = now(),
    confirmed_at = coalesce(confirmed_at, now())
    where id = ${id} and (last_step is null or last_step < ${step})`.execute(trx);
  return Number(done.numAffectedRows ?? 0) === 1;
}

export async function usePasskey(trx: Trx, id: string, counter: number): Promise<void> {
  await sql`update identity.factor set counter = ${counter}, used_at = now() where id = ${id}`.execute(
    trx,
  );
}

export async function deleteFactor(trx: Trx, id: string): Promise<void> {
  await sql`delete from identity.factor where id = ${id}`.execute(trx);
}

/** Takes all second factors and recovery codes of an account away. Gives how many factors there were. */
export async function deleteFactors(trx: Trx, account: string): Promise<number> {
  const done = await sql`delete from identity.factor where account = ${account}`.execute(trx);
  await sql`delete from identity.recovery_code where account = ${account}`.execute(trx);
  return Number(done.numAffectedRows ?? 0);
}

/** Puts new recovery codes (digests) in place of those before. */
export async function replaceCodes(
  trx: Trx,
  account: string,
  digests: readonly Buffer[],
): Promise<void> {
  await sql`delete from identity.recovery_code where account = ${account}`.execute(trx);
  for (const digest of digests) {
    await sql`insert into identity.recovery_code (account, digest) values (${account}, ${digest})`.execute(
      trx,
    );
  }
}

/** Uses a recovery code up; false where it is none, or was used. */
export async function useCode(trx: Trx, account: string, digest: Buffer): Promise<boolean> {
  const done = await sql`update identity.recovery_code set used_at = now()
    where account = ${account} and digest = ${digest} and used_at is null`.execute(trx);
  return Number(done.numAffectedRows ?? 0) === 1;
}

export async function codesLeft(db: Db | Trx, account: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from identity.recovery_code
    where account = ${account} and used_at is null`.execute(db);
  return rows[0]?.n ?? 0;
}

// --- signed in by half ---------------------------------------------------------------------------

export type Half = { account: string; must: 'prove' | 'enrol' };

export async function insertHalf(trx: Trx, half: Half & { token: Buffer }): Promise<void> {
  await sql`insert into identity.half_session (token, account, must)
    values (${half.token}, ${half.account}, ${half.must})`.execute(trx);
}

export async function readHalf(db: Db | Trx, token: Buffer): Promise<Half | undefined> {
  const { rows } = await sql<Half>`select h.account, h.must from identity.half_session h
    join identity.account a on a.id = h.account
    where h.token = ${token} and h.created > now() - interval '10 minutes'
      and a.disabled_at is null and a.closed_at is null`.execute(db);
  return rows[0];
}

export async function deleteHalf(trx: Trx, account: string): Promise<void> {
  await sql`delete from identity.half_session where account = ${account}`.execute(trx);
}

// --- challenges ----------------------------------------------------------------------------------

type Purpose = 'enrol' | 'prove';

export async function putChallenge(
  db: Db | Trx,
  of: { account: string; purpose: Purpose; challenge: string },
): Promise<void> {
  await sql`insert into identity.challenge (account, purpose, challenge)
    values (${of.account}, ${of.purpose}, ${of.challenge})
    on conflict (account, purpose) do update set challenge = excluded.challenge, created = now()`.execute(
    db,
  );
}

/** The challenge asked last, once: it is gone afterwards. */
export async function takeChallenge(
  trx: Db | Trx,
  account: string,
  purpose: Purpose,
): Promise<string | undefined> {
  const { rows } = await sql<{ challenge: string }>`delete from identity.challenge
    where account = ${account} and purpose = ${purpose} and created > now() - interval '10 minutes'
    returning challenge`.execute(trx);
  return rows[0]?.challenge;
}
