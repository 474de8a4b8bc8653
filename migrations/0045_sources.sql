-- sources: departments' data sets as they were loaded, and which of them does not answer just now.
create schema sources;

-- One row a source whose rows are here: which day they were true, and from which file they came.
create table sources.dataset (
  source text primary key,
  as_of date not null,
  -- Made-up rows of the demonstration.
  sample boolean not null,
  digest text not null,
  loaded_at timestamptz not null
);

-- The rows, replaced as a whole when a data set is loaded anew. Cells are as their columns have them.
create table sources.row (
  id uuid primary key default gen_random_uuid(),
  source text not null references sources.dataset (source) on delete cascade,
  n int not null,
  -- Identity number of the person the row is about; null where it is about nobody.
  whose text,
  cells jsonb not null,
  unique (source, n)
);
create index row_whose on sources.row (source, whose, n) where whose is not null;

create function sources.stays() returns trigger language plpgsql as $$
begin
  raise exception 'sources.% is append-only', tg_table_name;
end $$;

-- When a source stopped answering and when it came back; the last row of a source holds.
create table sources.outage (
  id bigint generated always as identity primary key,
  source text not null,
  at timestamptz not null,
  down boolean not null,
  -- What people are told: 检修, 线路故障.
  note text not null,
  by text not null
);
create index outage_source on sources.outage (source, id desc);
create trigger stays before update or delete on sources.outage
  for each statement execute function sources.stays();
