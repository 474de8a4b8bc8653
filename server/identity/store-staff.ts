/** SQL of units and staff. */
import { sql, type Db, type Trx } from '#base';
import type { Hashed } from './password.ts';

export type UnitRow = {
  id: string;
  name: { zh: string; en?: string };
  kind: string;
  parent: string | null;
  area: string;
  level: string;
  hours: { from: string; to: string };
  creditCode: string | null;
  /** Ids from the root, each followed by a slash. */
  path: string;
};

const unitColumns = sql`id, name, kind, parent, area, level, hours,
  credit_code as "creditCode", path`;

export async function upsertUnit(trx: Trx, unit: UnitRow): Promise<void> {
  await sql`insert into identity.unit
    (id, name, kind, parent, area, level, hours, credit_code, path)
    values (${unit.id}, ${JSON.stringify(unit.name)}::jsonb, ${unit.kind}, ${unit.parent},
      ${unit.area}, ${unit.level}, ${JSON.stringify(unit.hours)}::jsonb, ${unit.creditCode},
      ${unit.path})
    on conflict (id) do update set name = excluded.name, kind = excluded.kind,
      parent = excluded.parent, area = excluded.area, level = excluded.level,
      hours = excluded.hours, credit_code = excluded.credit_code, path = excluded.path`.execute(
    trx,
  );
}

/** The whole tree, parents before children. */
export async function allUnits(db: Db | Trx): Promise<UnitRow[]> {
  const { rows } = await sql<UnitRow>`select ${unitColumns} from identity.unit
    order by array_length(string_to_array(path, '/'), 1), path`.execute(db);
  return rows;
}

/** One unit, or undefined. */
export async function findUnit(db: Db | Trx, id: string): Promise<UnitRow | undefined> {
  const { rows } =
    await sql<UnitRow>`select ${unitColumns} from identity.unit where id = ${id}`.execute(db);
  return rows[0];
}

/** Ids of a unit and everything below it; empty for an unknown unit. */
export async function unitsUnder(db: Db | Trx, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select u.id from identity.unit top
    join identity.unit u on u.path like top.path || '%'
    where top.id = ${id} order by u.path`.execute(db);
  return rows.map((row) => row.id);
}

export type StaffMember = {
  account: string;
  subject: string;
  login: string;
  name: string;
  unit: string;
  unitName: { zh: string; en?: string };
  roles: string[];
  disabled: boolean;
};

const staffSelect = sql`select a.id as account, a.subject, a.login, p.name, t.unit,
  u.name as "unitName", t.roles, a.disabled_at is not null as disabled
  from identity.staff t join identity.account a on a.id = t.account
  join identity.subject p on p.id = a.subject join identity.unit u on u.id = t.unit`;

/** Staff by account id, disabled ones too: what they did keeps their names. */
export async function findStaff(db: Db | Trx, accounts: readonly string[]): Promise<StaffMember[]> {
  const { rows } = await sql<StaffMember>`${staffSelect}
    where a.id = any(${[...accounts]}::uuid[])`.execute(db);
  return rows;
}

/** One member by login name. */
export async function staffByLogin(db: Db | Trx, login: string): Promise<StaffMember | undefined> {
  const { rows } = await sql<StaffMember>`${staffSelect} where a.login = ${login}`.execute(db);
  return rows[0];
}

/** All staff, by unit and login. */
export async function allStaff(db: Db | Trx): Promise<StaffMember[]> {
  const { rows } = await sql<StaffMember>`${staffSelect} order by u.path, a.login`.execute(db);
  return rows;
}

/** One officer by account, held till the end of the transaction; disabled ones too. */
export async function lockStaff(trx: Trx, account: string): Promise<StaffMember | undefined> {
  const { rows } = await sql<StaffMember>`${staffSelect} where a.id = ${account}
    for update of a, t`.execute(trx);
  return rows[0];
}

export type StaffFilter = {
  q?: string | undefined;
  unit?: string | undefined;
  role?: string | undefined;
  offset: number;
  limit: number;
};

/** Officers by unit and login, with when they were last seen. */
export async function staffPage(
  db: Db,
  f: StaffFilter,
): Promise<(StaffMember & { seen: Date | null })[]> {
  const words = f.q ? `%${f.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%` : '';
  const { rows } = await sql<StaffMember & { seen: Date | null }>`
    select a.id as account, a.subject, a.login, p.name, t.unit, u.name as "unitName", t.roles,
      a.disabled_at is not null as disabled,
      (select max(s.seen) from identity.session s where s.account = a.id) as seen
    from identity.staff t join identity.account a on a.id = t.account
    join identity.subject p on p.id = a.subject join identity.unit u on u.id = t.unit
    where true ${f.q ? sql`and (a.login ilike ${words} or p.name ilike ${words})` : sql``}
      ${f.unit ? sql`and t.unit = ${f.unit}` : sql``}
      ${f.role ? sql`and ${f.role} = any(t.roles)` : sql``}
    order by u.path, a.login offset ${f.offset} limit ${f.limit}`.execute(db);
  return rows;
}

/** How many active accounts have a role; they are held, so that two do not go at once. */
export async function activeWithRole(trx: Trx, role: string): Promise<number> {
  const { rows } =
    await sql`select from identity.staff t join identity.account a on a.id = t.account
    where ${role} = any(t.roles) and a.disabled_at is null order by a.id for update of a`.execute(
      trx,
    );
  return rows.length;
}

export async function setRoles(trx: Trx, account: string, roles: readonly string[]): Promise<void> {
  await sql`update identity.staff set roles = ${[...roles]}::text[] where account = ${account}`.execute(
    trx,
  );
}

export async function moveStaff(trx: Trx, account: string, unit: string): Promise<void> {
  await sql`update identity.staff set unit = ${unit} where account = ${account}`.execute(trx);
}

/** How many confirmed second factors of each kind these accounts have. */
export async function factorsOfAll(
  db: Db,
  accounts: readonly string[],
): Promise<{ account: string; totp: number; passkeys: number }[]> {
  const { rows } = await sql<{ account: string; totp: number; passkeys: number }>`select account,
    (count(*) filter (where kind = 'totp'))::int as totp,
    (count(*) filter (where kind = 'passkey'))::int as passkeys
    from identity.factor where account = any(${[...accounts]}::uuid[]) and confirmed_at is not null
    group by account`.execute(db);
  return rows;
}

/** Which of these attempt keys (hex) are locked now. */
export async function lockedAmong(db: Db, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`select encode(key, 'hex') as key from identity.attempt
    where key = any(${keys.map((key) => Buffer.from(key, 'hex'))}::bytea[]) and locked_until > now()`.execute(
    db,
  );
  return rows.map(({ key }) => key);
}

export type NewStaff = {
  subject: string;
  login: string;
  unit: string;
  roles: readonly string[];
  kept: Hashed;
};

export async function insertStaff(trx: Trx, staff: NewStaff): Promise<string> {
  const { kept } = staff;
  const { rows } = await sql<{ id: string }>`insert into identity.account
    (kind, subject, login, hash, nonce, memory, passes, parallelism)
    values ('staff', ${staff.subject}, ${staff.login}, ${kept.hash}, ${kept.nonce},
      ${kept.memory}, ${kept.passes}, ${kept.parallelism}) returning id`.execute(trx);
  const account = rows[0]?.id ?? '';
  await sql`insert into identity.staff (account, unit, roles)
    values (${account}, ${staff.unit}, ${[...staff.roles]}::text[])`.execute(trx);
  return account;
}

/** Disables or enables an account and ends its sessions. */
export async function setDisabled(trx: Trx, account: string, disabled: boolean): Promise<void> {
  await sql`update identity.account set disabled_at = ${disabled ? sql`now()` : null}
    where id = ${account}`.execute(trx);
  await endSessions(trx, account);
}

export async function endSessions(trx: Trx, account: string): Promise<void> {
  await sql`delete from identity.session where account = ${account}`.execute(trx);
}

/** Does the person with this identity number sign in as a citizen? */
export async function hasCitizenAccount(db: Db | Trx, idNumber: string): Promise<boolean> {
  const { rows } = await sql`select from identity.account a
    join identity.subject p on p.id = a.subject
    where a.kind = 'citizen' and p.id_number = ${idNumber}`.execute(db);
  return rows.length > 0;
}

/** Organisations a person leads or holds a mandate of: he is a party where they are. */
export async function organisationsOf(
  db: Db | Trx,
  subject: string,
  today: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select organisation as id from identity.representative
    where person = ${subject} and ended_at is null
    union
    select m.organisation from identity.subject p join identity.mandate m
      on m.agent_id_number = p.id_number and m.agent_name = p.name
    where p.id = ${subject} and m.ended_at is null and m.until_date >= ${today}::date`.execute(db);
  return rows.map((row) => row.id);
}
