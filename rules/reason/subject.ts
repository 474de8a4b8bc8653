/**
 * What questions about some rules are asked of: the rules made ready, taken apart into cells, and
 * the values to try. Made once for the same rules under the same conditions, however many questions
 * are asked.
 */
import type { Node } from '../check/tree.ts';
import type { Env, Run } from '../closure/frame.ts';
import type { Rule } from '../evaluate.ts';
import type { Json } from '../values/values.ts';
import type { About } from './about.ts';
import type { Space } from './space.ts';
import { makeRun } from '../closure/closure.ts';
import { truthOf } from './abstract.ts';
import { prepared, TODAY } from './facts.ts';
import { sampler } from './samples.ts';
import { valuesOfAll } from './space.ts';
import { minded, within } from './trees.ts';

/** Rules taken apart: what they come to over the space, and what each variable is tried with. */
export type Taken = {
  runs: Run[];
  values: Map<string, Json[]> | null;
  /** No part was left that may come to anything. */
  exact: boolean;
  /** Texts of the parts that were left. */
  parts: string[];
};

/** The rules asked about, then those that hold in every state; and what is made of them. */
export type Subject = {
  rules: Rule[];
  asked: number;
  trees: Node[];
  /** Working days matter somewhere; the day does. */
  calendar: boolean;
  daily: boolean;
  taken: () => Taken;
  runs: () => Run[];
  samples: () => (address: string) => Json[] | undefined;
};

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Rules given of facts that are read, of facts those read, and so on. */
function relevant(asked: Rule[], about: About): Rule[] {
  const given = about.given ?? [];
  const found = new Set<Rule>(about.where ?? []);
  const seen = new Set<string>();
  const follow = (rule: Rule): void => {
    for (const address of rule.reads) {
      if (seen.has(address)) continue;
      seen.add(address);
      for (const one of given) {
        if (one.of !== address || found.has(one.rule)) continue;
        found.add(one.rule);
        follow(one.rule);
      }
    }
  };
  [...asked, ...found].forEach(follow);
  return [...found];
}

function takeApart(rules: Rule[], trees: Node[], about: About): Taken {
  const space: Space = { about, variables: new Map(), leads: new Map(), text: '' };
  const taken = trees.map((tree, at) => {
    space.text = rules[at]?.text ?? '';
    return truthOf(space, tree);
  });
  const variables = [...space.variables.values()];
  return {
    runs: taken.map(makeRun),
    values: valuesOfAll(space),
    exact: variables.every((one) => one.part === undefined),
    parts: [...new Set(variables.flatMap((one) => one.written ?? []))],
  };
}

/** A subject of trees that stand for the rules asked about (one for each, or for all of them). */
export function subjectOf(asked: Rule[], about: About, stand?: (trees: Node[]) => Node[]): Subject {
  const rules = [...asked, ...relevant(asked, about)];
  const all = prepared(rules.map((rule) => rule.tree), about);
  const own = all.slice(0, asked.length);
  const trees = [...(stand?.(own) ?? own), ...all.slice(asked.length)];
  const texts = [...(stand === undefined ? asked : asked.slice(0, 1)), ...rules.slice(asked.length)];
  return {
    rules,
    asked: asked.length,
    trees,
    calendar: trees.some((tree) => within(tree).some(minded)),
    daily: trees.some((tree) =>
      within(tree).some((node) => node.kind === 'read' && node.address === TODAY),
    ),
    taken: once(() => takeApart(texts, trees, about)),
    runs: once(() => trees.map(makeRun)),
    samples: once(() => sampler(trees, about)),
  };
}

const kept = new WeakMap<About, WeakMap<Rule, Subject>>();

/** The subject of one rule, kept as long as the conditions it is asked under. */
export function subjectOfOne(rule: Rule, about: About): Subject {
  let byRule = kept.get(about);
  if (byRule === undefined) kept.set(about, (byRule = new WeakMap()));
  const before = byRule.get(rule);
  if (before !== undefined) return before;
  const made = subjectOf([rule], about);
  byRule.set(rule, made);
  return made;
}

const NO_CALENDAR: Env['calendar'] = {
  workdays: () => Number.NaN,
  addWorkdays: () => '',
};

/** What evaluation is given besides facts. */
export function envOf({ env }: About, today?: string): Env {
  const base = env ?? { today: '2026-01-01', calendar: NO_CALENDAR };
  return today === undefined ? base : { ...base, today };
}
