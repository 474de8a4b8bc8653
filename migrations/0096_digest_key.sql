-- By which key the look-up digests were made: a process with another one would find nobody.
create table base.digest_key (
  one boolean primary key default true check (one),
  key_id text not null,
  at timestamptz not null default now()
);
