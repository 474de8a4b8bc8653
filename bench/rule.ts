/**
 * One rule, one subject: the generated function and the closure beside hand-written JavaScript and
 * two other engines in the same run; then compilation, and one resident against 300 policies. All
 * engines must give the same verdicts on all subjects before anything is timed.
 */
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import type { Env, Json, Rule, Scope } from '#rules';
import type { Person } from './subjects.ts';
import { compile, evaluate } from '#rules';
import { makeRowRun } from '../rules/closure/rows.ts';
import { makeAll, makeFunction, rowOf, UNKNOWN } from '../rules/function/function.ts';
import { layoutOf } from '../rules/layout.ts';
import { fromJson, toJson } from '../rules/values/values.ts';
import { residents } from './residents.ts';
import {
  byHand,
  byHandOverJson,
  contextOf,
  factsOf,
  FEEL,
  people,
  scope,
  TEXT,
  TODAY,
  ZEN,
} from './subjects.ts';

const ROUNDS = 9;
const POLICIES = 300;
const env: Env = {
  today: TODAY,
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

/** Milliseconds of processor time of this thread: what others on the machine do is not counted. */
function now(): number {
  const own = (process as { threadCpuUsage?: () => NodeJS.CpuUsage }).threadCpuUsage;
  if (own === undefined) return performance.now();
  const { user, system } = own.call(process);
  return (user + system) / 1000;
}

/** One way to answer: `ask` tells the verdict on a subject. `ops`: subjects asked in one round. */
type Engine = { name: string; ops: number; ask: (at: number) => boolean; goal?: string };

type Zen = { evaluateExpressionSync(text: string, context: unknown): unknown };
type Feelin = { evaluate(text: string, context: unknown): unknown };

function zenEngine(list: Person[]): Engine | null {
  const today = Number(TODAY.replaceAll('-', ''));
  const given = list.map((person) => ({ ...person, today }));
  try {
    const zen = createRequire(import.meta.url)('@gorules/zen-engine-linux-x64-gnu') as Zen;
    const ask = (at: number): boolean => zen.evaluateExpressionSync(ZEN, given[at]) === true;
    return { name: 'zen-engine 0.54.0', ops: 3_200, ask };
  } catch {
    console.log('  zen-engine is not installed on this platform: left out');
    return null;
  }
}

async function feelinEngine(list: Person[]): Promise<Engine> {
  const { evaluate: run } = (await import('feelin')) as Feelin;
  const today = run(`date("${TODAY}")`, {});
  const day = typeof today === 'object' && today !== null && 'value' in today ? today.value : today;
  const given = list.map((person) => ({ ...contextOf(person), today: day }));
  const ask = (at: number): boolean => {
    const made = run(FEEL, given[at]);
    return typeof made === 'object' && made !== null && 'value' in made
      ? made.value === true
      : made === true;
  };
  return { name: 'feelin 8.2.0', ops: 64, ask };
}

function compiled(text: string, names: Scope): Rule {
  const { rule, problems } = compile(text, names);
  if (rule === undefined) throw new Error(`${text}: ${problems[0]?.message}`);
  return rule;
}

const by =
  (facts: Record<string, Json>) =>
  (address: string): Json | undefined =>
    facts[address];

function ours(list: Person[]): Engine[] {
  const rule = compiled(TEXT, scope);
  const layout = layoutOf([rule.tree]);
  const { run } = makeFunction(rule, layout);
  const reads = list.map((person) => by(factsOf(person)));
  const rows = reads.map((read) => rowOf(layout, read));
  const overRow = makeRowRun(rule.tree, layout);
  const cells = list.map((person) => {
    const facts = factsOf(person);
    return layout.map(({ address, shape }) => fromJson(facts[address] ?? null, shape));
  });
  const today = Number(TODAY.replaceAll('-', ''));
  const stored = list.map(factsOf);
  const rowsWithGaps = [...rows, ...gaps(list).map((facts) => rowOf(layout, by(facts)))];
  for (let round = 0; round < 200; round++) for (const row of rowsWithGaps) run(row, env);
  return [
    {
      name: 'hand-written JavaScript',
      ops: 3_200_000,
      ask: (at) => byHand(list[at] as Person, today),
    },
    {
      name: 'generated function over a row',
      ops: 3_200_000,
      ask: (at) => run(rows[at] as (typeof rows)[0], env) === true,
      goal: '≤ 1.6 × hand',
    },
    {
      name: 'closure over a row of values',
      ops: 128_000,
      ask: (at) => overRow.run(cells[at] as (typeof cells)[0], env) === true,
      goal: '≤ 12 × hand',
    },
    {
      name: 'closure, evaluate() over JSON',
      ops: 128_000,
      ask: (at) => evaluate(rule, reads[at] as (typeof reads)[0], env).value === true,
      goal: '≤ 12 × hand',
    },
    {
      name: 'row read from JSON + function',
      ops: 128_000,
      ask: (at) => run(rowOf(layout, reads[at] as (typeof reads)[0]), env) === true,
    },
    {
      name: 'hand-written over the same JSON',
      ops: 128_000,
      ask: (at) => byHandOverJson(stored[at] as (typeof stored)[0], TODAY),
    },
  ];
}

/** The subjects with facts missing and decimals, so that no code is made for whole rows alone. */
function gaps(list: Person[]): Record<string, Json>[] {
  return list.flatMap((person, at) => {
    const facts = factsOf(person);
    const address = Object.keys(facts)[at % 8] as string;
    const { [address]: _, ...less } = facts;
    return [less, { ...facts, [address]: null }, { ...facts, 'resident.income': '3000.25' }];
  });
}

function agree(engines: Engine[], list: Person[]): void {
  const today = Number(TODAY.replaceAll('-', ''));
  for (const { name, ask } of engines) {
    list.forEach((person, at) => {
      if (ask(at) !== byHand(person, today))
        throw new Error(`${name}: another verdict on subject ${at}`);
    });
  }
  const passed = list.filter((person) => byHand(person, today)).length;
  console.log(`  all engines agree on ${list.length} subjects, ${passed} of whom pass`);
}

/**
 * Milliseconds `ops` evaluations take. Every engine has a loop of its own, as its users would write
 * it: of functions with the same text the runtime keeps one, so each loop says whose it is.
 */
function timer(engine: Engine, index: number): () => number {
  const source = `return () => { // of engine ${index}
    let passed = 0;
    const from = now();
    for (let left = engine.ops / 64; left > 0; left--) for (let at = 0; at < 64; at++) if (ask(at)) passed++;
    const spent = now() - from;
    if (passed !== engine.ops / 2) throw new Error('another verdict');
    return spent;
  };`;
  return new Function('engine', 'ask', 'now', source)(engine, engine.ask, now) as () => number;
}

function median(list: number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] as number;
}

/** ns an evaluation, and how many times what the hand-written rule took around it. */
type Figures = { ns: number[]; times: number[] };

/** One round of each engine stands between two of the hand-written rule's, which it is compared with. */
function measure(engines: Engine[]): Figures[] {
  const timers = engines.map(timer);
  const [hand] = timers as [() => number];
  const each = (engines[0] as Engine).ops;
  const figures = engines.map((): Figures => ({ ns: [], times: [] }));
  for (const time of timers) time();
  for (let round = 0; round < ROUNDS; round++) {
    let before = hand();
    timers.forEach((time, at) => {
      const ns = (time() * 1e6) / (engines[at] as Engine).ops;
      const after = hand();
      figures[at]?.ns.push(ns);
      figures[at]?.times.push(ns / (((before + after) * 5e5) / each));
      before = after;
    });
  }
  return figures;
}

async function evaluations(): Promise<void> {
  const list = people();
  const zen = zenEngine(list);
  const peers = [...(zen === null ? [] : [zen]), await feelinEngine(list)];
  const engines = [...ours(list), ...peers];
  agree(engines, list);
  const figures = measure(engines);
  for (const [at, { name, goal }] of engines.entries()) {
    const { ns, times } = figures[at] as Figures;
    const much = median(times);
    const hand = `${much.toFixed(much < 100 ? 2 : 0)} × hand`;
    console.log(
      `  ${name.padEnd(31)} ${median(ns).toFixed(1).padStart(10)} ns  ${hand.padStart(14)}  ${goal ?? ''}`,
    );
  }
  peers.forEach(({ name }, at) => {
    const { times } = figures[engines.length - peers.length + at] as Figures;
    const goal = name.startsWith('zen') ? '≥ 300' : '≥ 5,000';
    const than = (index: number): string =>
      Math.round(median(times) / median(figures[index]?.times ?? [1])).toLocaleString('en-US');
    console.log(
      `  faster than ${name}: function ${than(1)} × (goal ${goal}), closure over JSON ${than(3)} ×`,
    );
  });
}

/** The thirty policies ten times over, no two of the same text: their numbers are moved. */
function manyPolicies(list: { text: string }[]): string[] {
  return Array.from({ length: POLICIES }, (_, at) => {
    const { text } = list[at % list.length] as { text: string };
    const moved = text.replace(/"[^"]*"|\d+(?!\.\.)/g, (part) =>
      part.startsWith('"') ? part : String(Number(part) + Math.floor(at / list.length)),
    );
    return moved === text && at >= list.length ? `${text} and 子女数 < ${5 + at}` : moved;
  });
}

/** The median, and the best beside it. */
function shown(list: number[], places: number): string {
  return `${median(list).toFixed(places)} (best ${Math.min(...list).toFixed(places)})`;
}

function compilation(texts: string[], names: Scope): void {
  const one: number[] = [];
  const all: number[] = [];
  const generated: number[] = [];
  const begun = now();
  for (const text of texts) compiled(text, names);
  const first = (now() - begun).toFixed(1);
  for (let round = 0; round < ROUNDS; round++) {
    const fresh = texts.map((text) => text + ' '.repeat(round + 1));
    let from = now();
    let rules: Rule[] = [];
    for (let time = 0; time < 3; time++) rules = fresh.map((text) => compiled(text, names));
    all.push((now() - from) / 3);
    const layout = layoutOf(rules.map((rule) => rule.tree));
    from = now();
    makeAll(rules, layout);
    generated.push(now() - from);
    from = now();
    for (let at = 0; at < 500; at++) compiled(TEXT + ' '.repeat(round + at), scope);
    one.push((now() - from) / 500);
  }
  console.log(`  the rule above, parse to closure  ${shown(one, 3)} ms (goal ≤ 0.4)`);
  console.log(
    `  ${POLICIES} different policies            ${shown(all, 1)} ms, first time ${first} (goal ≤ 120)`,
  );
  console.log(`  their functions, generated        ${shown(generated, 1)} ms more`);
}

function resident(texts: string[], made: ReturnType<typeof residents>): void {
  const rules = texts.map((text) => compiled(text, made.scope));
  const { layout } = made;
  const { run } = makeAll(rules, layout);
  const facts = Array.from({ length: 1000 }, (_, row) =>
    Object.fromEntries(layout.map(({ address }, at) => [address, toJson(made.cell(row, at))])),
  );
  const rows = facts.map((one) => rowOf(layout, (address) => one[address]));
  const warm: number[] = [];
  const read: number[] = [];
  const closures: number[] = [];
  let sum = 0;
  for (let round = 0; round < ROUNDS + 3; round++) {
    let from = now();
    for (const row of rows) sum += run(row, env)[7] as number;
    warm.push(now() - from);
    from = now();
    for (const one of facts)
      sum += run(
        rowOf(layout, (address) => one[address]),
        env,
      )[7] as number;
    read.push(now() - from);
    from = now();
    for (const one of facts.slice(0, 50)) {
      for (const rule of rules) sum += evaluate(rule, (address) => one[address], env).waits.length;
    }
    closures.push((now() - from) * 20);
  }
  let unknown = 0;
  facts.slice(0, 20).forEach((one, row) => {
    const codes = run(rows[row] as (typeof rows)[0], env);
    rules.forEach((rule, at) => {
      const { value } = evaluate(rule, (address) => one[address], env);
      const code = value === undefined ? UNKNOWN : value === null ? 2 : Number(value);
      if (code !== codes[at]) throw new Error(`another verdict: ${rule.text}`);
      if (code === UNKNOWN) unknown++;
    });
  });
  console.log(
    `  one resident × ${rules.length} policies       ${shown(warm, 1)} µs over a row (goal ≤ 50)`,
  );
  console.log(`    with the row read from JSON     ${shown(read, 1)} µs`);
  console.log(`    by closures over JSON           ${shown(closures, 1)} µs`);
  console.log(
    `    ${20 * rules.length} verdicts equal to the closures', ${unknown} of them unknown (${sum > 0})`,
  );
}

console.log(
  `rule · ${cpus()[0]?.model.trim()} · processor time, medians of ${ROUNDS} rounds, interleaved`,
);
await evaluations();
const made = residents(1000, 7);
const texts = manyPolicies(made.policies);
if (new Set(texts).size !== POLICIES) throw new Error('two policies are the same');
compilation(texts, made.scope);
resident(texts, made);
