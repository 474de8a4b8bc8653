-- Acts on cases in the order of time, of everybody and of one officer, for the auditor's page.
create index action_at on cases.action (at, "case", seq);
create index action_by on cases.action (actor, at);

-- Each time somebody had the chains checked: what was looked at and what did not hold.
create table cases.chain_check (
  id uuid primary key,
  by_account uuid not null,
  by_name text not null,
  asked_at timestamptz not null,
  number text,
  done_at timestamptz,
  cases int,
  acts int,
  faults jsonb
);
create index chain_check_at on cases.chain_check (asked_at desc);
