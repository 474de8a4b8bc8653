-- A person's own hold on what is kept of him: asking for a correction, and erasing what he stated himself.

-- An erased fact keeps its place in the history, without its value.
alter table facts.subject_fact add column erased_at timestamptz;
alter table facts.subject_fact drop constraint subject_fact_check;
alter table facts.subject_fact add constraint subject_fact_value
  check (erased_at is not null or (state = 'known') = (value is not null));

create function facts.only_erased() returns trigger language plpgsql as $$
begin
  if old.erased_at is null and new.erased_at is not null and new.value is null
    and to_jsonb(new) - 'value' - 'erased_at' = to_jsonb(old) - 'value' - 'erased_at' then
    return new;
  end if;
  raise exception 'facts.% is append-only', tg_table_name;
end $$;
drop trigger stays on facts.subject_fact;
create trigger stays before delete or truncate on facts.subject_fact
  for each statement execute function facts.stays();
create trigger only_erased before update on facts.subject_fact
  for each row execute function facts.only_erased();

-- What somebody says is wrong, and what the unit he chose found.
create table facts.correction (
  id uuid primary key default gen_random_uuid(),
  subject uuid not null,
  field_group text not null,
  field text not null,
  -- As it stood and as he says it should be; taken away when the person asks and the matter is closed.
  stood jsonb,
  wanted text not null,
  reason text not null,
  unit text not null,
  asked timestamptz not null,
  state text not null default 'open' check (state in ('open', 'done', 'refused')),
  answered timestamptz,
  answered_by uuid,
  answer text,
  check ((state = 'open') = (answered is null))
);
create index correction_subject on facts.correction (subject, asked desc);
create index correction_unit on facts.correction (unit, asked) where state = 'open';
