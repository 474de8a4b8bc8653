-- Promises of applicants: a material that comes later (later), conditions taken on his word (told).
alter table cases.draft add column promised boolean not null default false;
alter table cases.case add column promised boolean not null default false;

create table cases.promise (
  id uuid primary key,
  "case" uuid not null references cases.case (id),
  subject uuid not null,
  kind text not null check (kind in ('later', 'told')),
  -- Id of the material, or of the item's promise.
  what text not null,
  name jsonb not null,
  words text not null,
  period jsonb not null,
  promised_by text not null,
  promised_at timestamptz not null,
  due date,
  state text not null check (state in ('offered', 'open', 'kept', 'breach', 'broken', 'repaired', 'void')),
  -- breach: one found it untrue; another decides.
  checker uuid,
  checker_name text,
  checked_on date,
  found text,
  decider_name text,
  settled_on date,
  settled text
);
create index promise_case on cases.promise ("case");
create index promise_subject on cases.promise (subject) where state in ('open', 'breach', 'broken');
create index promise_due on cases.promise (due) where state in ('open', 'breach');
