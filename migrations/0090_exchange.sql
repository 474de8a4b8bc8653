-- exchange: what was reported to a platform above, row by row, so that sending again changes nothing.
create schema exchange;

create table exchange.batch (
  id bigint generated always as identity primary key,
  number text not null unique,
  made_at timestamptz not null,
  state text not null check (state in ('made', 'confirmed', 'differing')),
  counts jsonb not null,
  replied_at timestamptz,
  reply jsonb
);

-- What each batch said; the content goes once the receiver has confirmed it.
create table exchange.row (
  batch bigint not null references exchange.batch (id),
  "table" text not null,
  guid uuid not null,
  op char(1) not null check (op in ('I', 'U', 'D')),
  "case" uuid,
  content json,
  primary key (batch, "table", guid)
);

-- What the receiver has, as far as we know: a row's digest tells whether it changed since.
create table exchange.standing (
  "table" text not null,
  guid uuid not null,
  digest text not null,
  "case" uuid,
  primary key ("table", guid)
);
create index standing_case on exchange.standing ("case") where "case" is not null;

-- Up to which act a case was reported.
create table exchange.seen (
  "case" uuid primary key,
  seq int not null
);

-- Cases that did not move since are not looked at again; a little earlier than the last look, because
-- an act is dated when it begins and seen when it commits.
create table exchange.reach (
  one boolean primary key default true check (one),
  at timestamptz not null
);
