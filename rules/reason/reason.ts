/**
 * Questions about rules in every state of their facts, each fact known or none: can it be true, is
 * it always, do two overlap, is a set complete. `yes` and `no` are proved; what is not proved is
 * `undecided`. Facts are taken within what is declared of them: options, ends, decimals.
 */
import type { Node } from '../check/tree.ts';
import type { Rule } from '../evaluate.ts';
import type { Json, Truth, Value } from '../values/values.ts';
import type { About, Answer } from './about.ts';
import type { Hunt, Judge } from './search.ts';
import type { Subject } from './subject.ts';
import { FUEL } from '../closure/loops.ts';
import { both, equal, truth } from '../values/values.ts';
import { factsOf, TODAY } from './facts.ts';
import { search, tryAtRandom } from './search.ts';
import { envOf, subjectOf, subjectOfOne } from './subject.ts';

export type { About, Answer } from './about.ts';

/** Evaluations of all rules before a question is given up; of the search for an example. */
const STEPS = 100_000;
const TRIES = 20_000;
const STRETCH = 200;

/** What is looked for: a judge of the values of the trees, and one of the rules' own values. */
type Quest = { of: Subject; about: About; judge: Judge; check: Judge };

/** `found` with facts that show it · `impossible`, proved · `open`, with the reason. */
type Result =
  | { is: 'found'; facts: Record<string, Json>; today?: string }
  | { is: 'impossible' }
  | { is: 'open'; why: string };

/** Facts as evaluation of the rules themselves sees them; what is shown must hold there. */
function holds({ of, about, check }: Quest, made: { facts: Record<string, Json>; today?: string }): boolean {
  const read = (address: string): Json | undefined =>
    Object.hasOwn(made.facts, address) ? made.facts[address] : about.fixed?.(address);
  const env = envOf(about, made.today);
  const values = of.rules.map((rule) => rule.run({ read, env, waits: [], locals: [], fuel: FUEL }));
  return check(values) === true;
}

/** The example as facts; facts it left open are filled in where the rules look whether they are. */
function shown(quest: Quest, state: Map<string, Json>): Result | null {
  const made = factsOf(state);
  if (holds(quest, made)) return { is: 'found', ...made };
  const { of, about } = quest;
  const full = { ...made.facts };
  for (const address of of.rules.flatMap((rule) => rule.reads)) {
    if (address.includes('[') || about.fixed?.(address) !== undefined) continue;
    if (!Object.hasOwn(full, address)) full[address] = of.samples()(address)?.[0] ?? null;
  }
  return holds(quest, { ...made, facts: full }) ? { is: 'found', ...made, facts: full } : null;
}

function byExample(quest: Quest, steps = TRIES): Result | null {
  const { of, about, judge } = quest;
  if (about.proofOnly === true || (of.calendar && about.env === undefined)) return null;
  const env = envOf(about);
  const samples = of.samples();
  // An example of the day asked about is the one a reader understands.
  const onTheDay = (address: string): Json[] | undefined =>
    address === TODAY ? [env.today] : samples(address);
  for (const values of about.env === undefined ? [samples] : [onTheDay, samples]) {
    const hunt: Hunt = { runs: of.runs(), judge, env, values, left: { steps } };
    const state = tryAtRandom(hunt, STRETCH);
    if (state !== null) return shown(quest, state);
    if (!of.daily) break;
  }
  return null;
}

function look(quest: Quest): Result {
  const { of, about, judge } = quest;
  const early = about.examplesFirst === true ? byExample(quest, STRETCH) : null;
  if (early !== null) return early;
  const { runs, values, exact, parts } = of.taken();
  if (values === null) {
    return byExample(quest) ?? { is: 'open', why: '里面的比较分不出有限的几种情况' };
  }
  const left = { steps: about.steps ?? STEPS };
  const tried = (address: string): Json[] | undefined => values.get(address);
  const found = search({ runs, judge, env: envOf(about), values: tried, left });
  if (found === 'none') return { is: 'impossible' };
  const result = found !== 'lost' && exact ? shown(quest, found) : null;
  const example = result ?? byExample(quest);
  if (example !== null) return example;
  const which = parts.slice(0, 3).map((part) => `“${part}”`).join('、');
  const why =
    left.steps <= 0
      ? '事实的组合太多，没有逐一试完'
      : `${which === '' ? '里面有的部分' : which}不能分成有限的几种情况，也没有找到例子`;
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
function quest(of: Subject, about: About, sought: Judge): Quest {
  const judge: Judge = (values) =>
    all([sought(values.slice(0, of.asked)), ...values.slice(of.asked).map(isTrue)]);
  return { of, about, judge, check: judge };
}

const ofOne = (rule: Rule, about: About, sought: Judge): Quest =>
  quest(subjectOfOne(rule, about), about, sought);
const ofMany = (rules: Rule[], about: About, sought: Judge): Quest =>
  quest(subjectOf(rules, about), about, sought);

/** Whether a rule can be true. `yes` comes with facts on which it is. */
export function possible(rule: Rule, about: About = {}): Answer {
  return answer(look(ofOne(rule, about, ([a]) => isTrue(a))), 'yes');
}

/** Whether a rule is true in every state. `no` comes with facts on which it is false or none. */
export function always(rule: Rule, about: About = {}): Answer {
  return answer(look(ofOne(rule, about, ([a]) => isNotTrue(a))), 'no');
}

/** Whether a rule is false (not merely none) in some state. `yes` comes with such facts. */
export function canFail(rule: Rule, about: About = {}): Answer {
  const sought: Judge = ([a]) => (a === undefined ? undefined : a === false);
  return answer(look(ofOne(rule, about, sought)), 'yes');
}

/** Whether two rules can be true at once. `yes` comes with facts on which both are. */
export function overlap(a: Rule, b: Rule, about: About = {}): Answer {
  return answer(look(ofMany([a, b], about, (values) => all(values.map(isTrue)))), 'yes');
}

/** Whether in every state some rule of a set is true. `no` comes with facts on which none is. */
export function complete(rules: Rule[], about: About = {}): Answer {
  return answer(look(ofMany(rules, about, (values) => all(values.map(isNotTrue)))), 'no');
}

/** Whether b is true wherever a is. `no` comes with facts on which a is true and b is not. */
export function implies(a: Rule, b: Rule, about: About = {}): Answer {
  const sought: Judge = ([one, other]) => both(isTrue(one), isNotTrue(other));
  return answer(look(ofMany([a, b], about, sought)), 'no');
}

/** Two truths are known and not the same; none is a truth of its own. */
function truthsDiffer([a, b]: Value[]): Truth {
  return a === undefined || b === undefined ? undefined : truth(a) !== truth(b);
}

/** One comparison in the place of two trees that are to have one value. */
function sameness([left, right]: Node[]): Node[] {
  if (left === undefined || right === undefined) return [];
  const shape = { type: 'boolean' } as const;
  return [{ kind: 'compare', op: '=', left, right, shape, from: 0, to: 0 }];
}

/**
 * Whether two rules have the same value in every state (true, false and none told apart; values by
 * FEEL's equality). `no` comes with facts on which they differ.
 */
export function equivalent(a: Rule, b: Rule, about: About = {}): Answer {
  if (a.type === 'boolean' && b.type === 'boolean') {
    return answer(look(ofMany([a, b], about, truthsDiffer)), 'no');
  }
  const of = subjectOf([a, b], about, sameness);
  const { check } = quest(of, about, ([one, other]) => isNotTrue(equal(one, other)));
  const judge: Judge = ([is, ...rest]) => all([isNotTrue(is), ...rest.map(isTrue)]);
  return answer(look({ of, about, judge, check }), 'no');
}
