-- Ten codes a day for a phone and purpose: guessing on and on, and sending to somebody all day, ends there.
alter table identity.phone_code
  add column first_sent timestamptz not null default now(),
  add column times int not null default 1;
