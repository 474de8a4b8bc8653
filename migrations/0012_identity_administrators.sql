-- Three administrators (system, security, audit): no person is two of them, and none works on cases.
-- The one administrator there was keeps accounts; the other two are made by `bantuo admin create`.
alter table identity.event add column result text not null default 'done'
  check (result in ('done', 'refused'));
-- From where, kept short: the network, not the machine.
alter table identity.event add column address text;
create index event_at on identity.event (at desc, id desc);
create index event_by on identity.event (by, id desc);

create trigger event_stays before truncate on identity.event
  for each statement execute function identity.keep_events();

insert into identity.event (by, what, about, details)
select 'system:0012', 'staff.roles', account::text,
  jsonb_build_object('before', to_jsonb(roles), 'roles', jsonb_build_array('system-administrator'))
from identity.staff where 'administrator' = any(roles);
-- Whoever was an administrator and worked on cases too goes on with the cases only.
update identity.staff set roles = case when cardinality(roles) = 1 then array['system-administrator']
  else array_remove(roles, 'administrator') end
where 'administrator' = any(roles);

-- An administrator is nothing else.
alter table identity.staff add constraint staff_apart check (
  cardinality(roles) <= 1 or not roles
    && array['system-administrator', 'security-administrator', 'audit-administrator']);

-- Nor is the person, by a second account of his.
create function identity.one_administrator() returns trigger language plpgsql as $$
declare
  administrators text[] := array['system-administrator', 'security-administrator',
    'audit-administrator'];
  person uuid;
begin
  select subject into person from identity.account where id = new.account;
  -- Two accounts of one person changed at once wait for each other here.
  perform from identity.subject where id = person for update;
  if exists (select from identity.staff t join identity.account a on a.id = t.account
    where a.subject = person and t.account <> new.account and cardinality(t.roles) > 0
      and (t.roles && administrators or new.roles && administrators)
      and cardinality(new.roles) > 0) then
    raise exception 'one person, several administrators'
      using errcode = '23514', constraint = 'staff_apart_person';
  end if;
  return new;
end $$;
create trigger staff_apart_person before insert or update of roles on identity.staff
  for each row execute function identity.one_administrator();

-- Asked of everybody in these offices, whatever they chose for themselves; and how long staff stay in.
create table identity.policy (
  one boolean primary key default true check (one),
  -- Roles that need a second factor besides the three administrators, who always do.
  second_factor text[] not null default '{}',
  idle_minutes int not null default 30 check (idle_minutes between 5 and 120),
  longest_hours int not null default 12 check (longest_hours between 1 and 12),
  set_at timestamptz not null default now()
);
insert into identity.policy default values;

-- Sessions with what their holder can tell them apart by: a device, and roughly from where.
alter table identity.session add column id uuid not null default gen_random_uuid();
alter table identity.session add column device text not null default '';
alter table identity.session add column address text not null default '';
create unique index session_id on identity.session (id);

-- As before, with the policy's time-outs, and everybody's last request noted once a minute.
create or replace function identity.session_of(digest bytea, today date)
returns table (
  account uuid, kind text, subject uuid, name text, csrf text, roles text[],
  unit text, unit_name jsonb, path text, unit_kind text, area text,
  organisation uuid, organisation_name text, credit_code text, leads boolean, mandates jsonb
) language plpgsql as $$
#variable_conflict use_column
declare
  s record;
begin
  select x.csrf, x.acting_for, x.seen, a.id as account, a.kind, p.id as subject, p.name, p.id_number
  into s
  from identity.session x
  join identity.account a on a.id = x.account
  join identity.subject p on p.id = a.subject
  cross join identity.policy y
  where x.token = digest and a.disabled_at is null
    and x.created > now() - interval '12 hours'
    and (a.kind = 'citizen' or (x.seen > now() - make_interval(mins => y.idle_minutes)
      and x.created > now() - make_interval(hours => y.longest_hours)));
  if not found then
    return;
  end if;
  account := s.account; kind := s.kind; subject := s.subject; name := s.name; csrf := s.csrf;
  leads := false;
  if s.seen < now() - interval '1 minute' then
    update identity.session x set seen = now()
    where x.token = digest and x.seen < now() - interval '1 minute';
  end if;
  if s.kind = 'staff' then
    select t.roles, u.id, u.name, u.path, u.kind, u.area
    into roles, unit, unit_name, path, unit_kind, area
    from identity.staff t join identity.unit u on u.id = t.unit where t.account = s.account;
  end if;
  if s.acting_for is not null then
    select o.id, o.name, o.credit_code into organisation, organisation_name, credit_code
    from identity.subject o where o.id = s.acting_for;
    leads := exists (select from identity.representative r
      where r.organisation = s.acting_for and r.person = s.subject and r.ended_at is null);
    select jsonb_agg(jsonb_build_object('id', m.id, 'items', m.items) order by m.given_at)
    into mandates
    from identity.mandate m
    where m.organisation = s.acting_for and m.agent_id_number = s.id_number
      and m.agent_name = s.name and m.ended_at is null and m.until_date >= today;
  end if;
  return next;
end $$;
