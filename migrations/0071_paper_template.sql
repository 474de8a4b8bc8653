-- A paper remembers the template it was worded by: kind@version. Papers before have none: the first.
alter table cases.paper add column template text;
