/** Complete applications of the services about people: look-ups, papers from data, care, the emergency item. */
import { DANCER } from "./parts.ts";
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
