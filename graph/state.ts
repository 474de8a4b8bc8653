/** Where a set of facts lies in an item's space, and what follows from it for each rule. */
import { evaluate } from '#rules';
import type { Env, Json, Read } from '#rules';
import { atomCode, codeOf, isUnknown, waitsOf } from './codes.ts';
import { explore, mayHold } from './explore.ts';
import type { Facts } from './facts.ts';
import type { OpenItem } from './open.ts';
import { currentValue } from './parameters.ts';
import { FIRST, NONE, UNKNOWN } from './space.ts';
import type { Component, Finding, Variable } from './space.ts';

/** Facts seen through one item on one day. */
export type State = {
  open: OpenItem;
  env: Env;
  /** Code of each variable. */
  codes: Int32Array;
  /** Facts as rules see them: parameters of the day, asks that do not apply as none. */
  read: Read;
};

/** Codes below this fit a number of eight digits in base 64. */
const BASE = 64;
const DIGITS = 8;
/** Findings kept a rule; more than that and they are begun anew. */
const KEPT = 4000;

const EMPTY: string[] = [];

/** Facts of an item on a day, placed in its space. */
export function stateOf(open: OpenItem, facts: Facts, env: Env): State {
  const { space, version } = open;
  const codes = new Int32Array(space.variables.length);
  // Answers that fall away if their ask turns out not to apply: for rules read whole they are
  // unknown.
  const doubtful = new Uint8Array(open.asks.length);
  const fact = (address: string): Json | undefined => {
    const f = facts[address];
    if (f === undefined || !Object.hasOwn(facts, address)) {
      if (!address.startsWith('parameter.')) return undefined;
      return currentValue(version.parameters[address.slice(10)], env.today)?.value;
    }
    return f.state === 'none' ? null : f.value;
  };
  const read: Read = (address) => {
    const index = space.byAddress.get(address);
    if (index === undefined || index >= open.asks.length) return fact(address);
    if (doubtful[index] === 1) return undefined;
    return codes[index] === NONE ? null : fact(address);
  };
  const state: State = { open, env, codes, read };
  for (const index of space.order()) {
    const variable = space.variables[index] as Variable;
    if (variable.rule) {
      codes[index] = atomCode(variable, evaluate(variable.rule, read, env));
      continue;
    }
    const value = fact(variable.address);
    codes[index] = codeOf(variable, value);
    if (!variable.when || !isStale(variable, value)) continue;
    const applies = finding(state, variable.when).value;
    if (!mayHold(applies)) codes[index] = NONE;
    else if (applies === undefined) doubtful[index] = 1;
  }
  return state;
}

/** An answer given to the ask itself falls away with the ask; a fact known otherwise stays. */
function isStale(variable: Variable, value: Json | undefined): boolean {
  return value === undefined || variable.address.startsWith('ask.');
}

function keyOf(component: Component, codes: Int32Array): number | string {
  const { variables } = component;
  if (variables.length <= DIGITS) {
    let key = 0;
    let fits = true;
    for (let i = 0; i < variables.length; i++) {
      const code = codes[variables[i] as number] as number;
      if (code >= BASE) fits = false;
      key = key * BASE + code;
    }
    if (fits) return key;
  }
  return variables.map((v) => codes[v]).join();
}

/** What a rule comes to in a state, looked up or found once. */
export function finding(state: State, component: Component): Finding {
  if (!component.skeleton) return live(state, component);
  const key = keyOf(component, state.codes);
  const before = component.memo.get(key);
  if (before) return before;
  if (component.memo.size >= KEPT) component.memo.clear();
  const found = explore(state.open, component, state.codes);
  component.memo.set(key, found);
  return found;
}

/**
 * A rule that cannot be cut: as it stands now; while it is unknown every unknown ask it reads
 * matters.
 */
function live(state: State, component: Component): Finding {
  const { value } = evaluate(component.rule, state.read, state.env);
  const { variables } = state.open.space;
  const unknown = (v: number): boolean =>
    isUnknown(variables[v] as Variable, state.codes[v] as number);
  const matter = value === undefined ? component.variables : component.known;
  return { value, alive: matter.filter(unknown), exact: value !== undefined };
}

/** Facts a rule still waits for in this state, told once each. */
export function waits(state: State, component: Component): string[] {
  const found = finding(state, component);
  if (found.value !== undefined) return EMPTY;
  const { variables } = state.open.space;
  const list = component.skeleton
    ? found.alive.flatMap((v) => waitsOf(variables[v] as Variable, state.codes[v] as number))
    : evaluate(component.rule, state.read, state.env).waits;
  return [...new Set(list.flatMap((address) => openWaits(state, address)))];
}

/** An answer that is only doubtful waits for what its ask depends on. */
function openWaits(state: State, address: string): string[] {
  const { space, asks } = state.open;
  const index = space.byAddress.get(address);
  if (index === undefined || index >= asks.length) return [address];
  const unknown = (v: number): boolean =>
    isUnknown(space.variables[v] as Variable, state.codes[v] as number);
  if (unknown(index)) return [address];
  const needs = (space.variables[index] as Variable).needs.filter(unknown);
  return needs.flatMap((v) => waitsOf(space.variables[v] as Variable, state.codes[v] as number));
}

/** Known variables without which the rule would not be what it is. */
export function relevant(state: State, component: Component): number[] {
  const { variables } = state.open.space;
  const value = finding(state, component).value;
  const known = component.variables.filter(
    (v) => !isUnknown(variables[v] as Variable, state.codes[v] as number),
  );
  if (!component.skeleton) return known;
  const needed = known.filter((v) => {
    const codes = Int32Array.from(state.codes);
    const variable = variables[v] as Variable;
    codes[v] = variable.kind === 'atom' ? FIRST + variable.values.length : UNKNOWN;
    return finding({ ...state, codes }, component).value !== value;
  });
  return needed.length > 0 ? needed : known;
}

/**
 * Asks whose answer can still change a rule, as ask indexes: directly or through an atom that
 * reads them.
 */
export function aliveAsks(state: State, found: Finding, into: Uint8Array): void {
  const { open, codes } = state;
  const { variables } = open.space;
  for (const v of found.alive) {
    if (v < open.asks.length) into[v] = 1;
    const variable = variables[v] as Variable;
    if (variable.kind !== 'atom') continue;
    for (const n of variable.needs) {
      if (n < open.asks.length && isUnknown(variables[n] as Variable, codes[n] as number))
        into[n] = 1;
    }
  }
}
