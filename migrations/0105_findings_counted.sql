-- Lists show how many findings bar a case and how many ask; the findings themselves are large (8 kB a
-- case) and were read and parsed for that alone: three quarters of what a page of a list cost.
alter table cases.case
  add column findings_fail int not null generated always as (
    jsonb_array_length(jsonb_path_query_array(findings, '$[*] ? (@.verdict == "fail" && @.level == "block")'))) stored,
  add column findings_ask int not null generated always as (
    jsonb_array_length(jsonb_path_query_array(findings, '$[*] ? (@.verdict != "pass" && @.level == "ask")'))) stored;
