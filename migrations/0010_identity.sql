-- identity: who asks, in whose name, and for which unit an officer works.
create schema identity;

-- Persons and organisations. A person may be here without an account: filed for at a counter.
create table identity.subject (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('person', 'organisation')),
  name text not null,
  id_number text unique,
  credit_code text unique,
  birth_date date,
  phone text,
  -- How the identity was proved: by the demonstration's check digit, or by an officer at a counter.
  proofing text not null check (proofing in ('demo', 'counter', 'staff')),
  created timestamptz not null default now(),
  check (kind <> 'person' or (id_number is not null and birth_date is not null and credit_code is null)),
  check (kind <> 'organisation' or (credit_code is not null and id_number is null))
);
create index subject_phone on identity.subject (phone) where phone is not null;

-- Citizens sign in by phone or identity number, staff by a login name. One person may have both.
create table identity.account (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('citizen', 'staff')),
  subject uuid not null references identity.subject (id),
  login text constraint account_login unique,
  -- argon2id, with the parameters it was made with.
  hash bytea not null,
  nonce bytea not null,
  memory int not null,
  passes int not null,
  parallelism int not null,
  disabled_at timestamptz,
  created timestamptz not null default now(),
  check ((kind = 'staff') = (login is not null))
);
create unique index account_citizen on identity.account (subject) where kind = 'citizen';
create index account_subject on identity.account (subject);

-- Only the SHA-256 of a token is kept: who reads this table cannot take over a session.
create table identity.session (
  token bytea primary key,
  account uuid not null references identity.account (id),
  csrf text not null,
  acting_for uuid references identity.subject (id),
  created timestamptz not null default now(),
  seen timestamptz not null default now()
);
create index session_account on identity.session (account);
create index session_created on identity.session (created);

-- Wrong passwords, by a keyed digest of the account, known or not: both are locked out alike.
create table identity.attempt (
  key bytea primary key,
  failures int not null,
  last timestamptz not null default now(),
  locked_until timestamptz
);
create index attempt_last on identity.attempt (last);

-- The tree of offices. `path` holds all ids from the root, each followed by a slash.
create table identity.unit (
  id text primary key,
  name jsonb not null,
  kind text not null,
  parent text references identity.unit (id),
  area text not null,
  level text not null,
  hours jsonb not null,
  credit_code text,
  path text not null
);
create index unit_path on identity.unit (path text_pattern_ops);

create table identity.staff (
  account uuid primary key references identity.account (id),
  unit text not null references identity.unit (id),
  roles text[] not null
);
create index staff_unit on identity.staff (unit);

-- Legal representatives.
create table identity.representative (
  organisation uuid not null references identity.subject (id),
  person uuid not null references identity.subject (id),
  since timestamptz not null default now(),
  ended_at timestamptz
);
create unique index representative_one on identity.representative (organisation, person)
  where ended_at is null;
create index representative_person on identity.representative (person) where ended_at is null;

-- An agent is named before he registers: by number and name, and both must be his.
create table identity.mandate (
  id uuid primary key default gen_random_uuid(),
  organisation uuid not null references identity.subject (id),
  agent_id_number text not null,
  agent_name text not null,
  -- Items by id; null means all.
  items text[],
  from_date date not null,
  until_date date not null,
  given_by uuid not null references identity.subject (id),
  given_at timestamptz not null default now(),
  ended_at timestamptz,
  ended_by uuid references identity.subject (id),
  check (until_date >= from_date),
  check ((ended_at is null) = (ended_by is null))
);
create index mandate_agent on identity.mandate (agent_id_number);
create index mandate_organisation on identity.mandate (organisation);

-- Who changed what, and when. Rows are only ever added.
create table identity.event (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  by text not null,
  what text not null,
  about text not null,
  details jsonb not null
);
create index event_about on identity.event (about, id);

create function identity.keep_events() returns trigger language plpgsql as $$
begin
  raise exception 'identity.event is only ever added to';
end $$;
create trigger event_kept before update or delete on identity.event
  for each row execute function identity.keep_events();
