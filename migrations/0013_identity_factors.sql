-- Second factors of officers: an authenticator's code, or a passkey.
create table identity.factor (
  id uuid primary key default gen_random_uuid(),
  account uuid not null references identity.account (id),
  kind text not null check (kind in ('totp', 'passkey')),
  name text not null,
  -- TOTP: the secret, encrypted; and the last step that was taken, so that no code is taken twice.
  secret bytea,
  last_step bigint,
  -- Passkey: credential, public key (COSE) and the authenticator's counter.
  credential text unique,
  public_key bytea,
  counter bigint,
  transports text[],
  created timestamptz not null default now(),
  -- Counts only once it has been shown to work.
  confirmed_at timestamptz,
  used_at timestamptz,
  check ((kind = 'totp') = (secret is not null)),
  check ((kind = 'passkey') = (credential is not null))
);
create index factor_account on identity.factor (account);

-- Recovery codes: a keyed digest each; used once.
create table identity.recovery_code (
  account uuid not null references identity.account (id),
  digest bytea not null,
  used_at timestamptz,
  primary key (account, digest)
);

-- Signed in by half: the password was right, the second factor is still to come. Ten minutes.
create table identity.half_session (
  token bytea primary key,
  account uuid not null references identity.account (id),
  -- 'prove': he has a second factor; 'enrol': he has none and needs one.
  must text not null check (must in ('prove', 'enrol')),
  created timestamptz not null default now()
);
create index half_session_created on identity.half_session (created);

-- What a passkey has to sign next, once.
create table identity.challenge (
  account uuid not null references identity.account (id),
  purpose text not null check (purpose in ('enrol', 'prove')),
  challenge text not null,
  created timestamptz not null default now(),
  primary key (account, purpose)
);
