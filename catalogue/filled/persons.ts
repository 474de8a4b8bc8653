/** Complete applications of the services about people: look-ups, papers from data, care, the emergency item. */
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
  facts: { "water-search.estate": "样张新村" },
  fails: {
    "place-known": { "water-search.estate": null },
    "two-characters": { "water-search.estate": "村" },
  },
};
