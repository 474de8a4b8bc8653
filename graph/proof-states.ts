/**
 * The states an item's rules are proved over: what its asks and its form allow, each fact known or
 * none, on any day. And how such a state is told to whoever wrote the item.
 */
import type { About, Env, Json, Rule } from '#rules';
import { compiled } from './compiled.ts';
import { identityCheck } from './identifiers.ts';
import { targetAt, template } from './names.ts';
import type { OpenItem } from './open.ts';
import { currentValue } from './parameters.ts';
import { nameAt } from './reasons.ts';

/** An identity number of nobody (GB 11643's own example), and the birth it says. */
const IDENTITY = `11010519491231002${identityCheck('11010519491231002')}`;
const BIRTH = '1949-12-31';

/**
 * An ask that applies has an answer; one that does not has none, unless its fact is known
 * otherwise (`from`).
 */
function applying(open: OpenItem): { of: string; rule: Rule }[] {
  return open.asks.flatMap(({ def, address }) => {
    if (def.when === undefined) return [];
    const otherwise = def.from === undefined ? `${def.name} = null` : 'true';
    const text = `if ${def.when} then ${def.name} != null else ${otherwise}`;
    const { rule } = compiled(text, open.names.scope, 'boolean');
    return rule === undefined ? [] : [{ of: address, rule }];
  });
}

/** Facts the form always wants. */
function filled(open: OpenItem): string[] {
  return open.form
    .filter((section) => section.when === undefined)
    .flatMap((section) => section.fields)
    .filter((f) => f.required && f.when === undefined && !f.target.many)
    .map((f) => f.address);
}

/** Facts that are never none on the way through an item, and once it was handed in. */
function present(open: OpenItem): { now: Set<string>; filed: Set<string> } {
  const asked = open.asks.filter((a) => a.when === undefined).map((a) => a.address);
  const maybe = new Set(open.asks.filter((a) => a.when !== undefined).map((a) => a.address));
  const wanted = filled(open);
  return {
    now: new Set([...asked, ...wanted.filter((address) => !maybe.has(address))]),
    filed: new Set([...asked, ...wanted]),
  };
}

function samplesOf(open: OpenItem): (address: string) => Json[] {
  return (address) => {
    switch (targetAt(open.names, address)?.field?.type) {
      case 'id-number':
        return [IDENTITY];
      case 'date':
        return [BIRTH];
      case 'phone':
        return ['13900000000'];
      default:
        return [IDENTITY, `${IDENTITY}11`];
    }
  };
}

/**
 * `now`: with the amounts of the day; `ever`: whatever amounts there may be; `filed`: as `now`, with
 * all that the form wants filled in.
 */
export function statesOf(open: OpenItem, env: Env): { now: About; ever: About; filed: About } {
  const there = present(open);
  const options = new Map(open.asks.map((a) => [a.address, a.options.map((o) => o.value)]));
  const ever: About = {
    env,
    given: applying(open),
    values: (address) => options.get(address),
    none: (address) => !there.now.has(template(address)),
    samples: samplesOf(open),
  };
  const fixed = (address: string): Json | undefined =>
    address.startsWith('parameter.')
      ? currentValue(open.version.parameters[address.slice(10)], env.today)?.value
      : undefined;
  const none = (address: string): boolean => !there.filed.has(template(address));
  return { now: { ...ever, fixed }, ever, filed: { ...ever, fixed, none } };
}

function valueInWords(open: OpenItem, address: string, value: Json): string {
  const ask = open.asks.find((a) => a.address === address);
  const option = ask?.options.find((o) => o.value === value)?.label.zh;
  if (option !== undefined) return option;
  const field = targetAt(open.names, address)?.field;
  const label = typeof value === 'string' ? field?.options?.[value]?.zh : undefined;
  if (label !== undefined) return label;
  if (typeof value === 'boolean') return value ? '是' : '不是';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A state in words: 主体是“剧团”，临时搭台是“不搭建”. What does not apply, and `today`, is left out. */
export function inWords(
  open: OpenItem,
  state: { example?: Record<string, Json>; today?: string },
  today: string,
): string {
  const words = Object.entries(state.example ?? {}).flatMap(([address, value]) => {
    const ask = open.asks.find((a) => a.address === address);
    if (value === null && ask !== undefined) return [];
    const name = ask?.def.name ?? nameAt(open, address).zh;
    return value === null ? [`没有${name}`] : [`${name}是“${valueInWords(open, address, value)}”`];
  });
  const day = state.today === undefined || state.today === today ? [] : [`今天是 ${state.today}`];
  return [...words, ...day].join('，');
}
