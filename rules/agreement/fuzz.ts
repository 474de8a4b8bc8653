/**
 * Hostile texts through everything that reads a rule: nothing may throw, hang, reach a prototype,
 * or put a rule's text into generated code or SQL.
 */
import type { Rule } from '../index.ts';
import { compile, evaluate } from '../index.ts';
import { row, scope } from './facts.ts';
import { chance } from './random.ts';
import { randomText } from './soup.ts';

/** What went wrong with one text. */
export type Fault = { text: string; what: string };

/** Something else to try with every rule that compiles; throws when it finds a fault. */
export type Also = (rule: Rule) => void;

/** Milliseconds one text may take: a thousand times what a long rule needs. */
const LONGEST = 2000;

const env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date: string): string => date },
};

const own = (): string =>
  [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype]
    .map((one) => Reflect.ownKeys(one).length)
    .join(' ');

/** Tries `count` random texts from a seed; `compiled` is how many were rules after all. */
export function fuzz(
  count: number,
  seed: number,
  also: Also = () => undefined,
): { compiled: number; faults: Fault[] } {
  const from = chance(seed);
  const faults: Fault[] = [];
  const before = own();
  let compiled = 0;
  for (let done = 0; done < count && faults.length < 20; done++) {
    const text = randomText(from);
    const start = performance.now();
    try {
      for (const lenient of [false, true]) {
        const { rule, problems } = compile(text, scope, { lenient });
        if (rule === undefined) {
          if (problems.length === 0) faults.push({ text, what: 'neither a rule nor a problem' });
          for (const { from: low, to, message } of problems) {
            if (low < 0 || to < low || to > text.length || message === '')
              faults.push({ text, what: `a problem without a place: ${low}–${to} ${message}` });
          }
          continue;
        }
        compiled++;
        const facts = row(from);
        evaluate(
          rule,
          (address) => (Object.hasOwn(facts, address) ? facts[address] : undefined),
          env,
        );
        also(rule);
      }
    } catch (error) {
      faults.push({
        text,
        what: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      });
    }
    const took = performance.now() - start;
    if (took > LONGEST) faults.push({ text, what: `${Math.round(took)} ms` });
    if (own() !== before) {
      faults.push({ text, what: 'a prototype was changed' });
      break;
    }
  }
  return { compiled, faults };
}
