/**
 * One complete application of every item, and for every review point the change that makes it fail. One file a family
 * in `filled/`; a new family adds its own and is spread below.
 */
import { companySetup } from "./filled/companies.ts";
import { bathHouse, performance } from "./filled/licences.ts";
import type { Filled } from "./filled/parts.ts";
import { kindergarten, premaritalCheck } from "./filled/persons-together.ts";
import { healthReport, receiptQuery, waterQuery } from "./filled/persons.ts";
import { allowance, search, seniorMeals } from "./filled/social.ts";

export type { Filled } from "./filled/parts.ts";

/** By item id. */
export const filled: Record<string, Filled> = {
  "commercial-performance": performance,
  "bath-house-hygiene": bathHouse,
  "senior-meals": seniorMeals,
  "disability-allowance": allowance,
  "licensing-decision-query": search,
  "company-setup": companySetup,
  "medical-receipt-query": receiptQuery,
  "child-health-report": healthReport,
  "water-quality-query": waterQuery,
  "premarital-check": premaritalCheck,
  "kindergarten-registration": kindergarten,
};
