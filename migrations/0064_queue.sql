-- cases: the queue at size, lights before and after, absence.
-- First day of the yellow light, computed with the due date; null where no clock runs.
alter table cases.case add column warn_on date;

-- One narrow index serves counts, filters, order and pages of the open cases of a subtree.
drop index cases.case_queue;
drop index cases.case_owner;
create index case_queue on cases.case (unit_path text_pattern_ops, due, submitted_at, id)
  include (unit, state, item, channel, owner, stopped, warn_on, raised)
  where state not in ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated');
create index case_owner on cases.case (owner, due, id)
  where owner is not null
    and state not in ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated');

-- Finding by name or number stops after as many rows as are shown, however many there are.
drop index cases.case_name;
create index case_name on cases.case (subject_name text_pattern_ops, submitted_at desc) include (unit_path, id);
create index case_number on cases.case (number text_pattern_ops) include (unit_path, id);
-- What waits to be archived.
create index case_ended on cases.case (ended_on)
  where state in ('closed', 'not-accepted', 'withdrawn', 'terminated');

-- An officer is away from the first day to the last; what he has in hand is for his deputy.
create table cases.absence (
  id uuid primary key,
  account uuid not null,
  name text not null,
  unit text not null,
  unit_path text not null,
  from_date date not null,
  until_date date not null check (until_date >= from_date),
  deputy uuid not null check (deputy <> account),
  deputy_name text not null,
  by_account uuid not null,
  by_name text not null,
  at timestamptz not null,
  ended_at timestamptz
);
create index absence_account on cases.absence (account, until_date) where ended_at is null;

-- When a light turns: yellow that many working days ahead or that share of the promise, whichever is
-- more; purple that many working days after the due day. Versions are kept, the last one counts.
create table cases.light_rule (
  id bigint generated always as identity primary key,
  yellow_least int not null check (yellow_least between 0 and 30),
  yellow_percent int not null check (yellow_percent between 0 and 90),
  purple_after int not null check (purple_after between 1 and 60),
  by_name text not null,
  at timestamptz not null
);
