/** Complete applications of the services about people: look-ups, papers from data, care, the emergency item. */
import { CARD, DANCER, SENIOR } from "./parts.ts";
import type { Filled } from "./parts.ts";

export const receiptQuery: Filled = {
  facts: {
    "receipt-search.number": "1000000001",
    "receipt-search.from": "2026-01-01",
    "receipt-search.to": "2026-11-20",
  },
  fails: {
    "dates-in-order": { "receipt-search.to": "2025-12-31" },
    past: { "receipt-search.from": "2026-12-01" },
  },
};

export const healthReport: Filled = { facts: { "report-search.school-year": "2026" }, fails: {} };

export const waterQuery: Filled = {
  facts: { "water-search.estate": "样张新村", "water-search.address": null, "water-search.street": null },
  fails: {
    "place-known": { "water-search.estate": null },
    "two-characters": { "water-search.estate": "村" },
  },
};

export const leaving: Filled = {
  facts: {
    "ask.urgent": false,
    "applicant.name": "王舞蹈",
    "applicant.id-number": DANCER,
    "applicant.phone": "13900000002",
    "applicant.residence-street": "310107022",
    "applicant.residence-address": "示范路 100 弄 1 号 101 室",
    "leaving.zone": "open",
    "leaving.destination": "江苏省苏州市",
    "leaving.way": "train",
    "leaving.ticket": "G0000",
    "leaving.departs-on": "2026-11-23",
    "leaving.departs-hour": "15",
    "leaving.sampled-on": "2026-11-22",
    "leaving.sampled-hour": "9",
    "leaving.antigen-on": "2026-11-23",
    "leaving.companions": "0",
    "leaving.promise": true,
  },
  fails: {
    "zone-open": { "leaving.zone": "closed" },
    "departs-soon": { "leaving.departs-on": "2026-11-30" },
    "test-in-time": { "leaving.sampled-on": "2026-11-20" },
    "test-before-departure": { "leaving.sampled-on": "2026-11-24" },
    "antigen-in-time": { "leaving.antigen-on": "2026-11-21" },
    "party-small": { "leaving.companions": "6" },
    truthful: { "leaving.promise": false },
  },
};

export const livingAllowance: Filled = {
  facts: {
    "ask.household-here": true,
    "ask.by-guardian": false,
    "applicant.name": "王秀英",
    "applicant.id-number": SENIOR,
    "applicant.birth-date": "1944-05-20",
    "applicant.phone": "13900000000",
    "applicant.hukou-street": "310107016",
    "applicant.residence-address": "示范路 100 弄 1 号 101 室",
    "applicant.disability-card-number": `${SENIOR}41`,
    "applicant.disability-category": "body",
    "applicant.disability-grade": "3",
    "applicant.disability-card-issued": "2020-01-01",
    "applicant.disability-card-until": "2030-01-01",
    "applicant.disability-card-area": "shanghai",
    "applicant.economic-status": "dibao",
    "applicant.work-status": "retired",
    "subsidy-application.account-owner": "self",
    "applicant.account": CARD,
    "applicant.account-holder": "王秀英",
    "applicant.bank": "示范银行（演示）",
    "subsidy-application.truth-promise": true,
    "subsidy-application.data-consent": true,
  },
  fails: {
    "certificate-in-force": { "applicant.disability-card-until": "2026-01-01" },
    "issued-in-shanghai": { "applicant.disability-card-area": "elsewhere" },
    "in-hardship": { "applicant.economic-status": "none" },
    "assistance-looked-at": { "applicant.economic-status": "low-income" },
    "certificate-number": { "applicant.disability-card-number": "41" },
    "certificate-dates": { "applicant.disability-card-issued": "2027-01-01" },
    "account-holder": { "applicant.account-holder": "王小明" },
    "guardian-is-another": { "ask.by-guardian": true, "guardian.id-number": SENIOR },
    truthful: { "subsidy-application.truth-promise": false },
    consent: { "subsidy-application.data-consent": false },
  },
};

export const careAssessment: Filled = {
  facts: {
    "ask.by-helper": false,
    "applicant.name": "王秀英",
    "applicant.id-number": SENIOR,
    "applicant.birth-date": "1944-05-20",
    "applicant.phone": "13900000000",
    "applicant.insured-kind": "employee",
    "applicant.retired": true,
    "applicant.residence-street": "310107016",
    "applicant.residence-address": "示范路 100 弄 1 号 101 室",
    "care-assessment.kind": "first",
    "care-assessment.way": "home",
    "care-assessment.illnesses": ["stroke"],
    "care-assessment.in-hospital": false,
    "care-assessment.carer": "child",
    "care-assessment.visit-day": "2026-12-01",
    "care-assessment.visit-part": "any",
    "care-assessment.visit-consent": true,
    "care-assessment.data-consent": true,
    "care-assessment.promise": true,
  },
  fails: {
    age: { "applicant.birth-date": "1970-01-01" },
    insured: { "applicant.insured-kind": "none" },
    "birth-agrees": { "applicant.birth-date": "1944-05-21" },
    "visit-in-time": { "care-assessment.visit-day": "2026-11-23" },
    "last-in-the-past": { "care-assessment.kind": "expiry", "care-assessment.last-assessed": "2027-01-01" },
    "helper-is-another": { "ask.by-helper": true, "helper.id-number": SENIOR },
    "out-of-hospital": { "care-assessment.in-hospital": true },
    "visit-consent": { "care-assessment.visit-consent": false },
    "data-consent": { "care-assessment.data-consent": false },
    truthful: { "care-assessment.promise": false },
  },
};
