-- base: what every room stands on. No domain word here.
create schema base;

-- One answer per (actor, endpoint, key) for 48 hours: a retried request does nothing twice.
create table base.idempotency (
  actor text not null,
  endpoint text not null,
  key text not null,
  request bytea not null,
  response jsonb,
  at timestamptz not null default now(),
  primary key (actor, endpoint, key)
);
create index idempotency_at on base.idempotency (at);

-- One row per act; the relay turns rows into jobs and live events, in batches.
create table base.outbox (
  id bigint generated always as identity primary key,
  topic text not null,
  payload jsonb not null,
  at timestamptz not null default now()
);

-- A file on disk always has a row; a row is `writing` until a transaction keeps it.
create table base.file (
  id uuid primary key,
  address text not null,
  subject text not null,
  kind text not null,
  name text not null,
  size int not null,
  pages int,
  key_id text not null,
  state text not null check (state in ('writing', 'kept')),
  writer text,
  at timestamptz not null default now()
);
create unique index file_address on base.file (address) where state = 'kept';
create index file_writing on base.file (at) where state = 'writing';

-- Chains: which heads were signed when. The signed text is kept outside the database too.
create table base.checkpoint (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  previous text not null,
  digest text not null,
  heads jsonb not null,
  signature text not null
);

-- Beats of worker processes, for /api/health.
create table base.beat (
  process text primary key,
  role text not null,
  at timestamptz not null,
  -- Ids under which this process locks queued jobs.
  workers text[] not null default '{}'
);

-- Who needs a file: `document:<id>`, `paper:<id>`, `licence:<id>`.
create table base.file_use (
  file uuid not null references base.file (id),
  owner text not null,
  primary key (file, owner)
);
create index file_use_owner on base.file_use (owner);
