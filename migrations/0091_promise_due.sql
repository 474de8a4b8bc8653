-- cases: the first day of a promise still open counts for the light of its case, also after it was closed.
alter table cases.case add column promise_due date;

-- Kept by the database, so that no way of changing a promise can forget it.
create function cases.promise_runs() returns trigger language plpgsql as $$
begin
  update cases.case set promise_due = (select min(p.due) from cases.promise p
    where p."case" = new."case" and p.state in ('open', 'breach')) where id = new."case";
  return null;
end $$;
create trigger runs after insert or update on cases.promise
  for each row execute function cases.promise_runs();

update cases.case c set promise_due = p.due from (select "case", min(due) as due from cases.promise
  where state in ('open', 'breach') group by 1) p where p."case" = c.id;

create index case_promise on cases.case (promise_due) include (unit_path) where promise_due is not null;

-- The narrow index of the queue tells lights by it, too.
drop index cases.case_queue;
create index case_queue on cases.case (unit_path text_pattern_ops, due, submitted_at, id)
  include (unit, state, item, channel, owner, stopped, warn_on, raised, promise_due)
  where state not in ('delivered', 'closed', 'archived', 'not-accepted', 'withdrawn', 'terminated');
