/** Complete applications of two people together, and of a guardian for a child. */
import { number } from "./parts.ts";
import type { Filled } from "./parts.ts";

const BRIDE = number("31010719960215002");
const GROOM = number("31010719950808001");
const CHILD = number("31010720240301002");

export const premaritalCheck: Filled = {
  facts: {
    "ask.registered": false,
    "ask.in-shanghai": true,
    "applicant.name": "林示范",
    "applicant.id-number": BRIDE,
    "applicant.birth-date": "1996-02-15",
    "applicant.phone": "13900000021",
    "applicant.hukou-kind": "local",
    "applicant.health-consent": true,
    "partner.name": "吴示范",
    "partner.id-number": GROOM,
    "partner.birth-date": "1995-08-08",
    "partner.phone": "13900000022",
    "partner.hukou-kind": "other",
    "partner.health-consent": true,
    "premarital-booking.date": "2026-11-30",
    "premarital-booking.session": "m2",
  },
  fails: {
    "two-persons": { "partner.id-number": BRIDE },
    "date-ahead": { "premarital-booking.date": "2026-11-20" },
    "grown-up": { "applicant.birth-date": "2015-02-15" },
    "partner-grown-up": { "partner.birth-date": "2015-02-15" },
    "birth-agrees": { "applicant.birth-date": "1996-02-16" },
    "health-consent": { "applicant.health-consent": false },
    "partner-health-consent": { "partner.health-consent": false },
  },
};

export const kindergarten: Filled = {
  facts: {
    "applicant.name": "何示范",
    "applicant.id-number": BRIDE,
    "applicant.phone": "13900000023",
    "applicant.child-relation": "mother",
    "child.name": "罗示范",
    "child.id-number": CHILD,
    "child.birth-date": "2024-03-01",
    "child.hukou-kind": "local",
    "child.hukou-street": "310107016",
    "child.household-since": "2024-03-20",
    "child.residence-street": "310107016",
    "child.residence-address": "示范路 100 弄 1 号 101 室",
    "ask.same-address": true,
    "enrolment.wish-1": "k1",
    "enrolment.truth-promise": true,
    "enrolment.place": "k1",
  },
  fails: {
    age: { "child.birth-date": "2022-03-01" },
    "child-birth-agrees": { "child.birth-date": "2024-03-02" },
    "not-oneself": { "child.id-number": BRIDE },
    "guardian-adult": { "applicant.child-relation": "other" },
    "moved-in-before-today": { "child.household-since": "2027-01-01" },
    "two-wishes": { "enrolment.wish-2": "k1" },
    truthful: { "enrolment.truth-promise": false },
  },
};
