-- messages: the inbox of a subject, or of a staff account.
create schema messages;

create table messages.message (
  id uuid primary key,
  to_subject text,
  to_account text,
  at timestamptz not null,
  title jsonb not null,
  body jsonb not null,
  case_id uuid,
  -- The item it is about: an agent with a mandate for some items sees the messages of those only.
  item text,
  -- What it was made from, so that a job that runs twice tells once.
  key text,
  read_at timestamptz,
  check ((to_subject is null) <> (to_account is null))
);
create unique index message_key on messages.message (key) where key is not null;
create index message_subject on messages.message (to_subject, at desc, id desc) where to_subject is not null;
create index message_account on messages.message (to_account, at desc, id desc) where to_account is not null;
create index message_subject_unread on messages.message (to_subject)
  where read_at is null and to_subject is not null;
create index message_account_unread on messages.message (to_account)
  where read_at is null and to_account is not null;
