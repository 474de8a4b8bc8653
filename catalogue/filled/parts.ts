/** What the complete applications of filled.ts are made of: their shape, and people and firms that several use. */
import { identityCheck } from "#graph";

export type Value = string | boolean | string[] | null;
export type Values = Record<string, Value>;

/** `facts` passes every review point and lacks nothing; null is none. `fails`: review point → what to change. */
export type Filled = { facts: Values; fails: Record<string, Values> };

/** An identity number of 17 digits and its check character. */
export const number = (body: string): string => body + identityCheck(body);

export const SENIOR = number("31010719440520002");
export const DANCER = number("31010719900101002");
export const SINGER = number("31010719910305001");
/** Passes the check digit of a card; no bank has issued it. */
export const CARD = "6200000000000005";

export const company: Values = {
  "company.name": "上海示范演艺有限公司（样例）",
  "company.credit-code": "91310107XN0001015L",
  "company.legal-representative": "张示范",
  "company.address": "示范路 100 号 1 楼",
  "company.contact-phone": "13900000001",
  "agent.name": "赵经办",
  "agent.phone": "13900000004",
};
