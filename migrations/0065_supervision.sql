-- cases: every change of a light is an event that stays; a case that is purple has an order.
create function cases.stays() returns trigger language plpgsql as $$
begin
  raise exception 'cases.% is append-only', tg_table_name;
end $$;

create table cases.light_event (
  id bigint generated always as identity primary key,
  "case" uuid not null references cases.case (id),
  from_light text not null,
  to_light text not null,
  on_date date not null,
  due date,
  state text not null,
  item text not null,
  unit text not null,
  unit_path text not null,
  -- Who had it in hand then.
  owner uuid,
  owner_name text,
  at timestamptz not null
);
create index light_event_case on cases.light_event ("case", id desc);
create index light_event_unit on cases.light_event (unit_path text_pattern_ops, id desc);
create trigger stays before update or delete on cases.light_event
  for each statement execute function cases.stays();
create trigger stays_whole before truncate on cases.light_event
  for each statement execute function cases.stays();

-- The light a case was last seen with; no row is green or none.
create table cases.light (
  "case" uuid primary key references cases.case (id),
  light text not null,
  since date not null
);

-- Supervision orders (督办单): opened by the purple light, answered by the unit.
create table cases.supervision_order (
  id uuid primary key,
  number text not null unique,
  "case" uuid not null references cases.case (id),
  unit text not null,
  unit_path text not null,
  opened_on date not null,
  answer_by date not null,
  due date not null,
  answer text,
  answered_by text,
  answered_at timestamptz,
  at timestamptz not null
);
create unique index supervision_order_open on cases.supervision_order ("case") where answered_at is null;
create index supervision_order_unit on cases.supervision_order (unit_path text_pattern_ops, opened_on desc);
