/**
 * Looks for facts on which a rule passes and facts on which it fails, among values that stand at
 * and beside the constants the rule names. What is found is proof; what is not found is undecided.
 */
import { evaluate, memberAddress } from '#rules';
import type { Env, Json, Rule } from '#rules';
import { identityCheck } from './identifiers.ts';
import { template } from './names.ts';
import type { Names } from './names.ts';
import { addDays } from './period.ts';

export type Witness = { passes: boolean; fails: boolean };

/** Trials of one rule. */
const TRIALS = 4000;

function numbersIn(text: string): number[] {
  return [...text.matchAll(/\d+(?:\.\d+)?/g)].map((m) => Number(m[0])).filter((n) => n < 1e9);
}

/** Texts a rule names; of a pattern its plain words. */
function textsIn(text: string): string[] {
  const written = [...text.matchAll(/"([^"]*)"/g)].map((m) => m[1] ?? '');
  return [...new Set([...written, ...written.flatMap((t) => t.split(/[\^$()|[\]\\.*+?]+/))])];
}

/** An identity number of nobody (GB 11643's own example), and the birth it says. */
const IDENTITY = `11010519491231002${identityCheck('11010519491231002')}`;
const BIRTH = '1949-12-31';

/** Numbers to try: at and beside each constant. */
function numbers(constants: number[]): Json[] {
  const near = constants.flatMap((n) => [n - 1, n, n + 1]);
  return [...new Set([0, 1, 2, ...near, 1_000_000])].filter((n) => n >= 0).map(String);
}

/** Days to try: beside today, and as many days, months or years away as the rule's numbers say. */
function days(constants: number[], today: string): Json[] {
  const off = constants
    .filter((n) => n < 5000)
    .flatMap((n) => [n - 1, n, n + 1, n * 366, n * 366 + 1]);
  const steps = [...new Set([0, 1, 2, 30, 366, 7300, 30_000, ...off])];
  return [BIRTH, ...steps.flatMap((n) => [addDays(today, -n), addDays(today, n)])];
}

function texts(constants: string[]): Json[] {
  const around = constants.filter((t) => t !== '').flatMap((t) => [t, `${t}甲`, `甲${t}乙`]);
  return [...around, '甲', '甲'.repeat(100), IDENTITY, `${IDENTITY}11`, '13900000000'];
}

export type Search = {
  rule: Rule;
  names: Names;
  env: Env;
  /** The value of an amount on the day. */
  parameter: (address: string) => Json | undefined;
  /** Values of a fact that has few. */
  values: (address: string) => Json[] | undefined;
};

function candidates(search: Search, address: string): Json[] {
  const { rule, names, env, parameter } = search;
  const constants = [
    ...numbersIn(rule.text),
    ...rule.reads.flatMap((a) => numbersIn(String(parameter(a) ?? ''))),
  ];
  const few = search.values(address);
  if (few) return few;
  const target = names.byAddress.get(template(address));
  if (target?.kind === 'group') return ['1', '2', '0'];
  const field = target?.field;
  const type = field?.type ?? 'boolean';
  if (type === 'boolean') return [true, false];
  if (type === 'choice') return Object.keys(field?.options ?? {});
  if (type === 'choices') {
    const all = Object.keys(field?.options ?? {});
    return [...all.map((o): Json => [o]), all];
  }
  if (type === 'number' || type === 'money') return numbers(constants);
  if (type === 'date') return days(constants, env.today);
  return texts(textsIn(rule.text));
}

/** Searches for facts that pass and facts that fail. */
export function witness(search: Search): Witness {
  const { rule, env, parameter } = search;
  const free = rule.reads.filter((a) => !a.startsWith('parameter.'));
  const lists = free.map((a) => [...candidates(search, a), null]);
  const found: Witness = { passes: false, fails: false };
  // A fixed linear congruential sequence: the same catalogue is always proved the same way.
  let random = 1;
  const pick = (n: number): number => {
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((random / 0x80000000) * n);
  };
  for (let i = 0; i < TRIALS && !(found.passes && found.fails); i++) {
    const values = new Map<string, Json>();
    free.forEach((a, j) => {
      const list = i === 0 ? [null] : (lists[j] as Json[]);
      if (!a.includes('[]')) values.set(a, list[pick(list.length)] as Json);
      else
        for (let m = 0; m < 2; m++) {
          const at = memberAddress(a.slice(0, a.indexOf('[]')), m) + a.slice(a.indexOf('[]') + 2);
          values.set(at, list[pick(list.length)] as Json);
        }
    });
    const { value } = evaluate(rule, (a) => (values.has(a) ? values.get(a) : parameter(a)), env);
    if (value === true) found.passes = true;
    if (value === false) found.fails = true;
  }
  return found;
}
