-- facts: what is known of a subject, and who looked at it.
create schema facts;

create function facts.stays() returns trigger language plpgsql as $$
begin
  raise exception 'facts.% is append-only', tg_table_name;
end $$;

-- History is kept; the best fact of a field is chosen when it is used. Keyed by the subject.
create table facts.subject_fact (
  subject uuid not null,
  id bigint generated always as identity,
  -- Dictionary group and field: person.phone, whatever the party is called in an item.
  field_group text not null,
  field text not null,
  state text not null check (state in ('known', 'none')),
  value jsonb,
  source text not null,
  grade text not null check (grade in ('A', 'B', 'C', 'D')),
  on_date date not null,
  until_date date,
  -- The case it was learnt from, and on which day.
  learnt_from uuid not null,
  learnt_on date not null,
  primary key (subject, id),
  check ((state = 'known') = (value is not null))
);
create index subject_fact_best
  on facts.subject_fact (subject, field_group, field, grade, on_date desc, id desc);

-- One row for every time somebody looked at a subject's data. The holder sees it.
create table facts.ledger (
  subject uuid not null,
  id bigint generated always as identity,
  at timestamptz not null,
  -- Who looked: account and person ('' and null for the system), unit and role he looked in.
  account text not null,
  viewer uuid,
  unit text,
  role text not null,
  name text not null,
  what text not null,
  purpose text not null,
  case_id uuid,
  case_number text,
  -- Told once by a job that may run twice.
  event text,
  primary key (subject, id)
);
create unique index ledger_event on facts.ledger (subject, event) where event is not null;

create trigger stays before update or delete on facts.ledger
  for each statement execute function facts.stays();
create trigger stays before update or delete on facts.subject_fact
  for each statement execute function facts.stays();
