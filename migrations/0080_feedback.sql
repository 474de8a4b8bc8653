-- feedback: what people had to do with an office, what they thought of it, and what was put right.
create schema feedback;

-- Something that can be rated once: an act of a case, or a visit at a counter.
create table feedback.contact (
  id uuid primary key,
  kind text not null,
  channel text not null check (channel in ('online', 'counter')),
  "case" uuid,
  seq int,
  case_number text,
  subject uuid,
  item text,
  item_name jsonb,
  item_version text,
  unit text not null,
  unit_path text not null,
  unit_name jsonb not null,
  -- The account that is rated; the person behind it never learns who rated.
  officer text,
  at timestamptz not null,
  until timestamptz not null,
  code_digest text unique,
  unique ("case", seq, kind)
);
create index contact_subject on feedback.contact (subject, at desc) where subject is not null;

create table feedback.rating (
  contact uuid primary key references feedback.contact (id),
  level smallint not null check (level between 1 and 5),
  indicators text[] not null,
  indicator_set text not null,
  words text,
  about jsonb,
  channel text not null check (channel in ('web', 'phone', 'code')),
  subject uuid,
  rater uuid,
  rater_name text,
  at timestamptz not null
);

-- A bad rating is put right: one task each.
create table feedback.task (
  id uuid primary key,
  contact uuid not null unique references feedback.rating (contact),
  unit text not null,
  unit_path text not null,
  officer text,
  state text not null,
  round int not null default 1,
  tries int not null default 0,
  appealed boolean not null default false,
  due date,
  result text,
  opened_at timestamptz not null,
  ended_at timestamptz
);
create index task_open on feedback.task (unit_path text_pattern_ops, due)
  where state in ('open', 'answered', 'appealed');
create index task_unit on feedback.task (unit_path text_pattern_ops, opened_at desc);

create table feedback.step (
  task uuid not null references feedback.task (id),
  n int not null,
  action text not null,
  role text not null,
  actor text not null,
  actor_name text not null,
  unit_name jsonb,
  at timestamptz not null,
  state text not null,
  content jsonb not null default '{}',
  primary key (task, n)
);

-- What was said stays said: no rating and no step is ever changed or taken away.
create function feedback.keep() returns trigger language plpgsql as $$
begin
  raise exception 'rows of feedback.% are never changed', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
create trigger rating_kept before update or delete on feedback.rating
  for each row execute function feedback.keep();
create trigger rating_kept_whole before truncate on feedback.rating
  for each statement execute function feedback.keep();
create trigger step_kept before update or delete on feedback.step
  for each row execute function feedback.keep();
create trigger step_kept_whole before truncate on feedback.step
  for each statement execute function feedback.keep();
