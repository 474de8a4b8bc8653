/** Where a set of facts lies in an item's space, and what follows from it for each rule. */
import { evaluate } from '#rules';
import type { Env, Json, Read, Rule } from '#rules';
import type { Facts } from './facts.ts';
import type { OpenItem } from './open.ts';
import { currentValue } from './parameters.ts';
import { FIRST, LIMIT, NONE, UNKNOWN } from './space.ts';
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
const KEPT = 20_000;

const EMPTY: string[] = [];

function codeOf(variable: Variable, value: Json | undefined): number {
  if (value === undefined) return UNKNOWN;
  if (value === null) return NONE;
  const at = variable.values.indexOf(value);
  if (at >= 0) return FIRST + at;
  const text = JSON.stringify(value);
  const seen = variable.strange.indexOf(text);
  if (seen >= 0) return FIRST + variable.values.length + seen;
  return FIRST + variable.values.length + variable.strange.push(text) - 1;
}

function atomCode(variable: Variable, found: { value: Json | undefined; waits: string[] }): number {
  if (found.value === true) return FIRST;
  if (found.value === false) return FIRST + 1;
  if (found.value === null) return NONE;
  const text = JSON.stringify(found.waits);
  const seen = variable.strange.indexOf(text, 1);
  if (seen >= 0) return FIRST + variable.values.length + seen;
  return FIRST + variable.values.length + variable.strange.push(text) - 1;
}

/** Whether a code stands for "not known". An atom's code above its values names what it waits for. */
export function isUnknown(variable: Variable, code: number): boolean {
  if (variable.kind === 'atom') return code >= FIRST + variable.values.length;
  return code === UNKNOWN;
}

/** Facts an unknown variable waits for. */
function waitsOf(variable: Variable, code: number): string[] {
  if (variable.kind !== 'atom') return [variable.address];
  const text = variable.strange[code - FIRST - variable.values.length];
  return typeof text === 'string' ? (JSON.parse(text) as string[]) : [];
}

/** The value a code stands for: undefined unknown, null none. */
function valueOf(variable: Variable, code: number): Json | undefined {
  if (code === NONE) return null;
  if (isUnknown(variable, code)) return undefined;
  if (code - FIRST < variable.values.length) return variable.values[code - FIRST];
  const text = variable.strange[code - FIRST - variable.values.length];
  return JSON.parse(String(text)) as Json;
}

/** Facts of an item on a day, placed in its space. */
export function stateOf(open: OpenItem, facts: Facts, env: Env): State {
  const { space, version } = open;
  const codes = new Int32Array(space.variables.length);
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
    const code = codes[index] as number;
    return code === NONE ? null : fact(address);
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
    if (
      variable.when &&
      isStale(variable, value) &&
      !mayHold(finding(state, variable.when).value)
    ) {
      codes[index] = NONE;
    }
  }
  return state;
}

/** An answer given to the ask itself falls away with the ask; a fact known otherwise stays. */
function isStale(variable: Variable, value: Json | undefined): boolean {
  return value === undefined || variable.address.startsWith('ask.');
}

/** A `when` that is false or none does not hold, whatever comes. */
export function mayHold(value: Json | undefined): boolean {
  return value === true || value === undefined;
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

/** A rule that cannot be cut: as it stands now; while it is unknown every unknown ask it reads matters. */
function live(state: State, component: Component): Finding {
  const { value } = evaluate(component.rule, state.read, state.env);
  const { variables } = state.open.space;
  const unknown = (v: number): boolean =>
    isUnknown(variables[v] as Variable, state.codes[v] as number);
  const matter = value === undefined ? component.variables : component.known;
  return { value, alive: matter.filter(unknown), exact: value !== undefined };
}

type Trial = { open: OpenItem; component: Component; codes: Int32Array };

/** Applies "an ask that does not apply is none" to a trial, in the order of need. */
function mask(trial: Trial, unknown: Set<number>): void {
  const { open, component, codes } = trial;
  for (const v of component.variables) {
    const variable = open.space.variables[v] as Variable;
    if (!variable.when?.skeleton) continue;
    if (!unknown.has(v) && !variable.address.startsWith('ask.')) continue;
    if (!mayHold(tried({ ...trial, component: variable.when }))) codes[v] = NONE;
  }
}

const NO_DAY: Env = {
  today: '1970-01-01',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

/** The value of a cut rule for given codes. */
function tried(trial: Trial): Json | undefined {
  const { open, component, codes } = trial;
  const { space } = open;
  const read: Read = (address) => {
    const index = address.startsWith('atom.')
      ? Number(address.slice(5))
      : space.byAddress.get(address);
    if (index === undefined) return undefined;
    return valueOf(space.variables[index] as Variable, codes[index] as number);
  };
  return evaluate(component.skeleton as Rule, read, NO_DAY).value;
}

/** How many values an unknown variable may take; one whose `when` cannot be tried may also be none. */
function domain(variable: Variable): number {
  const extra = variable.when && !variable.when.skeleton ? 1 : 0;
  return variable.values.length + extra;
}

function codeAt(variable: Variable, at: number): number {
  if (at >= variable.values.length || variable.values[at] === null) return NONE;
  return FIRST + at;
}

function explore(open: OpenItem, component: Component, base: Int32Array): Finding {
  const { variables } = open.space;
  const unknown = component.variables.filter((v) =>
    isUnknown(variables[v] as Variable, base[v] as number),
  );
  const sizes = unknown.map((v) => domain(variables[v] as Variable));
  const points = sizes.reduce((n, s) => n * s, 1);
  const codes = Int32Array.from(base);
  const known = component.known.filter((v) => unknown.includes(v));
  if (points > LIMIT) {
    const value = tried({ open, component, codes });
    return { value, alive: value === undefined ? unknown : known, exact: value !== undefined };
  }
  const results: string[] = [];
  const set = new Set(unknown);
  let first: Json | undefined;
  for (let point = 0; point < points; point++) {
    codes.set(base);
    let rest = point;
    unknown.forEach((v, i) => {
      const size = sizes[i] as number;
      codes[v] = codeAt(variables[v] as Variable, rest % size);
      rest = Math.floor(rest / size);
    });
    const trial = { open, component, codes };
    mask(trial, set);
    const value = tried(trial);
    if (point === 0) first = value;
    results.push(JSON.stringify(value) ?? '');
  }
  const same = results.every((r) => r === results[0]);
  const alive = unknown.filter((_, i) => differs(results, sizes, i));
  for (const v of known) if (!alive.includes(v)) alive.push(v);
  return { value: same ? first : undefined, alive, exact: true };
}

/** Whether any two results that differ only in variable `at` differ. */
function differs(results: string[], sizes: number[], at: number): boolean {
  const stride = sizes.slice(0, at).reduce((n, s) => n * s, 1);
  const size = sizes[at] as number;
  for (let point = 0; point < results.length; point++) {
    const here = Math.floor(point / stride) % size;
    if (here > 0 && results[point] !== results[point - here * stride]) return true;
  }
  return false;
}

/** Facts a rule still waits for in this state, told once each. */
export function waits(state: State, component: Component): string[] {
  const found = finding(state, component);
  if (found.value !== undefined) return EMPTY;
  const { variables } = state.open.space;
  if (!component.skeleton) return evaluate(component.rule, state.read, state.env).waits;
  const list = found.alive.flatMap((v) =>
    waitsOf(variables[v] as Variable, state.codes[v] as number),
  );
  return [...new Set(list)];
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

/** Asks whose answer can still change a rule, as ask indexes: directly or through an atom that reads them. */
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
