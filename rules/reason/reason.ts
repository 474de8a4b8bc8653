/**
 * Questions about rules in every state of their facts, each fact known or none: can it be true, is
 * it always, do two overlap, is a set complete. `yes` and `no` are proved; what is not proved is
 * `undecided`. Facts are taken within what is declared of them: options, ends, decimals.
 */
import type { Node } from '../check/tree.ts';
import type { Env } from '../closure/frame.ts';
import type { Rule } from '../evaluate.ts';
import type { Json, Truth, Value } from '../values/values.ts';
import type { About, Answer } from './about.ts';
import type { Hunt, Judge } from './search.ts';
import type { Space } from './space.ts';
import { FUEL } from '../closure/loops.ts';
import { makeRun } from '../closure/closure.ts';
import { nodesOf } from '../layout.ts';
import { both, equal, truth } from '../values/values.ts';
import { truthOf } from './abstract.ts';
import { factsOf, prepared } from './facts.ts';
import { sampler } from './samples.ts';
import { search, tryAtRandom } from './search.ts';
import { valuesOfAll } from './space.ts';
import { minded } from './trees.ts';

export type { About, Answer } from './about.ts';

/** Evaluations of all rules before a question is given up; of the search for an example. */
const STEPS = 100_000;
const TRIES = 20_000;
const STRETCH = 200;

/** What is looked for: trees to take apart, and when a state is one that is looked for. */
type Quest = { rules: Rule[]; trees: Node[]; judge: Judge; check: (values: Value[]) => Truth };

/** `found` with facts that show it · `impossible`, proved · `open`, with the reason. */
type Result =
  | { is: 'found'; facts: Record<string, Json>; today?: string }
  | { is: 'impossible' }
  | { is: 'open'; why: string };

const NO_CALENDAR: Env['calendar'] = {
  workdays: () => Number.NaN,
  addWorkdays: () => '',
};

function envOf({ env }: About, today?: string): Env {
  const base = env ?? { today: '2026-01-01', calendar: NO_CALENDAR };
  return today === undefined ? base : { ...base, today };
}

/** Facts as evaluation of the rules themselves sees them; what is shown must hold there. */
function holds(quest: Quest, made: { facts: Record<string, Json>; today?: string }, about: About): boolean {
  const read = (address: string): Json | undefined =>
    Object.hasOwn(made.facts, address) ? made.facts[address] : about.fixed?.(address);
  const env = envOf(about, made.today);
  const values = quest.rules.map((rule) =>
    rule.run({ read, env, waits: [], locals: [], fuel: FUEL }),
  );
  return quest.check(values) === true;
}

/** The example as facts; facts it left open are filled in where the rules look whether they are. */
function shown(quest: Quest, state: Map<string, Json>, about: About): Result | null {
  const made = factsOf(state);
  if (holds(quest, made, about)) return { is: 'found', ...made };
  const values = sampler(quest.trees, about);
  const full = { ...made.facts };
  for (const address of quest.rules.flatMap((rule) => rule.reads)) {
    if (address.includes('[') || about.fixed?.(address) !== undefined) continue;
    if (!Object.hasOwn(full, address)) full[address] = values(address)?.[0] ?? null;
  }
  return holds(quest, { ...made, facts: full }, about) ? { is: 'found', ...made, facts: full } : null;
}

function byExample(quest: Quest, about: About): Result | null {
  const calendar = quest.trees.flatMap(nodesOf).some(minded);
  if (about.proofOnly === true || (calendar && about.env === undefined)) return null;
  const hunt: Hunt = {
    runs: quest.trees.map(makeRun),
    judge: quest.judge,
    env: envOf(about),
    values: sampler(quest.trees, about),
    left: { steps: TRIES },
  };
  const state = tryAtRandom(hunt, STRETCH);
  return state === null ? null : shown(quest, state, about);
}

function partsOf(space: Space): string {
  const parts = [...space.variables.values()].flatMap((one) => one.written ?? []);
  return [...new Set(parts)].slice(0, 3).map((part) => `“${part}”`).join('、');
}

function look(quest: Quest, about: About): Result {
  const space: Space = { about, variables: new Map(), leads: new Map(), text: '' };
  const taken = quest.trees.map((tree, at) => {
    space.text = quest.rules[at]?.text ?? '';
    return truthOf(space, tree);
  });
  const values = valuesOfAll(space);
  if (values === null) {
    return byExample(quest, about) ?? { is: 'open', why: '里面的比较分不出有限的几种情况' };
  }
  const left = { steps: about.steps ?? STEPS };
  const of = (address: string): Json[] | undefined => values.get(address);
  const runs = taken.map(makeRun);
  const found = search({ runs, judge: quest.judge, env: envOf(about), values: of, left });
  if (found === 'none') return { is: 'impossible' };
  const exact = [...space.variables.values()].every((one) => one.part === undefined);
  if (found !== 'lost' && exact) {
    const result = shown(quest, found, about);
    if (result !== null) return result;
  }
  const example = byExample(quest, about);
  if (example !== null) return example;
  const parts = partsOf(space);
  const why =
    left.steps <= 0
      ? '事实的组合太多，没有逐一试完'
      : `${parts === '' ? '里面有的部分' : parts}不能分成有限的几种情况，也没有找到例子`;
  return { is: 'open', why };
}

/** The answer to "is there no such state": an example says no, unless it is what was asked for. */
function answer(result: Result, whenFound: 'yes' | 'no'): Answer {
  if (result.is === 'open') return { verdict: 'undecided', why: result.why };
  if (result.is === 'impossible') return { verdict: whenFound === 'yes' ? 'no' : 'yes' };
  const { facts, today } = result;
  return { verdict: whenFound, example: facts, ...(today !== undefined && { today }) };
}

const isTrue = (value: Value): Truth => (value === undefined ? undefined : truth(value) === true);
const isNotTrue = (value: Value): Truth => (value === undefined ? undefined : truth(value) !== true);

const all = (truths: Truth[]): Truth => truths.reduce(both, true);

/** What is looked for among the states there are: those in which all that is given holds. */
function quest(asked: Rule[], about: About, sought: Judge): Quest {
  const rules = [...asked, ...(about.given ?? [])];
  const judge: Judge = (values) =>
    all([sought(values.slice(0, asked.length)), ...values.slice(asked.length).map(isTrue)]);
  return { rules, trees: prepared(rules.map((rule) => rule.tree), about), judge, check: judge };
}

/** Whether a rule can be true. `yes` comes with facts on which it is. */
export function possible(rule: Rule, about: About = {}): Answer {
  return answer(look(quest([rule], about, ([a]) => isTrue(a)), about), 'yes');
}

/** Whether a rule is true in every state. `no` comes with facts on which it is false or none. */
export function always(rule: Rule, about: About = {}): Answer {
  return answer(look(quest([rule], about, ([a]) => isNotTrue(a)), about), 'no');
}

/** Whether a rule is false (not merely none) in some state. `yes` comes with such facts. */
export function canFail(rule: Rule, about: About = {}): Answer {
  const judge: Judge = ([a]) => (a === undefined ? undefined : a === false);
  return answer(look(quest([rule], about, judge), about), 'yes');
}

/** Whether two rules can be true at once. `yes` comes with facts on which both are. */
export function overlap(a: Rule, b: Rule, about: About = {}): Answer {
  return answer(look(quest([a, b], about, (values) => all(values.map(isTrue))), about), 'yes');
}

/** Whether in every state some rule of a set is true. `no` comes with facts on which none is. */
export function complete(rules: Rule[], about: About = {}): Answer {
  const judge: Judge = (values) => all(values.map(isNotTrue));
  return answer(look(quest(rules, about, judge), about), 'no');
}

/** Whether b is true wherever a is. `no` comes with facts on which a is true and b is not. */
export function implies(a: Rule, b: Rule, about: About = {}): Answer {
  const judge: Judge = ([one, other]) => both(isTrue(one), isNotTrue(other));
  return answer(look(quest([a, b], about, judge), about), 'no');
}

/** Two truths are known and not the same; none is a truth of its own. */
function truthsDiffer([a, b]: Value[]): Truth {
  return a === undefined || b === undefined ? undefined : truth(a) !== truth(b);
}

/**
 * Whether two rules have the same value in every state (true, false and none told apart; values by
 * FEEL's equality). `no` comes with facts on which they differ.
 */
export function equivalent(a: Rule, b: Rule, about: About = {}): Answer {
  if (a.type === 'boolean' && b.type === 'boolean') {
    return answer(look(quest([a, b], about, truthsDiffer), about), 'no');
  }
  const asked = quest([a, b], about, ([one, other]) => isNotTrue(equal(one, other)));
  const [left, right, ...given] = asked.trees;
  if (left === undefined || right === undefined) return { verdict: 'undecided' };
  const same: Node = {
    kind: 'compare', op: '=', left, right, shape: { type: 'boolean' }, from: 0, to: 0,
  };
  const judge: Judge = ([is, ...rest]) => all([isNotTrue(is), ...rest.map(isTrue)]);
  return answer(look({ ...asked, trees: [same, ...given], judge }, about), 'no');
}
