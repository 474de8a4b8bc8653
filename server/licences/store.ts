/** All SQL of licences, but the public register's. */
import type { Json } from '#rules';
import { sql, type Db, type Trx } from '#base';
import type { LicenceAction, StoredState } from './states.ts';

export type Text = { zh: string; en?: string | undefined };

/** One attribute as stored: the value is canonical (null: known to have none). */
export type Attribute = { id: string; name: Text; type: string; value: Json; shown?: Text };

/** A licence as stored. Dates YYYY-MM-DD. */
export type Licence = {
  id: string;
  kind: string;
  kindName: Text;
  /** permit, approval, eligibility … (catalogue `kind`). */
  class: string;
  number: string;
  version: number;
  identifier: string;
  code: string;
  holder: string;
  holderName: string;
  holderKind: 'person' | 'organisation';
  holderCode: string | null;
  unit: string;
  issuer: { id: string; name: Text; creditCode: string };
  item: string | null;
  itemName: Text | null;
  itemVersion: string | null;
  caseId: string | null;
  caseNumber: string | null;
  attributes: Attribute[];
  issuedOn: string;
  from: string;
  until: string | null;
  state: StoredState;
  stateSince: string;
  public: boolean;
  predecessor: string | null;
  successor: string | null;
  file: string | null;
  fileDigest: string | null;
  at: Date;
};

const columns = sql`l.id, l.kind, l.kind_name as "kindName", l.class, l.number, l.version,
  l.identifier, l.code, l.holder, l.holder_name as "holderName", l.holder_kind as "holderKind",
  l.holder_code as "holderCode", l.unit, l.issuer, l.item, l.item_name as "itemName",
  l.item_version as "itemVersion", l.case_id as "caseId", l.case_number as "caseNumber",
  l.attributes, l.issued_on as "issuedOn", l.valid_from as "from", l.valid_until as "until",
  l.state, l.state_since as "stateSince", l.public, l.predecessor, l.successor, l.file,
  l.file_digest as "fileDigest", l.at`;

type By = { account: string | null; name: string | null; role: string; unit: Text | null };

export type NewEvent = {
  action: LicenceAction;
  fromState: StoredState | null;
  toState: StoredState;
  by: By;
  reason: string | null;
  on: string;
  at: Date;
};

export type LicenceEvent = {
  id: number;
  action: LicenceAction;
  toState: StoredState;
  byName: string | null;
  byRole: string;
  byUnit: Text | null;
  reason: string | null;
  on: string;
  at: Date;
};

/** The next number of a kind in a year (''  where the pattern has none); locks it until commit. */
export async function nextSerial(trx: Trx, kind: string, year: string): Promise<number> {
  const { rows } = await sql<{ last: number }>`insert into licences.serial (kind, year, last)
    values (${kind}, ${year}, 1)
    on conflict (kind, year) do update set last = licences.serial.last + 1 returning last`
    .execute(trx);
  return rows[0]?.last ?? 1;
}

/** Adds a licence with its first event. */
export async function addLicence(trx: Trx, row: Licence, event: NewEvent): Promise<void> {
  const text = (value: unknown): string => JSON.stringify(value);
  await sql`with added as (
    insert into licences.licence (id, kind, kind_name, class, number, version, identifier, code,
      holder, holder_name, holder_kind, holder_code, unit, issuer, item, item_name, item_version,
      case_id, case_number, attributes, issued_on, valid_from, valid_until, state, state_since,
      public, predecessor, at)
    values (${row.id}, ${row.kind}, ${text(row.kindName)}::jsonb, ${row.class}, ${row.number},
      ${row.version}, ${row.identifier}, ${row.code}, ${row.holder}, ${row.holderName},
      ${row.holderKind}, ${row.holderCode}, ${row.unit}, ${text(row.issuer)}::jsonb, ${row.item},
      ${row.itemName && text(row.itemName)}::jsonb, ${row.itemVersion}, ${row.caseId},
      ${row.caseNumber}, ${text(row.attributes)}::jsonb, ${row.issuedOn}, ${row.from}, ${row.until},
      ${row.state}, ${row.stateSince}, ${row.public}, ${row.predecessor}, ${row.at})
    returning id)
    insert into licences.licence_event
      (licence, action, from_state, to_state, by_account, by_name, by_role, by_unit, reason,
        on_date, at)
    select id, ${event.action}, ${event.fromState}::text, ${event.toState},
      ${event.by.account}::text, ${event.by.name}::text, ${event.by.role},
      ${event.by.unit && text(event.by.unit)}::jsonb,
      ${event.reason}::text, ${event.on}::date, ${event.at}::timestamptz from added`.execute(trx);
}

/** Writes a new state and its event. The row was locked by the caller. Gives the event's id. */
export async function setState(
  trx: Trx, id: string, event: NewEvent & { successor?: string },
): Promise<number> {
  const { by } = event;
  const { rows } = await sql<{ id: number }>`with changed as (
    update licences.licence set state = ${event.toState}, state_since = ${event.on}::date,
      successor = coalesce(${event.successor ?? null}::uuid, successor)
    where id = ${id} returning id)
    insert into licences.licence_event
      (licence, action, from_state, to_state, by_account, by_name, by_role, by_unit, reason,
        on_date, at)
    select id, ${event.action}, ${event.fromState}::text, ${event.toState}, ${by.account}::text,
      ${by.name}::text, ${by.role}, ${by.unit && JSON.stringify(by.unit)}::jsonb,
      ${event.reason}::text, ${event.on}::date, ${event.at}::timestamptz from changed
    returning id`.execute(trx);
  return rows[0]?.id ?? 0;
}

/** One licence by id, locked until commit where asked. */
export async function findLicence(
  db: Db | Trx, id: string, { lock = false } = {},
): Promise<Licence | undefined> {
  const end = lock ? sql`for update` : sql``;
  const { rows } = await sql<Licence>`select ${columns} from licences.licence l
    where l.id = ${id} ${end}`.execute(db);
  return rows[0];
}

/** Licences by ids, in no particular order. */
export async function findLicences(db: Db | Trx, ids: readonly string[]): Promise<Licence[]> {
  const { rows } = await sql<Licence>`select ${columns} from licences.licence l
    where l.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}

export async function findByCode(db: Db | Trx, code: string): Promise<Licence | undefined> {
  const { rows } = await sql<Licence>`select ${columns} from licences.licence l
    where l.code = ${code}`.execute(db);
  return rows[0];
}

/** The licence whose PDF has this SHA-256 (hex). */
export async function findByDigest(db: Db | Trx, digest: string): Promise<Licence | undefined> {
  const { rows } = await sql<Licence>`select ${columns} from licences.licence l
    where l.file_digest = ${digest}`.execute(db);
  return rows[0];
}

export async function findByIdentifier(
  db: Db | Trx, identifier: string,
): Promise<Licence | undefined> {
  const { rows } = await sql<Licence>`select ${columns} from licences.licence l
    where l.identifier = ${identifier}`.execute(db);
  return rows[0];
}

export async function findByCase(db: Db | Trx, caseId: string): Promise<Licence | undefined> {
  const { rows } = await sql<Licence>`select ${columns} from licences.licence l
    where l.case_id = ${caseId}`.execute(db);
  return rows[0];
}

/** A holder's licences, the newest first; `items` narrows to licences of those items. */
export async function findOfHolder(
  db: Db | Trx, holder: string, items: readonly string[] | 'all',
): Promise<Licence[]> {
  const only = items === 'all' ? sql`` : sql`and l.item = any(${[...items]})`;
  const { rows } = await sql<Licence>`select ${columns} from licences.licence l
    where l.holder = ${holder} ${only} order by l.issued_on desc, l.number limit 200`.execute(db);
  return rows;
}

/** What a subject holds of some kinds that is valid on a day. */
export async function findValid(
  db: Db | Trx, want: { holder: string; kinds: readonly string[]; on: string },
): Promise<Licence[]> {
  const { rows } = await sql<Licence>`select ${columns} from licences.licence l
    where l.holder = ${want.holder} and l.kind = any(${[...want.kinds]}) and l.state = 'valid'
      and l.valid_from <= ${want.on}::date
      and (l.valid_until is null or l.valid_until >= ${want.on}::date)
    order by l.valid_until desc nulls first, l.issued_on desc, l.id`.execute(db);
  return rows;
}

/** The newest version of every licence of a kind that a subject has, whatever became of it. */
export async function findNewest(
  db: Db | Trx, want: { holder: string; kind: string },
): Promise<Licence[]> {
  const { rows } = await sql<Licence>`select ${columns} from licences.licence l
    where l.holder = ${want.holder} and l.kind = ${want.kind} and l.state <> 'replaced'
    order by l.valid_until desc nulls first, l.issued_on desc, l.id`.execute(db);
  return rows;
}

/** What happened to a licence, in order. */
export async function findEvents(db: Db | Trx, licence: string): Promise<LicenceEvent[]> {
  const { rows } = await sql<LicenceEvent>`select id, action, to_state as "toState",
    by_name as "byName", by_role as "byRole", by_unit as "byUnit", reason, on_date as "on", at
    from licences.licence_event where licence = ${licence} order by id`.execute(db);
  return rows;
}

/**
 * Writes down what ended by its date: at most `limit` at once, rows that others hold are left for
 * the next round. Gives the licences and the ids of their events.
 */
export async function expireDue(
  trx: Trx, when: { today: string; at: Date; limit: number },
): Promise<(Licence & { event: number })[]> {
  const { rows } = await sql<Licence & { event: number }>`with due as (
      select id, state from licences.licence
      where valid_until < ${when.today}::date and state in ('valid', 'suspended')
      order by valid_until limit ${when.limit} for update skip locked),
    changed as (
      update licences.licence l set state = 'expired', state_since = l.valid_until + 1
      from due where l.id = due.id returning ${columns}, due.state as before),
    noted as (
      insert into licences.licence_event
        (licence, action, from_state, to_state, by_role, on_date, at)
      select id, 'expire', before, 'expired', 'system', "stateSince", ${when.at}::timestamptz
      from changed returning id, licence)
    select changed.*, noted.id as event from changed join noted on noted.licence = changed.id`
    .execute(trx);
  return rows;
}

/** Licences whose file is still to be made, locked; those another worker holds are left to it. */
export async function lockUnmade(trx: Trx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from licences.licence
    where id = any(${[...ids]}::uuid[]) and file is null for update skip locked`.execute(trx);
  return rows.map((row) => row.id);
}

export type MadeFile = { id: string; file: string; digest: string };

export async function setFiles(trx: Trx, made: readonly MadeFile[]): Promise<void> {
  await sql`update licences.licence l set file = m.file, file_digest = m.digest
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as m(id uuid, file uuid, digest text)
    where l.id = m.id`.execute(trx);
}

/** Ids of licences without a file that were issued before an instant (their job may be lost). */
export async function findUnmade(db: Db, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from licences.licence
    where file is null and at < ${before} order by at limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

export type ShowCode = { code: string; licence: string; by: string; madeAt: Date; until: Date };

/** Keeps a show code; codes of the day before are forgotten on the way. */
export async function addShowCode(trx: Trx, show: ShowCode): Promise<void> {
  await sql`insert into licences.show_code (code, licence, by_subject, made_at, until)
    values (${show.code}, ${show.licence}, ${show.by}, ${show.madeAt}, ${show.until})`.execute(trx);
}

/** Takes a show code: notes the use and gives its licence; `late` when its minute is over. */
export async function useShowCode(
  db: Db | Trx, code: string, now: Date,
): Promise<{ licence: string; late: boolean } | undefined> {
  const { rows } = await sql<{ licence: string; late: boolean }>`update licences.show_code
    set uses = uses + (case when until >= ${now} then 1 else 0 end),
      used_at = case when until >= ${now} then ${now}::timestamptz else used_at end
    where code = ${code} returning licence, until < ${now} as late`.execute(db);
  return rows[0];
}

/** Forgets show codes that ended before an instant. */
export async function dropShowCodes(db: Db, before: Date): Promise<void> {
  await sql`delete from licences.show_code where until < ${before}`.execute(db);
}
