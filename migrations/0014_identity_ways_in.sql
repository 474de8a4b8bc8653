-- Other ways in: one-time links for officers, codes by phone, sign-in by a provider.

-- A link with which an officer sets his password. Only its SHA-256 is kept.
create table identity.link (
  token bytea primary key,
  account uuid not null references identity.account (id),
  made_by uuid not null references identity.account (id),
  until timestamptz not null,
  used_at timestamptz
);
create index link_account on identity.link (account);

-- A code sent to a phone: a keyed digest of it, a few tries, ten minutes.
create table identity.phone_code (
  subject uuid not null references identity.subject (id),
  purpose text not null check (purpose in ('reset', 'verify')),
  phone text not null,
  digest bytea not null,
  tries int not null default 0,
  sent timestamptz not null default now(),
  primary key (subject, purpose)
);
alter table identity.subject add column phone_verified_at timestamptz;

-- Who somebody is at a provider of sign-in (OpenID Connect): issuer and subject there.
create table identity.provider_link (
  issuer text not null,
  sub text not null,
  account uuid not null references identity.account (id),
  linked timestamptz not null default now(),
  primary key (issuer, sub)
);
create unique index provider_link_one on identity.provider_link (issuer, account);

-- A sign-in begun at a provider and not come back yet; ten minutes, once.
create table identity.provider_flow (
  state bytea primary key,
  browser bytea not null,
  side text not null check (side in ('citizen', 'staff')),
  nonce text not null,
  verifier text not null,
  back text not null,
  created timestamptz not null default now()
);

-- A closed account keeps its row (what was done in its name stays told), and its person may register anew.
alter table identity.account add column closed_at timestamptz;
drop index identity.account_citizen;
create unique index account_citizen on identity.account (subject)
  where kind = 'citizen' and closed_at is null;
