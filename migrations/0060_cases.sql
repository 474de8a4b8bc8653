-- cases: drafts outside the log; a case is an append-only log of acts, its columns kept with it.
create schema cases;

create sequence cases.number as bigint maxvalue 99999999 cycle;

-- What somebody is writing. No log, gone after 90 days. `typed` holds what was typed but is not (yet)
-- a value, so that a crashed tab loses nothing.
create table cases.draft (
  id uuid primary key,
  version int not null default 1,
  item text not null,
  item_version text not null,
  subject uuid not null,
  account uuid not null,
  mandate uuid,
  channel text not null check (channel in ('online', 'counter')),
  unit text,
  facts jsonb not null default '{}',
  typed jsonb not null default '{}',
  takes jsonb not null default '[]',
  made_at timestamptz not null,
  updated_at timestamptz not null
);
create index draft_account on cases.draft (account, updated_at desc);
create index draft_subject on cases.draft (subject);
create index draft_old on cases.draft (updated_at);

create table cases.case (
  id uuid primary key,
  number text not null unique,
  item text not null,
  item_version text not null,
  item_name jsonb not null,
  engine int not null,
  calendar_version text not null,
  path text not null,
  state text not null,
  outcome text,
  subject uuid not null,
  subject_kind text not null,
  subject_name text not null,
  filer uuid not null,
  filer_name text not null,
  mandate uuid,
  channel text not null,
  unit text not null,
  unit_path text not null,
  unit_name jsonb not null,
  area text not null,
  owner uuid,
  owner_name text,
  facts jsonb not null,
  findings jsonb not null default '[]',
  takes jsonb not null default '[]',
  told jsonb,
  seq int not null,
  head text not null,
  submitted_at timestamptz not null,
  received_on date,
  accepted_on date,
  decided_on date,
  ended_on date,
  extended boolean not null default false,
  raised boolean not null default false,
  reviewer uuid,
  opinion text,
  decider uuid,
  due date,
  stopped boolean not null default false,
  acted_at timestamptz not null,
  purge_after date
);
-- The officer's queue: open cases of a unit, the most urgent first.
create index case_queue on cases.case (unit_path text_pattern_ops, due, id)
  where state not in ('closed', 'archived', 'not-accepted', 'withdrawn', 'terminated');
create index case_owner on cases.case (owner, due, id)
  where state not in ('closed', 'archived', 'not-accepted', 'withdrawn', 'terminated');
create index case_subject on cases.case (subject, submitted_at desc);
create index case_filer on cases.case (filer, submitted_at desc);
create index case_name on cases.case (subject_name text_pattern_ops);
create index case_acted on cases.case (acted_at);

-- Everyone who is a party, so that nobody handles a case in which he is one. Digests of numbers.
create table cases.party (
  "case" uuid not null references cases.case (id),
  number_digest text not null,
  party text not null,
  name text not null,
  primary key ("case", number_digest, party)
);
create index party_digest on cases.party (number_digest);

create table cases.action (
  "case" uuid not null references cases.case (id),
  seq int not null,
  action text not null,
  role text not null,
  actor text not null,
  actor_name text not null,
  actor_unit text,
  at timestamptz not null,
  state text not null,
  salt text,
  content jsonb,
  digest text not null,
  hash text not null,
  primary key ("case", seq)
);

create table cases.document (
  id uuid primary key,
  draft uuid,
  "case" uuid references cases.case (id),
  material text not null,
  idx int not null default 0,
  name text not null,
  kind text not null,
  size int not null,
  pages int not null default 1,
  file uuid not null,
  added_at timestamptz not null,
  added_by uuid not null
);
create index document_draft on cases.document (draft) where draft is not null;
create index document_case on cases.document ("case") where "case" is not null;
create index document_file on cases.document (file);

-- Numbered papers of the legal steps; queued in the act's transaction, made by a worker.
create table cases.paper (
  id uuid primary key,
  "case" uuid not null references cases.case (id),
  seq int not null,
  kind text not null,
  number text not null unique,
  on_date date not null,
  content jsonb not null,
  file uuid,
  made_at timestamptz
);
create index paper_case on cases.paper ("case");
create index paper_queued on cases.paper (id) where file is null;
create index paper_file on cases.paper (file);

create table cases.deadline (
  "case" uuid not null references cases.case (id),
  kind text not null,
  n int not null default 1,
  from_date date not null,
  period jsonb not null,
  due date not null,
  computed jsonb not null,
  state text not null check (state in ('open', 'stopped', 'met', 'missed', 'void')),
  primary key ("case", kind, n)
);
create index deadline_open on cases.deadline (kind, due) where state = 'open';

-- Special procedures stop the clock; the needed time is told in writing.
create table cases.stop (
  "case" uuid not null references cases.case (id),
  n int not null,
  procedure text not null,
  name jsonb not null,
  reason text not null,
  staff jsonb not null,
  from_date date not null,
  told_until date not null,
  until date,
  result text,
  primary key ("case", n)
);

create table cases.payment (
  "case" uuid primary key references cases.case (id),
  amount numeric(16, 2) not null,
  every text not null,
  payee text not null,
  account text not null,
  ordered_on date not null
);
