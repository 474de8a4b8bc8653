/** Complete applications of allowances and of help for the old, and of the query of decisions. */
import { CARD, SENIOR } from "./parts.ts";
import type { Filled } from "./parts.ts";

export const seniorMeals: Filled = {
  facts: {
    "ask.in-district": true,
    "ask.by-helper": false,
    "applicant.name": "王秀英",
    "applicant.id-number": SENIOR,
    "applicant.birth-date": "1944-05-20",
    "applicant.phone": "13900000000",
    "applicant.residence-street": "310107016",
    "applicant.residence-address": "示范路 100 弄 1 号 101 室",
    "applicant.hukou-kind": "local",
    "applicant.economic-status": "none",
    "applicant.meal-registered": false,
    "applicant.account": CARD,
    "applicant.account-holder": "王秀英",
    "applicant.emergency-phone": "13900000005",
    "applicant.data-consent": true,
  },
  fails: {
    age: { "applicant.birth-date": "1970-01-01" },
    "birth-agrees": { "applicant.birth-date": "1944-05-21" },
    "own-card": { "applicant.account-holder": "王小明" },
    "not-registered": { "applicant.meal-registered": true },
    consent: { "applicant.data-consent": false },
    "level-a-household": {
      "applicant.hukou-kind": "other",
      "applicant.economic-status": "dibao",
    },
    "helper-is-another": { "ask.by-helper": true, "helper.id-number": SENIOR },
    "emergency-other-phone": { "applicant.emergency-phone": "13900000000" },
  },
};

export const allowance: Filled = {
  facts: {
    "ask.household-here": true,
    "ask.other-care": false,
    "ask.by-guardian": false,
    "applicant.name": "王秀英",
    "applicant.id-number": SENIOR,
    "applicant.birth-date": "1944-05-20",
    "applicant.phone": "13900000000",
    "applicant.hukou-street": "310107016",
    "applicant.residence-address": "示范路 100 弄 1 号 101 室",
    "applicant.care-living": "home",
    "applicant.disability-card-number": `${SENIOR}41`,
    "applicant.disability-category": "body",
    "applicant.disability-grade": "1",
    "applicant.disability-card-issued": "2020-01-01",
    "applicant.disability-card-until": "2030-01-01",
    "applicant.disability-card-area": "shanghai",
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
    "grade-covered": { "applicant.disability-grade": "3" },
    "certificate-number": { "applicant.disability-card-number": "41" },
    "certificate-dates": { "applicant.disability-card-issued": "2027-01-01" },
    "account-holder": { "applicant.account-holder": "王小明" },
    "guardian-is-another": { "ask.by-guardian": true, "guardian.id-number": SENIOR },
    "institution-care": { "applicant.care-living": "institution" },
    truthful: { "subsidy-application.truth-promise": false },
    consent: { "subsidy-application.data-consent": false },
  },
};

export const search: Filled = {
  facts: {
    "decision-search.number": null,
    "decision-search.holder-code": null,
    "decision-search.holder": "示范演艺",
    "decision-search.item-name": null,
    "decision-search.decided-from": null,
    "decision-search.decided-to": null,
  },
  fails: {
    "something-known": { "decision-search.holder": null },
    "holder-two-characters": { "decision-search.holder": "示" },
    "number-reads": { "decision-search.number": "1" },
    "dates-in-order": {
      "decision-search.decided-from": "2026-02-01",
      "decision-search.decided-to": "2026-01-01",
    },
    "not-in-the-future": { "decision-search.decided-from": "2027-02-01" },
  },
};
