-- The archive as a list: the newest packages first; proposals that came to nothing are kept.
create index archive_made on cases.archive_package (made_at desc, "case");

create table cases.destruction_declined (
  id bigint generated always as identity primary key,
  "case" uuid not null references cases.case (id),
  proposed_by uuid not null,
  proposed_name text not null,
  proposed_at timestamptz not null,
  reason text not null,
  declined_by uuid not null,
  declined_name text not null,
  declined_at timestamptz not null,
  why text not null
);
create index on cases.destruction_declined ("case");
