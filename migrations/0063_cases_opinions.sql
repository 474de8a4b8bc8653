-- Officers' own documents, and opinions asked of other units.
create table cases.officer_document (
  id uuid primary key,
  "case" uuid not null references cases.case (id),
  seq int not null,
  name text not null,
  kind text not null,
  size int not null,
  pages int not null default 1,
  file uuid not null,
  -- The applicant may open it, too.
  shared boolean not null,
  added_at timestamptz not null,
  added_by uuid not null,
  added_name text not null
);
create index officer_document_case on cases.officer_document ("case");
create index officer_document_file on cases.officer_document (file);

create table cases.opinion (
  id uuid primary key,
  "case" uuid not null references cases.case (id),
  unit text not null,
  unit_path text not null,
  unit_name jsonb not null,
  question text not null,
  -- Materials and sections of the form the asked unit may see while it is asked.
  shares jsonb not null,
  due date not null,
  asked_by uuid not null,
  asked_name text not null,
  asked_at timestamptz not null,
  answer text check (answer in ('agree', 'disagree', 'conditions')),
  words text,
  answered_name text,
  answered_at timestamptz
);
create index opinion_case on cases.opinion ("case");
create index opinion_open on cases.opinion (unit_path text_pattern_ops, due) where answered_at is null;
