/**
 * The finite space an item's rules live in. A rule is cut into *variables* — asks and other facts
 * with few values, and *atoms*: the smallest true-or-false parts that read anything else (年龄 >=
 * 60), each taken as a free truth value. Over the variables a rule can be tried for every
 * completion of what is unknown, and its answers kept by the state of its own few variables; a
 * guide is then look-ups.
 *
 * Taking atoms as free allows combinations that cannot happen, so an ask may be kept that could be
 * spared, and never one spared that is needed. So does a rule with more than LIMIT completions, or
 * one that cannot be cut.
 */
import { carve, keyOf, withReads } from '#rules';
import type { Json, Node, Rule } from '#rules';
import type { Names } from './names.ts';
import { cut, knownReads } from './cut.ts';

/** Joint points up to which completions are all tried. */
export const LIMIT = 4096;

/** Codes of a variable's state; a value of the domain at index i has code FIRST + i. */
export const UNKNOWN = 0;
export const NONE = 1;
export const FIRST = 2;

export type Variable = {
  index: number;
  kind: 'ask' | 'finite' | 'atom';
  address: string;
  /** What it may turn out to be. */
  values: Json[];
  /** An atom's rule. */
  rule: Rule | undefined;
  /** Variables that must be known first: of an ask's `when`, of an atom's reads. */
  needs: number[];
  when: Component | undefined;
  /** Of an atom: sets of facts waited for, as they came (the first is none). */
  waits: string[];
};

/** One rule over the variables it reads, with what was found for each of their states. */
export type Component = {
  rule: Rule;
  /**
   * The rule with atoms for names; absent where it cannot be cut, or reads more than the space
   * holds.
   */
  skeleton: Rule | undefined;
  /** Variables asked about by `is known(…)`: knowing them changes the answer by itself. */
  known: number[];
  /** Variables it depends on, through the `when` of asks too, those needed first in front. */
  variables: number[];
  memo: Map<number | string, Finding>;
};

/** What one state of its variables means for a rule. */
export type Finding = {
  /** The value in every completion, or undefined where completions differ. */
  value: Json | undefined;
  /** Unknown variables on which the value can depend. */
  alive: number[];
  exact: boolean;
  /** A prepared part of an answer, kept by whoever prepared it. */
  part?: unknown;
};

export type Space = {
  names: Names;
  variables: Variable[];
  byAddress: Map<string, number>;
  component: (rule: Rule) => Component;
  whenOf: (ask: number) => Component | undefined;
  /** Variables, those needed first in front. */
  order: () => number[];
  components: Component[];
};

export type AskSpec = { address: string; values: Json[]; when: Rule | undefined };

type Making = {
  names: Names;
  variables: Variable[];
  byAddress: Map<string, number>;
  byRule: Map<Rule, Component>;
};

/** Most variables of an item that has atoms. */
const ATOMS = 256;

function addVariable(to: Making, v: Pick<Variable, 'kind' | 'address' | 'values'>): Variable {
  const made: Variable = {
    ...v,
    index: to.variables.length,
    rule: undefined,
    needs: [],
    when: undefined,
    waits: [],
  };
  to.variables.push(made);
  to.byAddress.set(v.address, made.index);
  return made;
}

/** The variable of a fact with few values, made when first read; undefined for other facts. */
function finite(to: Making, address: string): number | undefined {
  const known = to.byAddress.get(address);
  if (known !== undefined) return known;
  const target = to.names.byAddress.get(address);
  const field = target?.field;
  if (!field || target.many) return undefined;
  if (field.type === 'boolean') {
    return addVariable(to, { kind: 'finite', address, values: [true, false, null] }).index;
  }
  if (field.type === 'choice' && field.options) {
    const values = [...Object.keys(field.options), null];
    return addVariable(to, { kind: 'finite', address, values }).index;
  }
  return undefined;
}

function atom(to: Making, rule: Rule, part: Node): number | undefined {
  const key = `atom ${keyOf(part)}`;
  const known = to.byAddress.get(key);
  if (known !== undefined) return known;
  if (to.variables.length >= ATOMS) return undefined;
  const own = carve(rule, part);
  const needs = closure(
    to,
    own.reads.flatMap((a) => finite(to, a) ?? []),
  );
  const made = addVariable(to, { kind: 'atom', address: key, values: [true, false, null] });
  made.rule = own;
  made.needs = needs;
  made.waits.push('');
  return made.index;
}

/** Variables with all that must be known before them, those first. */
function closure(to: Making, indexes: Iterable<number>): number[] {
  const found = new Set<number>();
  const begun = new Set<number>();
  const add = (i: number): void => {
    if (begun.has(i)) return;
    begun.add(i);
    for (const n of to.variables[i]?.needs ?? []) add(n);
    found.add(i);
  };
  for (const i of indexes) add(i);
  return [...found];
}

function component(to: Making, rule: Rule): Component {
  const before = to.byRule.get(rule);
  if (before) return before;
  const parts = cut(rule, (address) => finite(to, address) !== undefined);
  const read = rule.reads.flatMap((a) => finite(to, a) ?? []);
  const own = new Map<Node, number>();
  for (const part of parts ?? []) {
    const index = atom(to, rule, part);
    if (index !== undefined) own.set(part, index);
  }
  const whole = parts !== undefined && own.size === parts.length;
  const addresses = new Map([...own].map(([part, index]) => [part, `atom.${index}`]));
  const skeleton = whole ? withReads(rule, addresses) : undefined;
  const direct = skeleton
    ? [...own.values(), ...skeleton.reads.flatMap((a) => to.byAddress.get(a) ?? [])]
    : read;
  const known = knownReads(rule).flatMap((a) => finite(to, a) ?? []);
  const variables = closure(to, [...direct, ...known]);
  const made: Component = { rule, skeleton, known, variables, memo: new Map() };
  to.byRule.set(rule, made);
  return made;
}

function link(to: Making, asks: AskSpec[]): void {
  const state = new Map<number, 'open' | 'done'>();
  const visit = (i: number): void => {
    const when = asks[i]?.when;
    if (state.has(i) || !when) return;
    state.set(i, 'open');
    for (const a of when.reads) {
      const j = to.byAddress.get(a);
      if (j !== undefined && j < asks.length && state.get(j) !== 'open') visit(j);
    }
    const variable = to.variables[i] as Variable;
    variable.when = component(to, when);
    variable.needs = variable.when.variables.filter((v) => v !== i);
    state.set(i, 'done');
  };
  asks.forEach((_, i) => visit(i));
}

/** The space of an item. Ask i is variable i. */
export function makeSpace(names: Names, asks: AskSpec[]): Space {
  const to: Making = {
    names,
    variables: [],
    byAddress: new Map(),
    byRule: new Map(),
  };
  for (const { address, values } of asks) addVariable(to, { kind: 'ask', address, values });
  link(to, asks);
  let order: number[] = [];
  return {
    names,
    variables: to.variables,
    byAddress: to.byAddress,
    component: (rule) => component(to, rule),
    whenOf: (ask) => to.variables[ask]?.when,
    order: () => {
      if (order.length !== to.variables.length) order = closure(to, to.variables.keys());
      return order;
    },
    get components() {
      return [...to.byRule.values()];
    },
  };
}
