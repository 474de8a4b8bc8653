-- base: years of the working-day calendar as an administrator entered them; the last version of a
-- year counts. Rows are only ever added.
create table base.calendar_year (
  id bigint generated always as identity primary key,
  year int not null check (year between 1900 and 2199),
  version int not null,
  -- As in server/base/holidays.ts: a name, a space, a day or a run of days, with ", " between.
  off text not null,
  work text not null,
  document text not null,
  source text not null,
  by_account text not null,
  by_name text not null,
  at timestamptz not null,
  unique (year, version)
);

create function base.keep_calendar() returns trigger language plpgsql as $$
begin
  raise exception 'base.calendar_year is only ever added to';
end $$;
create trigger kept before update or delete on base.calendar_year
  for each statement execute function base.keep_calendar();
