-- cases: registrations in rounds. All filed in the window are equal: no order of filing is kept
-- here, places are given in one draw whose seed is kept.
create table cases.registration (
  "case" uuid primary key references cases.case (id),
  item text not null,
  round text not null,
  person_digest text not null,
  wishes text[] not null,
  -- By the draw: the lot, the place, and which wish it was (0: none of them).
  lot text,
  place text,
  wish int
);
create index registration_round on cases.registration (item, round, person_digest);

create table cases.draw (
  item text not null,
  round text not null,
  n int not null,
  seed text not null,
  at timestamptz not null,
  by_account uuid not null,
  by_name text not null,
  placed int not null,
  waiting int not null,
  primary key (item, round, n)
);
