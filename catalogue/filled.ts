/** One complete application of every item, and for every review point the change that makes it fail. */
import { identityCheck } from "#graph";

type Value = string | boolean | string[] | null;
type Values = Record<string, Value>;

/** `facts` passes every review point and lacks nothing; null is none. `fails`: review point → what to change. */
export type Filled = { facts: Values; fails: Record<string, Values> };

const number = (body: string): string => body + identityCheck(body);
const SENIOR = number("31010719440520002");
const DANCER = number("31010719900101002");
const SINGER = number("31010719910305001");
/** Passes the check digit of a card; no bank has issued it. */
const CARD = "6200000000000005";

const company: Values = {
  "company.name": "上海示范演艺有限公司（样例）",
  "company.credit-code": "91310107XN0001015L",
  "company.legal-representative": "张示范",
  "company.address": "示范路 100 号 1 楼",
  "company.contact-phone": "13900000001",
  "agent.name": "赵经办",
  "agent.phone": "13900000004",
};

const performer = (at: number, id: string, birth: string): Values => ({
  [`performer[${at}].name`]: at === 0 ? "王舞蹈" : "李歌唱",
  [`performer[${at}].id-number`]: id,
  [`performer[${at}].birth-date`]: birth,
  [`performer[${at}].region`]: "mainland",
  [`performer[${at}].troupe`]: "个人",
});

const performance: Filled = {
  facts: {
    ...company,
    "company.performance-qualification": "agency",
    "company.performance-licence-number": "演出经纪（样）〔2026〕000001",
    "company.performance-licence-until": "2027-06-30",
    "ask.foreign": false,
    "ask.joint": true,
    "ask.place-kind": "theatre",
    "ask.minors": false,
    "ask.charity": false,
    "ask.again": false,
    "performance.title": "苏州河畔新年音乐会",
    "performance.genre": "music",
    "performance.summary": "新年音乐会，八个节目。",
    "performance.first-day": "2026-12-30",
    "performance.last-day": "2026-12-31",
    "performance.shows": "2",
    "performance.start-time": "每天 19:30",
    "performance.acts": "8",
    "performance.recorded-acts": "8",
    "performance.lowest-price": "80",
    "performance.highest-price": "380",
    "performance.tickets-on-sale": false,
    "performance.venue-name": "示范剧场（样例）",
    "performance.venue-address": "示范路 200 号",
    "performance.in-district": true,
    "performance.capacity": "800",
    "performance.audience": "700",
    "performance.temporary-stage": false,
    "performance.consents": "2",
    "performance.content-promise": true,
    performer: "2",
    ...performer(0, DANCER, "1990-01-01"),
    ...performer(1, SINGER, "1991-03-05"),
  },
  fails: {
    "first-day-in-time": { "performance.first-day": "2026-11-24" },
    "days-in-order": { "performance.last-day": "2026-12-01" },
    "title-prefix": { "performance.title": "中国新年音乐会" },
    "title-words": { "performance.title": "新年国际音乐会" },
    "audience-fits": { "performance.audience": "801" },
    "large-event": { "performance.audience": "1000", "performance.capacity": "2000" },
    "cast-mainland": { "performer[1].region": "taiwan" },
    "consents-complete": { "performance.consents": "1" },
    "recordings-complete": { "performance.recorded-acts": "7" },
    "licence-until": { "company.performance-licence-until": "2026-11-21" },
    "not-on-sale": { "performance.tickets-on-sale": true },
    "prices-in-order": { "performance.lowest-price": "500" },
    "minors-told": { "performer[1].birth-date": "2010-01-01" },
    "place-by-agency": {
      "ask.place-kind": "leisure",
      "company.performance-qualification": "troupe",
    },
    "content-confirmed": { "performance.content-promise": false },
  },
};

const { "company.legal-representative": _, ...bathCompany } = company;

const bathHouse: Filled = {
  facts: {
    ...bathCompany,
    "ask.kind": "new",
    "ask.way": "ordinary",
    "principal.name": "张示范",
    "principal.id-number": DANCER,
    "principal.phone": "13900000002",
    "bath-house.address": "示范路 100 号 1 楼",
    "bath-house.street": "310107016",
    "bath-house.services": ["pool", "shower"],
    "bath-house.area": "320",
    "bath-house.pool-area": "40",
    "bath-house.guests": "200",
    "bath-house.lockers": "80",
    "bath-house.toilets": "4",
    "bath-house.water-supply": "mains",
    "bath-house.central-air": true,
    "bath-house.disinfection-room": true,
    "bath-house.hygiene-manager": "李卫生",
    "bath-house.hygiene-manager-phone": "13900000003",
    "bath-house.hygiene-rules": true,
    "bath-house.testing-body": "示范检测有限公司（样例）",
    "bath-house.report-number": "样检 000001",
    "bath-house.tested-on": "2026-10-01",
    "bath-house.tested-things": ["water", "air", "light", "noise", "utensils"],
    "bath-house.test-result": "pass",
    "bath-house.air-result": "pass",
  },
  fails: {
    "report-fresh": { "bath-house.tested-on": "2025-10-01" },
    "tested-before-today": { "bath-house.tested-on": "2026-12-01" },
    "pool-water-tested": { "bath-house.tested-things": ["air", "light", "noise", "utensils"] },
    "other-things-tested": { "bath-house.tested-things": ["water"] },
    "tests-passed": { "bath-house.test-result": "fail" },
    "air-passed": { "bath-house.air-result": "fail" },
    "address-agrees": { "bath-house.address": "示范路 101 号" },
    "disinfection-room": { "bath-house.disinfection-room": false },
    "pool-in-floor": { "bath-house.pool-area": "400" },
    "renew-in-time": { "ask.kind": "renew", "bath-house.old-until": "2026-12-01" },
    "change-not-place": { "ask.kind": "change", "ask.changed": "place" },
    "promise-confirmed": { "ask.way": "promise", "bath-house.promise": false },
    "sauna-fire-check": { "bath-house.services": ["sauna"] },
  },
};

const seniorMeals: Filled = {
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

const allowance: Filled = {
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

const search: Filled = {
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

/** By item id. */
export const filled: Record<string, Filled> = {
  "commercial-performance": performance,
  "bath-house-hygiene": bathHouse,
  "senior-meals": seniorMeals,
  "disability-allowance": allowance,
  "licensing-decision-query": search,
};
