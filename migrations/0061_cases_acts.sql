-- What special procedures find, questions that stop no clock, sending a review back.
alter table cases.stop add column kind text not null default 'inspection';
-- Hearing: when and where, told at least seven working days before, and who presides.
alter table cases.stop add column held_at timestamptz;
alter table cases.stop add column place text;
alter table cases.stop add column presider uuid;
-- The record: one finding a review point; the minutes of a hearing.
alter table cases.stop add column findings jsonb;
alter table cases.stop add column minutes text;

-- An officer's question waits for the applicant's answer.
alter table cases.case add column asked boolean not null default false;
create index case_asked on cases.case (subject) where asked;
