/**
 * The variables a question runs over. Facts stand for themselves where every comparison of them is
 * told apart exactly; a part that is not taken further (two facts in one sum, a pattern, a loop)
 * is a variable of its own that may come to anything: what is impossible even so is impossible.
 */
import type { Node } from '../check/tree.ts';
import type { Shape } from '../check/shape.ts';
import type { Json, Value } from '../values/values.ts';
import type { About } from './about.ts';
import type { Cells } from './cells.ts';
import { numberOf } from '../values/number.ts';
import { toJson } from '../values/values.ts';
import { template } from './facts.ts';
import { valuesIn } from './cells.ts';

/** What is known of one variable. `cut`: the cells of an ordered one; `few`: all its values. */
export type Variable = {
  /** The fact's address, or a name for a part. */
  key: string;
  shape: Shape;
  /** A part that was not taken further, and its text; absent for facts. */
  part?: Node;
  written?: string;
  few?: Json[];
  cut?: Cells;
};

/** The variables of a question while its rules are taken apart. */
export type Space = {
  about: About;
  variables: Map<string, Variable>;
  /** Facts compared with each other share their cells: key → the key that leads. */
  leads: Map<string, string>;
  /** The text of the rule that is being taken apart. */
  text: string;
};

/** Most options of a choice that are tried one by one; most of a multiple choice. */
const OPTIONS = 300;
const SUBSETS = 5;

function subsets(codes: string[]): Json[] {
  return Array.from({ length: 2 ** codes.length }, (_, bits) =>
    codes.filter((_code, at) => (bits >> at) % 2 === 1),
  );
}

/** All values of a fact with few; undefined for others. None is not among them. */
export function fewOf(address: string, shape: Shape, about: About): Json[] | undefined {
  const given = about.values?.(address);
  if (given !== undefined) return given.filter((value) => value !== null);
  if (shape.type === 'boolean') return [true, false];
  if (shape.type === 'choice' && shape.options !== undefined) {
    return shape.options.size > OPTIONS ? undefined : [...shape.options.keys()];
  }
  const codes = shape.type === 'choices' ? shape.of?.options : undefined;
  return codes !== undefined && codes.size <= SUBSETS ? subsets([...codes.keys()]) : undefined;
}

const orderedTypes = new Set<Shape['type']>(['number', 'date', 'text', 'duration']);

/** Adds a fact of an ordered type, or a part, to the space; null where its type has no cells. */
export function ordered(space: Space, of: Omit<Variable, 'few' | 'cut'>): Variable | null {
  const before = space.variables.get(of.key);
  if (before !== undefined) return before.cut === undefined ? null : before;
  const { range, months } = of.shape;
  const type = of.shape.type === 'choice' ? 'text' : of.shape.type;
  // A duration of either kind compares with none of the other: its cells are not one line.
  if (!orderedTypes.has(type) || (type === 'duration' && months === undefined)) return null;
  const cut: Cells = {
    type: type as Cells['type'],
    ...(range && { range }),
    ...(months !== undefined && { months }),
    points: [],
    beside: 1,
    ordered: false,
  };
  const made: Variable = { ...of, ...said(space, of.part), cut };
  space.variables.set(of.key, made);
  return made;
}

/** The text of a part. */
function said(space: Space, part: Node | undefined): { written?: string } {
  return part === undefined ? {} : { written: space.text.slice(part.from, part.to) };
}

/** Adds a variable with few values. */
export function finite(space: Space, of: Omit<Variable, 'cut'>): void {
  if (!space.variables.has(of.key)) space.variables.set(of.key, { ...of, ...said(space, of.part) });
}

/** The variable whose cells a variable shares. */
function leader(space: Space, key: string): string {
  const next = space.leads.get(key);
  return next === undefined || next === key ? key : leader(space, next);
}

/** Two facts are compared with each other: from now on they share their cells. */
export function link(space: Space, a: string, b: string): void {
  const [one, other] = [leader(space, a), leader(space, b)];
  if (one !== other) space.leads.set(other, one);
}

function joined(variables: Variable[]): { points: Value[]; ordered: boolean } {
  const cuts = variables.map((one) => one.cut).filter((cut) => cut !== undefined);
  return { points: cuts.flatMap((cut) => cut.points), ordered: cuts.some((cut) => cut.ordered) };
}

/** The values each variable is tried with; null where cells cannot be told. */
export function valuesOfAll(space: Space): Map<string, Json[]> | null {
  const groups = new Map<string, Variable[]>();
  for (const one of space.variables.values()) {
    const lead = leader(space, one.key);
    groups.set(lead, [...(groups.get(lead) ?? []), one]);
  }
  const found = new Map<string, Json[]>();
  for (const group of groups.values()) {
    const { points, ordered: byOrder } = joined(group);
    // An end declared of one fact is a point for the facts it is compared with.
    const ends = group.flatMap((one) => endsOf(one));
    for (const one of group) {
      const mayBeNone = one.part !== undefined || space.about.none?.(template(one.key)) !== false;
      const none: Json[] = mayBeNone ? [null] : [];
      if (one.cut === undefined) {
        found.set(one.key, [...(one.few ?? []), ...none]);
        continue;
      }
      const all = [...points, ...(group.length > 1 ? ends : [])];
      const cells = { ...one.cut, points: all, beside: group.length, ordered: byOrder };
      const values = valuesIn(cells);
      if (values === null) return null;
      found.set(one.key, [...values.map((value) => toJson(value) ?? null), ...none]);
    }
  }
  return found;
}

function endsOf({ cut }: Variable): Value[] {
  const ends = [cut?.range?.min, cut?.range?.max].filter((end) => end !== undefined);
  return ends.map(numberOf);
}
