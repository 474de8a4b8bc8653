-- cases: second persons who agree on their own accounts, who else sees a case, places on a day,
-- results for one person alone.

-- One person asked to agree to one draft. His own part stands here until the draft is filed: who
-- asked him never reads it. After the filing the row is the proof.
create table cases.consent (
  id uuid primary key,
  draft uuid references cases.draft (id) on delete cascade,
  "case" uuid references cases.case (id),
  party text not null,
  name text not null,
  number_digest text not null,
  -- Known once he opened it.
  subject uuid,
  state text not null check (state in ('asked', 'given', 'declined', 'taken-back')),
  version int not null default 1,
  -- Digest of the shared part he agreed to.
  shared text,
  facts jsonb not null default '{}',
  typed jsonb not null default '{}',
  times int not null default 1,
  asked_by text not null,
  asked_at timestamptz not null,
  answered_at timestamptz
);
create unique index consent_draft on cases.consent (draft, party) where draft is not null;
create index consent_case on cases.consent ("case") where "case" is not null;
create index consent_number on cases.consent (number_digest, asked_at desc);

-- Who sees a case besides the one it is filed for.
create table cases.concerned (
  "case" uuid not null references cases.case (id),
  subject uuid not null,
  party text,
  as_what text not null check (as_what in ('consent', 'guardian')),
  primary key ("case", subject)
);
create index concerned_subject on cases.concerned (subject);

-- Places on a day; a row is made when somebody first takes one, or when the office sets its number.
create table cases.slot (
  item text not null,
  date date not null,
  session text not null,
  capacity int not null check (capacity >= 0),
  primary key (item, date, session)
);
create table cases.booking (
  "case" uuid primary key references cases.case (id),
  item text not null,
  date date not null,
  session text not null,
  places int not null
);
create index booking_slot on cases.booking (item, date, session);

-- A result for one person of a case: nobody else of it opens it.
create table cases.result (
  id uuid primary key,
  "case" uuid not null references cases.case (id),
  party text not null,
  subject uuid not null,
  name text not null,
  kind text not null,
  size int not null,
  pages int not null,
  file uuid not null,
  added_at timestamptz not null,
  added_by uuid not null,
  taken_back_at timestamptz
);
create unique index result_party on cases.result ("case", party) where taken_back_at is null;
