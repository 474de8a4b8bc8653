/** The catalogue as it stands: no fault, every answer leads somewhere, every review point can pass and fail. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  assemble,
  attributesOf,
  guide,
  missing,
  open,
  parseCatalogue,
  paymentOf,
  review,
  unitFor,
} from "#graph";
import type { Facts, OpenItem } from "#graph";
import { makeCalendar } from "#base";
import { filled } from "./filled.ts";

const root = import.meta.dirname;
const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".yaml"))
  .map((path) => ({ path: `catalogue/${path}`, text: readFileSync(join(root, path), "utf8") }));
const { catalogue, problems } = parseCatalogue(files);
const items = Object.values(catalogue.items);

const env = { today: "2026-11-22", calendar: makeCalendar() };

const opened = (id: string): OpenItem => {
  const { version, hash } = assemble(catalogue, id, (text) =>
    createHash("sha256").update(text).digest("hex"),
  );
  return open(version, hash);
};

const source = { source: "applicant", grade: "D", on: "2026-11-22" } as const;
const facts = (values: Record<string, string | boolean | string[] | null>): Facts =>
  Object.fromEntries(
    Object.entries(values).map(([address, value]) => [
      address,
      value === null ? { state: "none", ...source } : { state: "known", value, ...source },
    ]),
  );

/** Every way through the asks of an item, as the page would put them. */
function* ways(item: OpenItem, given: Facts = {}): Generator<ReturnType<typeof guide>> {
  const now = guide(item, given, env);
  const next = now.asks.find((ask) => ask.id === now.next);
  if (!next) {
    yield now;
    return;
  }
  for (const { value } of next.options) {
    yield* ways(item, { ...given, [next.address]: { state: "known", value, ...source } });
  }
}

/** Places of prose that has Chinese and no English. */
function untranslated(node: unknown, place: string): string[] {
  if (typeof node !== "object" || node === null) return [];
  const here = "zh" in node && !("en" in node) ? [place] : [];
  return [...here, ...Object.entries(node).flatMap(([k, v]) => untranslated(v, `${place}/${k}`))];
}

test("the catalogue has no fault", () => {
  expect(problems).toEqual([]);
  expect(items.map((item) => item.id).sort()).toEqual(Object.keys(filled).sort());
});

test("all prose has English", () => {
  const { origins: _, ...nodes } = catalogue;
  expect(untranslated(nodes, "")).toEqual([]);
});

test("telephones of offices are not the telephones for complaints, and neither can be dialled", () => {
  for (const unit of Object.values(catalogue.units)) {
    expect(unit.phone, unit.id).toMatch(/^021-0000\d{4}$/);
    expect(unit.complaints, unit.id).toMatch(/^021-0000\d{4}$/);
    expect(unit.phone).not.toBe(unit.complaints);
  }
});

test("every sub-district that can be chosen has its community centre", () => {
  const centres = Object.values(catalogue.units).filter((u) => u.kind === "community-centre");
  const areas = centres.map((unit) => unit.area).sort();
  const street = catalogue.groups["person"]?.fields.find((f) => f.id === "residence-street");
  expect(areas).toHaveLength(10);
  expect(Object.keys(street?.options ?? {}).sort()).toEqual(areas);
});

test("a permit is described to its depth", () => {
  for (const item of items.filter((i) => i.procedure === "permit")) {
    const fields = item.form.flatMap((section) => section.fields);
    expect(item.asks.length, item.id).toBeGreaterThanOrEqual(2);
    expect(item.situations.length).toBeGreaterThanOrEqual(3);
    expect(item.conditions.length).toBeGreaterThanOrEqual(4);
    expect(fields.length).toBeGreaterThanOrEqual(12);
    expect(item.materials.length).toBeGreaterThanOrEqual(5);
    expect(item.materials.filter((m) => m.when !== undefined).length).toBeGreaterThanOrEqual(2);
    expect(item.review.length).toBeGreaterThanOrEqual(6);
    expect(item.steps.length).toBeGreaterThanOrEqual(5);
    expect(item.knowledge.length).toBeGreaterThanOrEqual(2);
  }
});

test("conditions, materials, times, fees and answers say what they rest on", () => {
  for (const item of items) {
    const lines = [
      item.time,
      item.fee,
      ...item.conditions,
      ...item.materials,
      ...item.review,
      ...item["special procedures"],
      ...item.knowledge,
    ];
    for (const line of lines) {
      const read = line.source !== undefined;
      expect(read || line.unsure !== undefined, `${item.id}: ${JSON.stringify(line)}`).toBe(true);
      if (line.law) expect(read, `${item.id}: ${JSON.stringify(line)}`).toBe(true);
    }
  }
});

describe.each(items.map((item) => item.id))("%s", (id) => {
  const item = opened(id);
  const given = filled[id] ?? { facts: {}, fails: {} };

  test("every way through the asks ends in exactly one situation", () => {
    for (const end of ways(item)) {
      const true_ = end.situations.filter((s) => s.verdict === "true");
      const unknown = end.situations.filter((s) => s.verdict === "unknown");
      expect(unknown).toEqual([]);
      expect(true_).toHaveLength(item.situations.length === 0 ? 0 : 1);
    }
  });

  test("every situation, ask and material counts on some way", () => {
    const ends = [...ways(item)];
    for (const { id: situation } of item.item.situations) {
      const met = ends.some((end) =>
        end.situations.some((s) => s.id === situation && s.verdict === "true"),
      );
      expect(met, situation).toBe(true);
    }
    for (const ask of item.item.asks) {
      const put = ends.some((end) =>
        end.asks.some((a) => a.id === ask.id && a.state === "answered"),
      );
      expect(put, ask.id).toBe(true);
    }
    for (const { material, when } of item.item.materials) {
      const needed = new Set(
        ends.map((end) => end.materials.find((m) => m.id === material)?.needed),
      );
      expect(needed.has("yes"), material).toBe(true);
      expect(needed.has("no"), material).toBe(when !== undefined);
    }
  });

  test("the complete application passes every review point and lacks nothing", () => {
    const found = review(item, facts(given.facts), env);
    expect(found.filter((f) => f.verdict !== "pass")).toEqual([]);
    const now = guide(item, facts(given.facts), env);
    expect(now.conditions.filter((c) => c.verdict !== "true")).toEqual([]);
    const documents = Object.fromEntries(now.materials.map((m) => [m.id, m.count ?? 0]));
    const left = missing(item, facts(given.facts), { env, handedIn: { documents } });
    expect(left).toEqual([]);
  });

  test("every review point can fail", () => {
    expect(Object.keys(given.fails).sort()).toEqual(item.item.review.map((p) => p.id).sort());
    for (const [point, change] of Object.entries(given.fails)) {
      const found = review(item, facts({ ...given.facts, ...change }), env);
      expect(found.find((f) => f.point === point)?.verdict, point).toBe("fail");
    }
  });
});

const meals = (change: Record<string, string>): Record<string, unknown> =>
  attributesOf(opened("senior-meals"), facts({ ...filled["senior-meals"]?.facts, ...change }), env)
    .values;

test.each([
  // age, household, assistance → level, price factor, subsidy a day, least spend (notice of 2025-12-22)
  ["1944-05-20", "local", "none", "C", "0.85", "3", "15"],
  ["1946-11-22", "local", "none", "C", "0.85", "3", "15"],
  ["1946-11-23", "local", "none", "B", "0.9", "2", "15"],
  ["1944-05-20", "local", "dibao", "A", "0.85", "5", "8"],
  ["1960-01-01", "local", "dibao", "A", "0.9", "5", "8"],
  ["1960-01-01", "local", "low-income", "B", "0.9", "2", "15"],
  ["1944-05-20", "other", "none", "discount", "0.85", "0", "0"],
])("meals for %s, %s, %s are level %s", (birth, household, assistance, ...comes) => {
  const values = meals({
    "applicant.birth-date": birth,
    "applicant.hukou-kind": household,
    "applicant.economic-status": assistance,
  });
  const { level, discount } = values;
  expect([level, discount, values["daily-subsidy"], values["minimum-spend"]]).toEqual(comes);
});

test("meals are handled where the applicant lives", () => {
  const item = opened("senior-meals");
  const street = filled["senior-meals"]?.facts["applicant.residence-street"];
  const unit = unitFor(item, facts(filled["senior-meals"]?.facts ?? {}));
  expect(catalogue.units[unit ?? ""]?.area).toBe(street);
});

test.each([
  ["1", "body", "300"],
  ["2", "sight", "150"],
  ["3", "intellect", "150"],
  ["3", "mental", "150"],
  ["3", "body", "0"],
  ["4", "mental", "0"],
])("care allowance of grade %s, %s is %s", (grade, category, amount) => {
  const change = { "applicant.disability-grade": grade, "applicant.disability-category": category };
  const all = facts({ ...filled["disability-allowance"]?.facts, ...change });
  expect(paymentOf(opened("disability-allowance"), all, env)?.amount).toBe(amount);
});
