-- Who holds a session, asked at every request. A function, because PostgreSQL keeps its plans per
-- connection: the same text sent as a statement spends more time being planned than run (measured).
-- Staff are out after 30 idle minutes (noted at most once a minute), everybody after 12 hours.
create function identity.session_of(digest bytea, today date)
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
  where x.token = digest and a.disabled_at is null
    and x.created > now() - interval '12 hours'
    and (a.kind = 'citizen' or x.seen > now() - interval '30 minutes');
  if not found then
    return;
  end if;
  account := s.account; kind := s.kind; subject := s.subject; name := s.name; csrf := s.csrf;
  leads := false;
  if s.kind = 'staff' then
    if s.seen < now() - interval '1 minute' then
      update identity.session x set seen = now()
      where x.token = digest and x.seen < now() - interval '1 minute';
    end if;
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
