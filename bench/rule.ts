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
import { byHand, contextOf, factsOf, FEEL, people, scope, TEXT, TODAY, ZEN } from './subjects.ts';

const ROUNDS = 9;
const POLICIES = 300;
const env: Env = {
  today: TODAY,
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

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
    return { name: 'zen-engine 0.54.0', ops: 640, ask };
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
    return typeof made === 'object' && made !== null && 'value' in made ? made.value === true : made === true;
  };
  return { name: 'feelin 8.2.0', ops: 64, ask };
}

function compiled(text: string, names: Scope): Rule {
  const { rule, problems } = compile(text, names);
  if (rule === undefined) throw new Error(`${text}: ${problems[0]?.message}`);
  return rule;
}

const by = (facts: Record<string, Json>) => (address: string): Json | undefined => facts[address];

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
  return [
    { name: 'hand-written JavaScript', ops: 640_000, ask: (at) => byHand(list[at] as Person, today) },
    {
      name: 'generated function over a row',
      ops: 640_000,
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
  ];
}

function agree(engines: Engine[], list: Person[]): void {
  const today = Number(TODAY.replaceAll('-', ''));
  for (const { name, ask } of engines) {
    list.forEach((person, at) => {
      if (ask(at) !== byHand(person, today)) throw new Error(`${name}: another verdict on subject ${at}`);
    });
  }
  const passed = list.filter((person) => byHand(person, today)).length;
  console.log(`  all engines agree on ${list.length} subjects, ${passed} of whom pass`);
}

/** ns an evaluation, in one round. The loop is the same text for every engine, but its own code. */
function timer(engine: Engine): () => number {
  const source = `return () => {
    let passed = 0;
    const from = performance.now();
    for (let left = engine.ops / 64; left > 0; left--) for (let at = 0; at < 64; at++) if (ask(at)) passed++;
    const spent = performance.now() - from;
    if (passed !== engine.ops / 2) throw new Error('another verdict');
    return (spent * 1e6) / engine.ops;
  };`;
  return new Function('engine', 'ask', source)(engine, engine.ask) as () => number;
}

function median(list: number[]): number {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] as number;
}

async function evaluations(): Promise<void> {
  const list = people();
  const zen = zenEngine(list);
  const peers = [...(zen === null ? [] : [zen]), await feelinEngine(list)];
  const engines = [...ours(list), ...peers];
  agree(engines, list);
  const timers = engines.map(timer);
  const figures = engines.map((): number[] => []);
  for (const time of timers) time();
  for (let round = 0; round < ROUNDS; round++) {
    timers.forEach((time, at) => figures[at]?.push(time()));
  }
  const medians = figures.map(median);
  const [hand = 1] = medians;
  for (const [at, { name, goal }] of engines.entries()) {
    const ns = medians[at] as number;
    const times = `${(ns / hand).toFixed(ns / hand < 100 ? 2 : 0)} × hand`;
    console.log(`  ${name.padEnd(30)} ${ns.toFixed(1).padStart(10)} ns  ${times.padStart(14)}  ${goal ?? ''}`);
  }
  peers.forEach(({ name }, at) => {
    const ns = medians[engines.length - peers.length + at] as number;
    const goal = name.startsWith('zen') ? '≥ 300' : '≥ 5,000';
    const than = (index: number): string => Math.round(ns / (medians[index] as number)).toLocaleString('en-US');
    console.log(`  faster than ${name}: function ${than(1)} × (goal ${goal}), closure over JSON ${than(3)} ×`);
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

function compilation(texts: string[], names: Scope): void {
  const one: number[] = [];
  const all: number[] = [];
  const generated: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const fresh = texts.map((text) => text + ' '.repeat(round + 1));
    let from = performance.now();
    const rules = fresh.map((text) => compiled(text, names));
    all.push(performance.now() - from);
    const layout = layoutOf(rules.map((rule) => rule.tree));
    from = performance.now();
    makeAll(rules, layout);
    generated.push(performance.now() - from);
    from = performance.now();
    for (let at = 0; at < 100; at++) compiled(TEXT + ' '.repeat(round * 100 + at), scope);
    one.push((performance.now() - from) / 100);
  }
  const first = (all[0] as number).toFixed(1);
  console.log(`  the rule above, parse to closure  ${median(one).toFixed(3)} ms (goal ≤ 0.4)`);
  console.log(`  ${POLICIES} different policies   ${median(all).toFixed(1)} ms, first time ${first} (goal ≤ 120)`);
  console.log(`  their functions, generated        ${median(generated).toFixed(1)} ms more`);
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
    let from = performance.now();
    for (const row of rows) sum += run(row, env)[7] as number;
    warm.push(performance.now() - from);
    from = performance.now();
    for (const one of facts) sum += run(rowOf(layout, (address) => one[address]), env)[7] as number;
    read.push(performance.now() - from);
    from = performance.now();
    for (const one of facts.slice(0, 50)) {
      for (const rule of rules) sum += evaluate(rule, (address) => one[address], env).waits.length;
    }
    closures.push((performance.now() - from) * 20);
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
  console.log(`  one resident × ${rules.length} policies  ${median(warm).toFixed(1)} µs over a row (goal ≤ 50)`);
  console.log(`    with the row read from JSON     ${median(read).toFixed(1)} µs`);
  console.log(`    by closures over JSON           ${median(closures).toFixed(1)} µs`);
  console.log(`    ${20 * rules.length} verdicts equal to the closures', ${unknown} of them unknown (${sum > 0})`);
}

console.log(`rule · ${cpus()[0]?.model.trim()} · medians of ${ROUNDS} rounds, interleaved`);
await evaluations();
const made = residents(1000, 7);
const texts = manyPolicies(made.policies);
if (new Set(texts).size !== POLICIES) throw new Error('two policies are the same');
compilation(texts, made.scope);
resident(texts, made);
