/** Why a line of the guide is as it is, in the words of a clerk at the counter. */
import type { Json } from '#rules';
import { targetAt } from './names.ts';
import type { OpenAsk, OpenItem } from './open.ts';
import type { Text } from './schema.ts';
import { FIRST, NONE } from './space.ts';
import type { Component, Variable } from './space.ts';
import { finding, relevant, waits } from './state.ts';
import type { State } from './state.ts';

type Said = { zh: string; en: string };

/** One thing known: `chosen` where it is no more than a choice made at the page. */
type Known = Said & { chosen?: boolean };

const en = (t: Text): string => t.en ?? t.zh;

function listed(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join('、')}和${words.at(-1)}`;
}

function listedInEnglish(words: string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** The name of a fact: of its ask, its field or its parameter. */
export function nameAt(open: OpenItem, address: string): Text {
  const ask = open.asks.find((a) => a.address === address);
  if (ask) return ask.def.ask;
  const target = targetAt(open.names, address);
  if (!target) return { zh: address };
  if (target.kind === 'group')
    return { zh: `${target.written}人数`, en: `number of ${target.group}` };
  return target.name;
}

function labelOf(ask: OpenAsk, value: Json): Text {
  return ask.options.find((o) => o.value === value)?.label ?? { zh: String(value) };
}

function answered(ask: OpenAsk, value: Json): Known {
  const label = labelOf(ask, value);
  const { zh } = label;
  const own = ask.address.startsWith('ask.');
  if (own && (ask.type === 'choice' || ask.def.yes || ask.def.no)) {
    return { zh: `“${zh}”`, en: `“${en(label)}”`, chosen: true };
  }
  const { ask: question, name } = ask.def;
  if (own)
    return {
      zh: `“${question.zh}”您答了“${zh}”`,
      en: `to “${en(question)}” you said “${en(label)}”`,
    };
  return { zh: `${name}是“${zh}”`, en: `“${en(question)}” is “${en(label)}”` };
}

function known(open: OpenItem, variable: Variable, code: number): Known | undefined {
  if (code === NONE || code >= FIRST + variable.values.length) return undefined;
  const value = variable.values[code - FIRST] ?? null;
  if (variable.kind === 'ask') return answered(open.asks[variable.index] as OpenAsk, value);
  const target = targetAt(open.names, variable.address);
  const option = typeof value === 'string' ? target?.field?.options?.[value] : undefined;
  const label: Text = option ?? (value === true ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' });
  const name = nameAt(open, variable.address);
  return { zh: `${name.zh}是“${label.zh}”`, en: `${en(name)} is “${en(label)}”` };
}

/** Facts an atom reads, by name: parameters are the law's part, not the person's. */
function readBy(open: OpenItem, variable: Variable): Text[] {
  const reads = variable.rule?.reads ?? [];
  return reads.filter((a) => !a.startsWith('parameter.')).map((a) => nameAt(open, a));
}

/** What makes the rule be what it is: 因为您选了“要搭建”. Empty where nothing does. */
export function because(state: State, component: Component): Said | undefined {
  const { open, codes } = state;
  const answers: Known[] = [];
  const facts = new Map<string, Text>();
  for (const v of relevant(state, component)) {
    const variable = open.space.variables[v] as Variable;
    if (variable.kind === 'atom') for (const t of readBy(open, variable)) facts.set(t.zh, t);
    else {
      const said = known(open, variable, codes[v] as number);
      if (said) answers.push(said);
    }
  }
  if (!component.skeleton) {
    for (const a of component.rule.reads) {
      if (!a.startsWith('parameter.')) facts.set(a, nameAt(open, a));
    }
  }
  const zh: string[] = [];
  const english: string[] = [];
  const chosen = answers.filter((k) => k.chosen);
  const said = answers.filter((k) => !k.chosen);
  if (chosen.length > 0) {
    said.unshift({
      zh: `您选了${listed(chosen.map((k) => k.zh))}`,
      en: `you chose ${listedInEnglish(chosen.map((k) => k.en))}`,
    });
  }
  if (said.length > 0) {
    zh.push(`因为${said.map((k) => k.zh).join('，')}`);
    english.push(`because ${listedInEnglish(said.map((k) => k.en))}`);
  }
  if (facts.size > 0) {
    const names = [...facts.values()];
    zh.push(`根据${listed(names.map((t) => `“${t.zh}”`))}`);
    english.push(`going by ${listedInEnglish(names.map((t) => `“${en(t)}”`))}`);
  }
  if (zh.length === 0) return undefined;
  return { zh: zh.join('，'), en: capital(english.join(', ')) };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What has to be known before the rule can be decided. */
export function waiting(open: OpenItem, addresses: string[]): Text {
  const asked: Text[] = [];
  const filled = new Map<string, Text>();
  for (const address of addresses) {
    const ask = open.asks.find((a) => a.address === address);
    if (ask) asked.push(ask.def.ask);
    else if (address.startsWith('parameter.')) {
      return {
        zh: '现行标准还没有公布，请以窗口答复为准',
        en: 'The current amount is not published; ask at the counter',
      };
    } else {
      const name = nameAt(open, address);
      filled.set(name.zh, name);
    }
  }
  if (asked.length > 0) {
    return {
      zh: `要看您怎么回答${listed(asked.map((t) => `“${t.zh}”`))}`,
      en: `Depends on your answer to ${listedInEnglish(asked.map((t) => `“${en(t)}”`))}`,
    };
  }
  const names = [...filled.values()];
  return {
    zh: `知道${listed(names.map((t) => `“${t.zh}”`))}以后才能确定`,
    en: `Known once ${listedInEnglish(names.map((t) => `“${en(t)}”`))} is known`,
  };
}

/** Reason of a condition's verdict. */
export function conditionReason(state: State, component: Component): Text {
  const { value } = finding(state, component);
  if (value === undefined) return waiting(state.open, waits(state, component));
  const why = because(state, component);
  if (value === null) {
    return {
      zh: `${why ? `${why.zh}，` : ''}没有可核对的信息，以窗口核实为准`,
      en: `${why ? `${why.en}: ` : ''}nothing to check it by; the counter will look`,
    };
  }
  const [zh, english] = value === true ? ['符合', 'met'] : ['不符合', 'not met'];
  return why
    ? { zh: `${why.zh}，${zh}`, en: `${why.en}: ${english}` }
    : { zh, en: capital(english) };
}

/** Reason why a material is needed, not needed, or not yet known to be. */
export function materialReason(
  state: State,
  when: Component | undefined,
  written: Text | undefined,
): Text {
  if (!when) return written ?? { zh: '办这件事都要交', en: 'Always needed' };
  const { value } = finding(state, when);
  if (value === undefined) return waiting(state.open, waits(state, when));
  const why = because(state, when);
  if (value === true) {
    return written ?? why ?? { zh: '按您的情况要交', en: 'Needed in your situation' };
  }
  if (!why) return { zh: '按您的情况不用交', en: 'Not needed in your situation' };
  return { zh: `${why.zh}，不用交`, en: `${why.en}: not needed` };
}
