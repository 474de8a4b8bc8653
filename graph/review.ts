/**
 * Review points run on what was filled in: each with its verdict, its rule and the values it went
 * by.
 */
import { evaluate, explain, memberAddress } from '#rules';
import type { Env, Json, Read, Reason } from '#rules';
import { shownBasis } from './basis.ts';
import { mayHold } from './explore.ts';
import type { Facts } from './facts.ts';
import type { ShownBasis } from './guide-shape.ts';
import type { OpenItem, OpenPoint } from './open.ts';
import type { Text } from './schema.ts';
import { finding, stateOf } from './state.ts';
import type { State } from './state.ts';

/** A value a rule went by: absent while unknown, null for none. */
export type ReadValue = { address: string; name: Text; value?: Json };

export type ReviewFinding = {
  point: string;
  name: Text;
  /** Address (of a many-party `performer[].name`) or material id the finding is shown at. */
  on: string;
  /** none: there is nothing to check it by · waits: facts are still unknown. */
  verdict: 'pass' | 'fail' | 'waits' | 'none';
  /** block: submit is refused until mended · ask: an officer must look. */
  level: 'block' | 'ask';
  fix: Text;
  basis: ShownBasis;
  rule: string;
  values: ReadValue[];
  waits: string[];
  /** Of a point that fails: what made it fail, with the values, a sentence for each part. */
  why?: Text[];
};

/** Members of a many-party shown as values; a longer list is cut here, never in the rule. */
const SHOWN = 50;

/** Addresses behind a template: `performer[].name` → one for each member that is counted. */
export function expand(address: string, read: Read): string[] {
  const at = address.indexOf('[]');
  if (at < 0) return [address];
  const group = address.slice(0, at);
  const count = Number(read(group) ?? 0);
  if (!Number.isInteger(count) || count < 0) return [];
  return Array.from(
    { length: Math.min(count, SHOWN) },
    (_, i) => memberAddress(group, i) + address.slice(at + 2),
  );
}

function valuesOf(open: OpenItem, point: OpenPoint, read: Read): ReadValue[] {
  return point.holds.reads.flatMap((template) => {
    const name = open.names.byAddress.get(template)?.name ?? { zh: template };
    return expand(template, read).map((address): ReadValue => {
      const value = read(address);
      return value === undefined ? { address, name } : { address, name, value };
    });
  });
}

const VERDICTS = { true: 'pass', false: 'fail', null: 'none', undefined: 'waits' } as const;

/** Sentences told of one point that fails. */
const SENTENCES = 6;

/** The sentences of the parts that decided, the whole before its parts. */
function sentences(reason: Reason): string[] {
  const decided = reason.parts.filter((part) => part.role === 'decides');
  return [reason.text, ...decided.flatMap(sentences)];
}

function whyOf(state: State, point: OpenPoint): Text[] {
  const { open, read, env } = state;
  const { scope } = open.names;
  const told = (lang: 'zh' | 'en'): string[] =>
    sentences(explain(point.holds, read, env, { lang, scope })).slice(0, SENTENCES);
  const english = told('en');
  return told('zh').map((zh, i) => ({ zh, en: english[i] ?? zh }));
}

function reviewOne(state: State, point: OpenPoint): ReviewFinding | undefined {
  const { open, read, env } = state;
  const applies = point.when ? finding(state, point.when).value : true;
  if (!mayHold(applies)) return undefined;
  const { def } = point;
  const found = evaluate(point.holds, read, env);
  const value = applies === true ? found.value : undefined;
  const whenWaits =
    applies === undefined && point.when ? evaluate(point.when.rule, read, env).waits : [];
  const verdict = VERDICTS[String(value) as keyof typeof VERDICTS] ?? 'none';
  return {
    point: def.id,
    name: def.name,
    on: point.on,
    verdict,
    level: def.level,
    fix: def.fix,
    basis: shownBasis(open.version, def),
    rule: def.holds,
    values: valuesOf(open, point, read),
    waits: [...new Set([...whenWaits, ...(value === undefined ? found.waits : [])])],
    ...(verdict === 'fail' && { why: whyOf(state, point) }),
  };
}

/** Runs the review points that apply (or may apply) to these facts, in the order of the item. */
export function review(open: OpenItem, facts: Facts, env: Env): ReviewFinding[] {
  const state = stateOf(open, facts, env);
  return open.review.map((p) => reviewOne(state, p)).filter((f) => f !== undefined);
}
