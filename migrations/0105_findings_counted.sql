-- Lists show how many findings bar a case and how many ask; the findings themselves are large (8 kB a
-- case) and were read and parsed for that alone: three quarters of what a page of a list cost.
alter table cases.case
  add column findings_fail int not null generated always as (
    jsonb_array_length(jsonb_path_query_array(findings, '$[*] ? (@.verdict == "fail" && @.level == "block")'))) stored,
  add column findings_ask int not null generated always as (
    jsonb_array_length(jsonb_path_query_array(findings, '$[*] ? (@.verdict != "pass" && @.level == "ask")'))) stored;

-- Somebody's own cases, those that need him first: a page of them is read from the index however many he has.
drop index cases.case_subject;
create index case_subject on cases.case (subject, (state = 'supplement-asked') desc, submitted_at desc);
