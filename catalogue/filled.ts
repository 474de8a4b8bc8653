/**
 * One complete application of every item, and for every review point the change that makes it fail. One file a family
 * in `filled/`; a new family adds its own and is spread below.
 */
import { companySetup, loanSubsidy, premisesChange, scopeChange } from "./filled/companies.ts";
import {
  bathHouseRenewal,
  drugNew,
  foodCancellation,
  foodChange,
  foodNew,
  foodRenewal,
} from "./filled/food.ts";
import { bathHouse, performance } from "./filled/licences.ts";
import type { Filled } from "./filled/parts.ts";
import { kindergarten, premaritalCheck } from "./filled/persons-together.ts";
import {
  careAssessment, healthReport, leaving, livingAllowance, receiptQuery, waterQuery,
} from "./filled/persons.ts";
import { allowance, search, seniorMeals } from "./filled/social.ts";

export type { Filled } from "./filled/parts.ts";

/** By item id. */
export const filled: Record<string, Filled> = {
  "commercial-performance": performance,
  "bath-house-hygiene": bathHouse,
  "bath-house-hygiene-renewal": bathHouseRenewal,
  "food-business-new": foodNew,
  "food-business-renewal": foodRenewal,
  "food-business-change": foodChange,
  "food-business-cancellation": foodCancellation,
  "drug-retail-licence-new": drugNew,
  "senior-meals": seniorMeals,
  "disability-allowance": allowance,
  "licensing-decision-query": search,
  "company-setup": companySetup,
  "premises-change": premisesChange,
  "business-scope-change": scopeChange,
  "start-up-loan-subsidy": loanSubsidy,
  "medical-receipt-query": receiptQuery,
  "child-health-report": healthReport,
  "water-quality-query": waterQuery,
  "leaving-certificate": leaving,
  "disability-living-allowance": livingAllowance,
  "long-term-care-assessment": careAssessment,
  "premarital-check": premaritalCheck,
  "kindergarten-registration": kindergarten,
};
