-- catalogue: item versions under their hash, releases that bring them into effect, drafts that wait.
create schema catalogue;

-- What is written here stays as it is: a case may have been filed against it.
create function catalogue.stays() returns trigger language plpgsql as $$
begin
  raise exception 'catalogue.% is append-only', tg_table_name;
end $$;

create table catalogue.item_version (
  hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
  item text not null,
  engine int not null,
  -- Canonical JSON exactly as it was hashed (json keeps the text, jsonb would not).
  body json not null,
  -- What lists and the search need, so that they never load a body.
  card jsonb not null,
  origin text not null check (origin in ('file', 'studio')),
  made_at timestamptz not null
);
create index item_version_item on catalogue.item_version (item, made_at);

create table catalogue.release (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  by text not null,
  origin text not null check (origin in ('file', 'studio')),
  note text
);

-- One row an item that the release moves; every other item stays where it is.
create table catalogue.release_item (
  release bigint not null references catalogue.release (id),
  item text not null,
  -- Null withdraws the item.
  hash text references catalogue.item_version (hash),
  effective_from timestamptz not null,
  primary key (release, item)
);
create index release_item_item on catalogue.release_item (item, effective_from);

create trigger stays before update or delete on catalogue.item_version
  for each statement execute function catalogue.stays();
create trigger stays before update or delete on catalogue.release
  for each statement execute function catalogue.stays();
create trigger stays before update or delete on catalogue.release_item
  for each statement execute function catalogue.stays();

-- A version that is not in effect and waits for a person: at most one an item.
create table catalogue.draft (
  item text primary key,
  hash text not null references catalogue.item_version (hash),
  -- The version it would replace.
  against text not null references catalogue.item_version (hash),
  diff jsonb not null,
  at timestamptz not null
);

-- Digest of the files that were read last, so that an unchanged folder is not read again.
create table catalogue.import (
  one boolean primary key default true check (one),
  digest text not null,
  at timestamptz not null
);
