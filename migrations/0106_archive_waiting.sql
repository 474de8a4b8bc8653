-- Every minute the archived cases without a package are looked for: from an index of these few, not by
-- going through all that was ever archived.
alter table cases.case add column packaged boolean not null default false;
update cases.case c set packaged = true where exists (select from cases.archive_package p where p."case" = c.id);
create index case_unpackaged on cases.case (acted_at) where state = 'archived' and not packaged;
