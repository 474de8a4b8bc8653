-- cases: how the result is to be received is chosen in the draft; a download counts when it was fetched.
alter table cases.draft add column delivery jsonb;
alter table cases.delivery add column fetched_at timestamptz;
-- The applicant was told once more that his result waits for him.
alter table cases.delivery add column reminded_at timestamptz;
