-- The archive package of a case (one each), how long it is kept, and how it was destroyed.
create table cases.archive_package (
  "case" uuid primary key references cases.case (id),
  file uuid,
  sha256 text not null,
  size int not null,
  report jsonb not null,
  made_at timestamptz not null,
  keep_until date not null,
  basis text not null
);
create index archive_due on cases.archive_package (keep_until) where file is not null;

-- Two persons, one after the other. The row is the certificate of destruction and stays.
create table cases.destruction (
  "case" uuid primary key references cases.case (id),
  number text not null,
  proposed_by uuid not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  reason text not null,
  approved_by uuid,
  approved_name text,
  approved_at timestamptz,
  certificate jsonb
);
