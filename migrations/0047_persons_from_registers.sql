-- A person who is known from a register only: a child whose guardian looked at his data.
alter table identity.subject drop constraint subject_proofing_check;
alter table identity.subject add constraint subject_proofing_check
  check (proofing in ('demo', 'counter', 'staff', 'register'));
