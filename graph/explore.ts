/** Tries a cut rule for every completion of what is unknown. */
import { evaluate } from '#rules';
import type { Env, Json, Read, Rule } from '#rules';
import { isUnknown, valueOf } from './codes.ts';
import type { OpenItem } from './open.ts';
import { FIRST, LIMIT, NONE } from './space.ts';
import type { Component, Finding, Variable } from './space.ts';

/** A `when` that is false or none does not hold, whatever comes. */
export function mayHold(value: Json | undefined): boolean {
  return value === true || value === undefined;
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

/**
 * How many values an unknown variable may take; one whose `when` cannot be tried may also be none.
 */
function domain(variable: Variable): number {
  const extra = variable.when && !variable.when.skeleton ? 1 : 0;
  return variable.values.length + extra;
}

function codeAt(variable: Variable, at: number): number {
  if (at >= variable.values.length || variable.values[at] === null) return NONE;
  return FIRST + at;
}

/** Where a walk starts, and which rules it tries. */
export type Walk = {
  open: OpenItem;
  /** Codes of what is known; the unknown ones among the rules' variables are walked over. */
  base: Int32Array;
  components: Component[];
  limit: number;
};

/** Unknown variables of some rules, and how many values each may take. */
function unknownOf({ open, base, components }: Walk): { unknown: number[]; sizes: number[] } {
  const { variables } = open.space;
  const all = new Set(components.flatMap((c) => c.variables));
  const unknown = [...all].filter((v) => isUnknown(variables[v] as Variable, base[v] as number));
  return { unknown, sizes: unknown.map((v) => domain(variables[v] as Variable)) };
}

/**
 * Visits every completion of what is unknown with the rules' values there. Returns false, without
 * visiting any, where they are more than `limit`.
 */
export function walk(
  from: Walk,
  visit: (values: (Json | undefined)[], codes: Int32Array) => void,
): boolean {
  const { open, base, components, limit } = from;
  const { unknown, sizes } = unknownOf(from);
  const points = sizes.reduce((n, s) => n * s, 1);
  if (points > limit) return false;
  const codes = Int32Array.from(base);
  const set = new Set(unknown);
  for (let point = 0; point < points; point++) {
    codes.set(base);
    let rest = point;
    unknown.forEach((v, i) => {
      const size = sizes[i] as number;
      codes[v] = codeAt(open.space.variables[v] as Variable, rest % size);
      rest = Math.floor(rest / size);
    });
    for (const component of components) mask({ open, component, codes }, set);
    visit(
      components.map((component) => tried({ open, component, codes })),
      codes,
    );
  }
  return true;
}

/** What a cut rule comes to over every completion of what is unknown. */
export function explore(open: OpenItem, component: Component, base: Int32Array): Finding {
  const from: Walk = { open, base, components: [component], limit: LIMIT };
  const { unknown, sizes } = unknownOf(from);
  const known = component.known.filter((v) => unknown.includes(v));
  const results: string[] = [];
  let first: Json | undefined;
  const whole = walk(from, ([value]) => {
    if (results.length === 0) first = value;
    results.push(JSON.stringify(value) ?? '');
  });
  if (!whole) {
    const value = tried({ open, component, codes: base });
    return { value, alive: value === undefined ? unknown : known, exact: value !== undefined };
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
