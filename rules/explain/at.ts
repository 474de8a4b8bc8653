/** What is carried along while a rule is explained: where it stands, and what its parts are worth. */
import type { Env, Frame, Read, Run } from '../closure/frame.ts';
import type { Shape } from '../check/shape.ts';
import type { Node } from '../check/tree.ts';
import type { Rule } from '../evaluate.ts';
import type { Json, Value } from '../values/values.ts';
import type { Bound, Telling } from './say.ts';
import type { Verdict, Words } from './words.ts';
import { makeRun } from '../closure/closure.ts';
import { FUEL } from '../closure/loops.ts';
import { fromJson } from '../values/values.ts';
import { nameOf, said, shown } from './say.ts';

/** A fact a part read: where it stands, what it is called, and its value (undefined: unknown). */
export type FactSeen = { address: string; name: string; value: Json | undefined; said: string };

/** What is carried along while a rule is explained. */
export type At = {
  rule: Rule;
  read: Read;
  env: Env;
  telling: Telling;
  words: Words;
  shapes: Map<string, Shape>;
  locals: Value[];
  bound: Bound;
  depth: number;
  left: { parts: number };
};

/** Facts named in one sentence. */
const MOST_FACTS = 5;

const runs = new WeakMap<Node, Run>();

function runOf(node: Node): Run {
  const before = runs.get(node);
  const made = before ?? makeRun(node);
  if (before === undefined) runs.set(node, made);
  return made;
}

/** The value of a part where it stands, and the facts it read for it. */
export function valueOf(node: Node, at: At): { value: Value; facts: FactSeen[] } {
  const seen = new Map<string, Json | undefined>();
  const read = (address: string): Json | undefined => {
    const json = at.read(address);
    seen.set(address, json);
    return json;
  };
  const frame: Frame = { read, env: at.env, waits: [], locals: [...at.locals], fuel: FUEL };
  const value = runOf(node)(frame);
  const facts = [...seen].slice(0, MOST_FACTS + 1).map(([address, json]): FactSeen => {
    const shape = at.shapes.get(address.replace(/\[\d+\]/g, '[]')) ?? { type: 'number' };
    const as = json === undefined || json === null ? json : fromJson(json, shape);
    return {
      address,
      name: nameOf(address, at.telling),
      value: json,
      said: shown(as, shape, { words: at.words }),
    };
  });
  return { value, facts };
}

/** The verdict a value is. */
export function verdictOf(value: Value): Verdict {
  if (value === undefined) return 'unknown';
  if (value === null) return 'none';
  return value === true ? 'true' : value === false ? 'false' : 'value';
}

/** The facts of a sentence in brackets; empty for none. */
export function factsText(facts: FactSeen[], words: Words): string {
  if (facts.length === 0) return '';
  const few = facts.slice(0, MOST_FACTS).map((fact) => `${fact.name} ${fact.said}`);
  return words.with([...few, ...(facts.length > MOST_FACTS ? ['…'] : [])].join(words.and2));
}

/** A part as it is written, in the reader's language. */
export function saidAt(node: Node, at: At): string {
  return said(node, { text: at.rule.text, bound: at.bound, telling: at.telling });
}
