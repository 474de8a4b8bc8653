/**
 * Verdicts against trying every state of small domains: yes and no are never wrong, and every
 * example shows what it is said to show.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, Name, Rule, Scope } from '../index.ts';
import type { Answer } from './reason.ts';
import { compile, evaluate } from '../index.ts';
import { always, canFail, complete, equivalent, implies, overlap, possible } from './reason.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.log(`reasoning tests with SEED=${seed}`);

const whole: Name = {
  kind: 'value',
  address: '',
  type: 'number',
  range: { min: '0', max: '4', decimals: 0 },
};
const half: Name = { kind: 'value', address: '', type: 'number', range: { min: '0', max: '2', decimals: 1 } };
const scope: Scope = {
  names: {
    n: { ...whole, address: 'n' },
    m: { ...whole, address: 'm' },
    h: { ...half, address: 'h' },
    p: { kind: 'value', address: 'p', type: 'boolean' },
    q: { kind: 'value', address: 'q', type: 'boolean' },
    c: { kind: 'value', address: 'c', type: 'choice', options: { a: '甲', b: '乙', c: '丙' } },
  },
};
const domains: Record<string, Json[]> = {
  n: ['0', '1', '2', '3', '4', null],
  m: ['0', '1', '2', '3', '4', null],
  h: [...Array.from({ length: 21 }, (_, i) => String(i / 10)), null],
  p: [true, false, null],
  q: [true, false, null],
  c: ['a', 'b', 'c', null],
};

function rule(text: string): Rule {
  const made = compile(text, scope);
  if (made.rule === undefined) throw new Error(`${text}: ${made.problems[0]?.message ?? ''}`);
  return made.rule;
}

const env = { today: '2026-11-22', calendar: { workdays: () => 0, addWorkdays: (d: string) => d } };

/** Every state of the facts the rules read. */
function states(rules: Rule[]): Record<string, Json>[] {
  const reads = [...new Set(rules.flatMap((one) => one.reads))];
  return reads.reduce<Record<string, Json>[]>(
    (all, address) =>
      all.flatMap((one) => (domains[address] ?? []).map((v) => ({ ...one, [address]: v }))),
    [{}],
  );
}

const valueAt = (one: Rule, facts: Record<string, Json>): Json | undefined =>
  evaluate(one, (address) => facts[address], env).value;

const op = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
const whole4 = fc.constantFrom('n', 'm');
const constant = fc.constantFrom('-1', '0', '1', '2', '2.5', '3', '4', '5', 'null');
const number = fc.oneof(
  { weight: 4, arbitrary: whole4 },
  { weight: 1, arbitrary: fc.tuple(whole4, fc.constantFrom('+ 1', '* 2', '- 3', '/ 2')).map(([a, b]) => `${a} ${b}`) },
  { weight: 1, arbitrary: fc.constantFrom('n + m', 'n - m', 'n * m', '(if p then n else 2)', 'min(n, m)') },
);
const leaf = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(number, op, constant).map((t) => t.join(' ')) },
  { weight: 1, arbitrary: fc.tuple(constant, op, number).map((t) => t.join(' ')) },
  { weight: 2, arbitrary: fc.tuple(whole4, op, whole4).map((t) => t.join(' ')) },
  { weight: 1, arbitrary: fc.tuple(op, fc.constantFrom('0.05', '1', '1.5', '1.95', '2')).map(([o, k]) => `h ${o} ${k}`) },
  { weight: 1, arbitrary: fc.tuple(whole4, fc.nat(3), fc.nat(5)).map(([a, i, j]) => `${a} in [${i}..${j})`) },
  { weight: 1, arbitrary: fc.tuple(whole4, fc.nat(3), fc.nat(5)).map(([a, i, j]) => `${a} in (${i}, ${j}, > 3)`) },
  { weight: 1, arbitrary: fc.tuple(whole4, fc.nat(3), fc.nat(5)).map(([a, i, j]) => `${a} between ${i} and ${j}`) },
  { weight: 2, arbitrary: fc.constantFrom('p', 'q', 'p = null', 'p = q', 'is known(n)') },
  { weight: 2, arbitrary: fc.constantFrom('c = "甲"', 'c != "b"', 'c in ("甲", "c")', 'c = null') },
  { weight: 1, arbitrary: fc.constantFrom('count([n, m][item > 2]) > 0', 'some x in [n, 2] satisfies x > m') },
);
const { truth } = fc.letrec<{ truth: string }>((tie) => ({
  truth: fc.oneof(
    { depthSize: 'small' },
    leaf,
    leaf,
    tie('truth').map((a) => `not(${a})`),
    fc.tuple(tie('truth'), tie('truth')).map(([a, b]) => `(${a} and ${b})`),
    fc.tuple(tie('truth'), tie('truth')).map(([a, b]) => `(${a} or ${b})`),
    fc.tuple(tie('truth'), tie('truth'), tie('truth')).map(([a, b, c]) => `(if ${a} then ${b} else ${c})`),
  ),
}));

type Asked = {
  rules: Rule[];
  ask: () => Answer;
  /** The state is an example of what is looked for. */
  looked: (values: (Json | undefined)[]) => boolean;
  whenFound: 'yes' | 'no';
};

const questions: Record<string, (rules: [Rule, Rule]) => Asked> = {
  possible: ([a]) => ({ rules: [a], ask: () => possible(a), looked: ([x]) => x === true, whenFound: 'yes' }),
  always: ([a]) => ({ rules: [a], ask: () => always(a), looked: ([x]) => x !== true, whenFound: 'no' }),
  canFail: ([a]) => ({ rules: [a], ask: () => canFail(a), looked: ([x]) => x === false, whenFound: 'yes' }),
  overlap: ([a, b]) => ({
    rules: [a, b],
    ask: () => overlap(a, b),
    looked: ([x, y]) => x === true && y === true,
    whenFound: 'yes',
  }),
  complete: ([a, b]) => ({
    rules: [a, b],
    ask: () => complete([a, b]),
    looked: ([x, y]) => x !== true && y !== true,
    whenFound: 'no',
  }),
  implies: ([a, b]) => ({
    rules: [a, b],
    ask: () => implies(a, b),
    looked: ([x, y]) => x === true && y !== true,
    whenFound: 'no',
  }),
  equivalent: ([a, b]) => ({
    rules: [a, b],
    ask: () => equivalent(a, b),
    looked: ([x, y]) => x !== y,
    whenFound: 'no',
  }),
};

describe('against every state of small domains', () => {
  test.each(Object.entries(questions))(
    '%s',
    (name, make) => {
      const counts = { yes: 0, no: 0, undecided: 0 };
      const property = fc.property(truth, truth, (one, other) => {
        const asked = make([rule(one), rule(other)]);
        const answer = asked.ask();
        counts[answer.verdict]++;
        const exists = states(asked.rules).some((facts) =>
          asked.looked(asked.rules.map((r) => valueAt(r, facts))),
        );
        if (answer.verdict !== 'undecided') {
          expect(answer.verdict === asked.whenFound, `${one} | ${other} ${JSON.stringify(answer)}`).toBe(exists);
        }
        const { example } = answer;
        if (example === undefined) return;
        const values = asked.rules.map((r) => valueAt(r, example));
        expect(asked.looked(values), `${one} | ${other} ${JSON.stringify(example)}`).toBe(true);
      });
      fc.assert(property, { seed, numRuns: Number(process.env['RUNS'] ?? 400) });
      console.log(`${name}: ${counts.yes} yes, ${counts.no} no, ${counts.undecided} undecided`);
      expect(counts.undecided).toBeLessThan((counts.yes + counts.no) / 2);
    },
    120_000,
  );
});
