/** What a case comes to: who handles it, what is issued, what is paid, how long it is valid. */
import { evaluate } from '#rules';
import type { Env, Json, Read } from '#rules';
import type { Facts } from './facts.ts';
import { addPeriod } from './period.ts';
import type { OpenItem } from './open.ts';
import type { Duration, Text } from './schema.ts';
import { finding, stateOf } from './state.ts';

/** Area code in a fact: a code, or an address or place with its area. */
function areaOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return typeof value['area'] === 'string' ? value['area'] : undefined;
}

/**
 * The handling unit as rules see the facts; undefined while the area is not known or no unit has
 * it.
 */
export function unitOf(open: OpenItem, read: Read): string | undefined {
  const by = open.item['handled by'];
  if (typeof by === 'string') return by;
  const area = open.areaAt === undefined ? undefined : areaOf(read(open.areaAt));
  if (area === undefined) return undefined;
  return Object.values(open.version.units).find((u) => u.kind === by.kind && u.area === area)?.id;
}

/** The unit that handles a case with these facts. */
export function unitFor(open: OpenItem, facts: Facts): string | undefined {
  return unitOf(open, (address) => {
    const fact = facts[address];
    if (!fact) return undefined;
    return fact.state === 'none' ? null : fact.value;
  });
}

/**
 * Values of the result licence's attributes (id → value, null for none) and the facts still waited
 * for.
 */
export function attributesOf(
  open: OpenItem,
  facts: Facts,
  env: Env,
): { values: Record<string, Json>; waits: string[] } {
  const { read } = stateOf(open, facts, env);
  const values: Record<string, Json> = {};
  const waits = new Set<string>();
  for (const [id, rule] of Object.entries(open.attributes)) {
    const found = evaluate(rule, read, env);
    if (found.value !== undefined) values[id] = found.value;
    else for (const w of found.waits) waits.add(w);
  }
  return { values, waits: [...waits] };
}

/**
 * What is paid each period: `amount` canonical decimal text of yuan, null while unknown or where
 * there is none, and to which fact (address of a bank account). Undefined for items that pay
 * nothing.
 */
export function paymentOf(
  open: OpenItem,
  facts: Facts,
  env: Env,
):
  | { amount: string | null; every: 'once' | 'month'; to: string; account: Json | undefined }
  | undefined {
  const { payment, item } = open;
  if (!payment || !item.payment) return undefined;
  const state = stateOf(open, facts, env);
  const { value } = finding(state, payment.amount);
  return {
    amount: typeof value === 'string' ? value : null,
    every: item.payment.every,
    to: payment.to,
    account: state.read(payment.to),
  };
}

/** May these facts be promised instead of proved (告知承诺)? Unknown facts do not offer it yet. */
export function promiseOffered(open: OpenItem, facts: Facts, env: Env): boolean {
  if (!open.item.promise) return false;
  return !open.promiseWhen || finding(stateOf(open, facts, env), open.promiseWhen).value === true;
}

/** Materials needed here that may come later on a promise (容缺受理), with the time for it. */
export function laterMaterials(
  open: OpenItem,
  facts: Facts,
  env: Env,
): { id: string; name: Text; count: number; within: Duration }[] {
  const state = stateOf(open, facts, env);
  return open.materials.flatMap(({ def, when, each }) => {
    if (def.necessity !== 'later' || !def.within) return [];
    if (when && finding(state, when).value !== true) return [];
    const counted = each === undefined ? '1' : state.read(each);
    const name = open.version.materials[def.material]?.name ?? { zh: def.material };
    return [{ id: def.material, name, count: Number(counted ?? 0), within: def.within }];
  });
}

/**
 * Last day a result decided on a day is valid (`YYYY-MM-DD`); null without end; undefined where
 * the rule that gives it waits for facts or gives none. A period runs from the decision and ends
 * the day before its anniversary.
 */
export function validUntil(
  open: OpenItem,
  when: { decidedOn: string; facts: Facts; env: Env },
): string | null | undefined {
  const valid = open.item.result?.valid;
  if (valid === undefined || valid === 'without end') return null;
  const { decidedOn, facts, env } = when;
  if (!('until' in valid)) return addPeriod(decidedOn, valid, env.calendar);
  const { read } = stateOf(open, facts, env);
  const value = open.until ? evaluate(open.until, read, env).value : undefined;
  return typeof value === 'string' ? value : undefined;
}

/**
 * The name of the organisation that a granted case brings into being; undefined where it brings none,
 * or where the name is not known.
 */
export function establishedName(open: OpenItem, facts: Facts, env: Env): string | undefined {
  if (!open.establishes) return undefined;
  const { value } = evaluate(open.establishes, stateOf(open, facts, env).read, env);
  return typeof value === 'string' ? value : undefined;
}
