-- Releases by a person: his name as the history shows it, and for how long an item is published.
alter table catalogue.release add column by_name text;
-- The order an emergency item rests on: number and body that issued it.
alter table catalogue.release add column basis text;
-- The item is withdrawn by itself at this moment, unless another release moved it before.
alter table catalogue.release_item add column until timestamptz;
alter table catalogue.release_item add constraint until_after check (until > effective_from);
-- An item that was never published waits as a draft against nothing.
alter table catalogue.draft alter column against drop not null;
