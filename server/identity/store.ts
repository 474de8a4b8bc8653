/** All SQL of identity but the staff's own administration (store-staff.ts). */
import { sql, type Db, type Trx } from '#base';
import type { Hashed } from './password.ts';

export type Subject = {
  id: string;
  kind: 'person' | 'organisation';
  name: string;
  /** Persons. */
  idNumber: string | null;
  birthDate: string | null;
  /** Organisations. */
  creditCode: string | null;
  phone: string | null;
};

const subjectColumns = sql`id, kind, name, id_number as "idNumber", birth_date as "birthDate",
  credit_code as "creditCode", phone`;

/** Subjects by id; unknown ids are left out. */
export async function findSubjects(db: Db | Trx, ids: readonly string[]): Promise<Subject[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Subject>`select ${subjectColumns} from identity.subject
    where id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}

/** One subject, or undefined. */
export async function findSubject(db: Db | Trx, id: string): Promise<Subject | undefined> {
  return (await findSubjects(db, [id]))[0];
}

/** The subject with this identity number or credit code (canonical spelling). */
export async function findByNumber(db: Db | Trx, number: string): Promise<Subject | undefined> {
  const { rows } = await sql<Subject>`select ${subjectColumns} from identity.subject
    where id_number = ${number} or credit_code = ${number}`.execute(db);
  return rows[0];
}

export type NewPerson = {
  name: string;
  idNumber: string;
  birthDate: string;
  phone: string | null;
  proofing: 'demo' | 'counter' | 'staff' | 'register';
};

/** Adds the person or finds the one with this number, and holds the row till the end. */
export async function upsertPerson(trx: Trx, person: NewPerson): Promise<Subject> {
  const { name, idNumber, birthDate, phone, proofing } = person;
  await sql`insert into identity.subject (kind, name, id_number, birth_date, phone, proofing)
    values ('person', ${name}, ${idNumber}, ${birthDate}, ${phone}, ${proofing})
    on conflict (id_number) do nothing`.execute(trx);
  const { rows } = await sql<Subject>`select ${subjectColumns} from identity.subject
    where id_number = ${idNumber} for update`.execute(trx);
  return one(rows);
}

/** Adds the organisation or finds the one with this code, and holds the row till the end. */
export async function upsertOrganisation(
  trx: Trx,
  organisation: { name: string; creditCode: string },
): Promise<Subject> {
  const { name, creditCode } = organisation;
  await sql`insert into identity.subject (kind, name, credit_code, proofing)
    values ('organisation', ${name}, ${creditCode}, 'demo')
    on conflict (credit_code) do nothing`.execute(trx);
  const { rows } = await sql<Subject>`select ${subjectColumns} from identity.subject
    where credit_code = ${creditCode} for update`.execute(trx);
  return one(rows);
}

export async function setPhone(trx: Trx, subject: string, phone: string): Promise<void> {
  // A new number is not verified by what showed the one before to be his.
  await sql`update identity.subject set phone = ${phone},
    phone_verified_at = case when phone = ${phone} then phone_verified_at end
    where id = ${subject}`.execute(trx);
}

/** A citizen's account. Throws the broken unique index where he has one already. */
export async function insertCitizen(trx: Trx, subject: string, kept: Hashed): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into identity.account
    (kind, subject, hash, nonce, memory, passes, parallelism)
    values ('citizen', ${subject}, ${kept.hash}, ${kept.nonce}, ${kept.memory}, ${kept.passes},
      ${kept.parallelism}) returning id`.execute(trx);
  return one(rows).id;
}

export type Account = Hashed & {
  id: string;
  disabled: boolean;
  kind: 'citizen' | 'staff';
  subject: string;
};

/**
 * The account that signs in by this text: identity number, login name, or a phone that only one
 * account has (families share phones; then only the identity number tells who it is).
 */
export async function findAccount(db: Db, typed: string): Promise<Account | undefined> {
  const { rows } = await sql<Account & { by: string }>`
    select a.id, a.hash, a.nonce, a.memory, a.passes, a.parallelism, a.kind, a.subject,
      a.disabled_at is not null as disabled
    from identity.account a join identity.subject p on p.id = a.subject
    where a.closed_at is null and ((a.kind = 'citizen' and (p.id_number = ${typed.toUpperCase()} or p.phone = ${typed}))
      or a.login = ${typed.toLowerCase()}) limit 2`.execute(db);
  return rows.length === 1 ? rows[0] : undefined;
}

/** An account by id, for whoever is signed in and has to prove himself again. */
export async function findAccountById(db: Db | Trx, id: string): Promise<Account | undefined> {
  const { rows } = await sql<Account>`select id, hash, nonce, memory, passes, parallelism, kind,
    subject, disabled_at is not null as disabled
    from identity.account where id = ${id} and closed_at is null`.execute(db);
  return rows[0];
}

export async function setPassword(db: Db | Trx, account: string, kept: Hashed): Promise<void> {
  await sql`update identity.account set hash = ${kept.hash}, nonce = ${kept.nonce},
    memory = ${kept.memory}, passes = ${kept.passes}, parallelism = ${kept.parallelism}
    where id = ${account}`.execute(db);
}

// --- wrong passwords -----------------------------------------------------------------------------
// Sessions and lock-outs run on the database's own time: a demonstration that moves the legal
// clock must neither throw people out nor let them in.

/** Seconds for which this key is still locked; 0 when it is not. */
export async function lockedFor(db: Db, key: Buffer): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`select
    ceil(extract(epoch from locked_until - now()))::int as seconds
    from identity.attempt where key = ${key} and locked_until > now()`.execute(db);
  return rows[0]?.seconds ?? 0;
}

/** Counts a wrong password; locks at `most` within the window. Gives the count. */
export async function countFailure(
  db: Db,
  key: Buffer,
  rule: { most: number; minutes: number },
): Promise<number> {
  const window = `${rule.minutes} minutes`;
  const { rows } = await sql<{ failures: number }>`
    insert into identity.attempt as t (key, failures) values (${key}, 1)
    on conflict (key) do update set
      failures = case when t.last < now() - ${window}::interval then 1 else t.failures + 1 end,
      last = now(),
      locked_until = case when t.last >= now() - ${window}::interval
        and t.failures + 1 >= ${rule.most} then now() + ${window}::interval end
    returning failures`.execute(db);
  return one(rows).failures;
}

export async function forgetFailures(trx: Trx, key: Buffer): Promise<void> {
  await sql`delete from identity.attempt where key = ${key}`.execute(trx);
}

export async function insertSession(
  trx: Db | Trx,
  session: { token: Buffer; account: string; csrf: string; device: string; address: string },
): Promise<void> {
  const { token, account, csrf, device, address } = session;
  await sql`insert into identity.session (token, account, csrf, device, address)
    values (${token}, ${account}, ${csrf}, ${device}, ${address})`.execute(trx);
}

export async function deleteSession(trx: Trx, token: Buffer): Promise<void> {
  await sql`delete from identity.session where token = ${token}`.execute(trx);
}

export async function setActingFor(
  trx: Db | Trx,
  token: Buffer,
  organisation: string | null,
): Promise<void> {
  await sql`update identity.session set acting_for = ${organisation}
    where token = ${token}`.execute(trx);
}

/** Sessions and counts of wrong passwords that mean nothing any more. */
export async function deleteOld(db: Db): Promise<void> {
  await sql`delete from identity.session where created < now() - interval '12 hours'`.execute(db);
  await sql`delete from identity.attempt where last < now() - interval '1 hour'`.execute(db);
  await sql`delete from identity.half_session where created < now() - interval '10 minutes'`.execute(
    db,
  );
  await sql`delete from identity.provider_flow where created < now() - interval '10 minutes'`.execute(
    db,
  );
  await sql`delete from identity.phone_code where sent < now() - interval '1 day'`.execute(db);
}

export type SessionRow = {
  account: string;
  kind: 'citizen' | 'staff';
  subject: string;
  name: string;
  csrf: string;
  roles: string[] | null;
  unit: string | null;
  unitName: { zh: string; en?: string } | null;
  path: string | null;
  unitKind: string | null;
  area: string | null;
  organisation: string | null;
  organisationName: string | null;
  creditCode: string | null;
  leads: boolean;
  mandates: { id: string; items: string[] | null }[] | null;
};

/**
 * Everything about the holder of a token in one statement, without a cache: an ended mandate and a
 * disabled account take effect at the next request. The function is in migration 0011.
 */
export async function readSession(
  db: Db,
  token: Buffer,
  today: string,
): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`select account, kind, subject, name, csrf, roles, unit,
    unit_name as "unitName", path, unit_kind as "unitKind", area, organisation,
    organisation_name as "organisationName", credit_code as "creditCode", leads, mandates
    from identity.session_of(${token}, ${today})`.execute(db);
  return rows[0];
}

// --- organisations and mandates ------------------------------------------------------------------

export async function hasRepresentative(trx: Trx, organisation: string): Promise<boolean> {
  const { rows } = await sql`select from identity.representative
    where organisation = ${organisation} and ended_at is null limit 1`.execute(trx);
  return rows.length > 0;
}

export async function insertRepresentative(
  trx: Trx,
  organisation: string,
  person: string,
): Promise<void> {
  await sql`insert into identity.representative (organisation, person)
    values (${organisation}, ${person})`.execute(trx);
}

/** Legal representatives of an organisation: their subject ids. */
export async function representativesOf(db: Db | Trx, organisation: string): Promise<string[]> {
  const { rows } = await sql<{ person: string }>`select person from identity.representative
    where organisation = ${organisation} and ended_at is null`.execute(db);
  return rows.map(({ person }) => person);
}

export type AuthorityRow = {
  organisation: string;
  name: string;
  creditCode: string;
  mandate: string | null;
  items: string[] | null;
  until: string | null;
};

/** Whom a person may act for today: as representative (mandate null), or under mandates. */
export async function authoritiesOf(
  db: Db | Trx,
  subject: string,
  today: string,
): Promise<AuthorityRow[]> {
  const { rows } = await sql<AuthorityRow>`
    select o.id as organisation, o.name, o.credit_code as "creditCode", null as mandate,
      null as items, null as until, r.since as at
    from identity.representative r join identity.subject o on o.id = r.organisation
    where r.person = ${subject} and r.ended_at is null
    union all
    select o.id, o.name, o.credit_code, m.id, m.items, m.until_date, m.given_at
    from identity.subject p
    join identity.mandate m on m.agent_id_number = p.id_number and m.agent_name = p.name
    join identity.subject o on o.id = m.organisation
    where p.id = ${subject} and m.ended_at is null and m.until_date >= ${today}::date
    order by at`.execute(db);
  return rows;
}

export type MandateRow = {
  id: string;
  organisation: string;
  organisationName: string;
  agentName: string;
  agentIdNumber: string;
  items: string[] | null;
  from: string;
  until: string;
  givenBy: string;
  endedAt: Date | null;
  endedBy: string | null;
  /** Subject of the agent once he is known here. */
  agent: string | null;
};

const mandateSelect = sql`select m.id, m.organisation, o.name as "organisationName",
  m.agent_name as "agentName", m.agent_id_number as "agentIdNumber", m.items,
  m.from_date as from, m.until_date as until, m.given_by as "givenBy", m.ended_at as "endedAt",
  m.ended_by as "endedBy", a.id as agent
  from identity.mandate m join identity.subject o on o.id = m.organisation
  left join identity.subject a on a.id_number = m.agent_id_number and a.name = m.agent_name`;

/** Mandates of the organisations a person leads. */
export async function mandatesGiven(db: Db, subject: string): Promise<MandateRow[]> {
  const { rows } = await sql<MandateRow>`${mandateSelect}
    where m.organisation in (select organisation from identity.representative
      where person = ${subject} and ended_at is null)
    order by m.given_at desc limit 500`.execute(db);
  return rows;
}

/** Mandates a person was given. */
export async function mandatesHeld(db: Db, subject: string): Promise<MandateRow[]> {
  const { rows } = await sql<MandateRow>`${mandateSelect}
    where a.id = ${subject} order by m.given_at desc limit 500`.execute(db);
  return rows;
}

/** One mandate, held till the end of the transaction. */
export async function lockMandate(trx: Trx, id: string): Promise<MandateRow | undefined> {
  const { rows } =
    await sql<MandateRow>`${mandateSelect} where m.id = ${id} for update of m`.execute(trx);
  return rows[0];
}

/** Is this mandate in force on a day (YYYY-MM-DD)? */
export async function mandateRuns(db: Db | Trx, id: string, today: string): Promise<boolean> {
  const { rows } = await sql`select from identity.mandate
    where id = ${id} and ended_at is null and until_date >= ${today}::date`.execute(db);
  return rows.length > 0;
}

/** Until when (YYYY-MM-DD, that day included) a mandate was given, and when it was ended before. */
export async function findMandate(
  db: Db | Trx,
  id: string,
): Promise<{ id: string; until: string; endedAt: Date | null } | undefined> {
  const { rows } = await sql<{ id: string; until: string; endedAt: Date | null }>`
    select id, until_date as until, ended_at as "endedAt" from identity.mandate
    where id = ${id}`.execute(db);
  return rows[0];
}

export type NewMandate = {
  organisation: string;
  agentName: string;
  agentIdNumber: string;
  items: string[] | null;
  from: string;
  until: string;
  givenBy: string;
};

export async function insertMandate(trx: Trx, mandate: NewMandate): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into identity.mandate
    (organisation, agent_id_number, agent_name, items, from_date, until_date, given_by)
    values (${mandate.organisation}, ${mandate.agentIdNumber}, ${mandate.agentName},
      ${mandate.items}::text[], ${mandate.from}, ${mandate.until}, ${mandate.givenBy})
    returning id`.execute(trx);
  return one(rows).id;
}

export async function setMandateEnded(trx: Trx, id: string, by: string): Promise<void> {
  await sql`update identity.mandate set ended_at = now(), ended_by = ${by}
    where id = ${id}`.execute(trx);
}

export type Event = {
  /** Account id, `cli` or `system:<job>`. */
  by: string;
  /** room word, e.g. `mandate.given`. */
  what: string;
  /** Id of the subject, account, mandate or unit it is about. */
  about: string;
  /** Never a password, token or whole identity number. */
  details?: Record<string, unknown>;
  /** From where, kept short (`shortAddress`). */
  address?: string;
  /** Something somebody wanted and did not get; `done` where it is left out. */
  result?: 'refused';
};

/** Writes down who changed what. */
export async function record(trx: Db | Trx, event: Event): Promise<void> {
  await sql`insert into identity.event (by, what, about, details, address, result)
    values (${event.by}, ${event.what}, ${event.about},
      ${JSON.stringify(event.details ?? {})}::jsonb, ${event.address ?? null},
      ${event.result ?? 'done'})`.execute(trx);
}

function one<T>(rows: T[]): T {
  const [row] = rows;
  if (!row) throw new Error('a row that was just written is not there');
  return row;
}
