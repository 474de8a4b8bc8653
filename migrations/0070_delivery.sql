-- How the applicant receives his result, and what proves that he did. The log has every step; here
-- stands how it is now, with the address that is needed to post it.
create table cases.delivery (
  "case" uuid primary key references cases.case (id),
  way text not null check (way in ('download', 'counter', 'post')),
  recipient text,
  phone text,
  address text,
  chosen_at timestamptz not null,
  -- How often it was posted.
  round int not null default 0,
  carrier text,
  tracking text,
  posted_at timestamptz,
  proof uuid,
  proof_name text,
  proof_kind text
);
