-- licences: what was issued, what became of it, and the codes that prove it.
create schema licences;

-- The last number given, by kind and year (year '' where the pattern has none). A row here is locked until
-- the issuing transaction ends, so numbers have no gaps.
create table licences.serial (
  kind text not null,
  year text not null,
  last int not null,
  primary key (kind, year)
);

create table licences.licence (
  id uuid primary key,
  kind text not null,
  kind_name jsonb not null,
  class text not null,
  number text not null,
  version int not null default 1,
  identifier text not null,
  -- The verify code printed on it: unguessable, without separators.
  code text not null,
  holder text not null,
  holder_name text not null,
  holder_kind text not null check (holder_kind in ('person', 'organisation')),
  -- Credit code of an organisation. A person's number is never a column here.
  holder_code text,
  -- The unit whose officers (and those above it) may see and change it.
  unit text not null,
  issuer jsonb not null,
  item text,
  item_name jsonb,
  item_version text,
  case_id uuid,
  case_number text,
  attributes jsonb not null,
  issued_on date not null,
  valid_from date not null,
  valid_until date,
  state text not null check (state in
    ('valid', 'suspended', 'expired', 'revoked', 'withdrawn', 'forfeited', 'cancelled', 'replaced')),
  state_since date not null,
  public boolean not null,
  predecessor uuid references licences.licence (id),
  successor uuid,
  file uuid,
  -- SHA-256 (hex) of the PDF as issued.
  file_digest text,
  at timestamptz not null,
  check ((file is null) = (file_digest is null))
);
create unique index licence_number on licences.licence (number, version);
create unique index licence_identifier on licences.licence (identifier);
create unique index licence_code on licences.licence (code);
create unique index licence_file_digest on licences.licence (file_digest) where file_digest is not null;
-- One licence a case, whatever retries.
create unique index licence_case on licences.licence (case_id) where case_id is not null;
create index licence_holder on licences.licence (holder, kind);
create index licence_ending on licences.licence (valid_until)
  where valid_until is not null and state in ('valid', 'suspended');
create index licence_unmade on licences.licence (at) where file is null;
create index licence_public on licences.licence (issued_on desc, id desc) where public;
create index licence_public_code on licences.licence (holder_code) where public;

-- What happened to a licence. Rows are only ever added.
create table licences.licence_event (
  id bigint generated always as identity primary key,
  licence uuid not null references licences.licence (id),
  action text not null,
  from_state text,
  to_state text not null,
  by_account text,
  by_name text,
  by_role text not null,
  by_unit jsonb,
  reason text,
  on_date date not null,
  at timestamptz not null
);
create index licence_event_licence on licences.licence_event (licence, id);

create function licences.only_added() returns trigger language plpgsql as
  $$ begin raise exception 'licence_event rows are only added'; end $$;
create trigger only_added before update or delete on licences.licence_event
  for each row execute function licences.only_added();

-- Codes a holder shows on a screen: opaque, gone within a minute, each use noted.
create table licences.show_code (
  code text primary key,
  licence uuid not null references licences.licence (id),
  by_subject text not null,
  made_at timestamptz not null,
  until timestamptz not null,
  uses int not null default 0,
  used_at timestamptz
);
create index show_code_until on licences.show_code (until);
