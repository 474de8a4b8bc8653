/**
 * The guide: from an item version and what is known, everything a person has to know about her own
 * way through it. Pure; the same facts on the same day always give the same guide. Objects in a
 * guide are shared between guides: read them, never write to them.
 */
import type { Env, Json } from '#rules';
import { shownBasis } from './basis.ts';
import { isUnknown } from './codes.ts';
import type { Fact, Facts } from './facts.ts';
import type {
  Guide,
  GuideAsk,
  GuideCondition,
  GuideField,
  GuideMaterial,
  Verdict,
} from './guide-shape.ts';
import { mayHold } from './explore.ts';
import type { OpenAsk, OpenItem } from './open.ts';
import { unitOf } from './outcome.ts';
import { conditionReason, materialReason } from './reasons.ts';
import type { Text, Unit } from './schema.ts';
import { FIRST } from './space.ts';
import type { Component, Finding } from './space.ts';
import { aliveAsks, finding, stateOf, waits } from './state.ts';
import type { State } from './state.ts';

/** Parts of guides that were made before, by what they depend on. */
type Prepared = {
  fixed: Pick<Guide, 'item' | 'version' | 'name' | 'time' | 'fee' | 'visits' | 'result'>;
  asks: Map<string | number, GuideAsk>[];
  conditions: WeakMap<Finding, GuideCondition>[];
  materials: WeakMap<Finding, Map<string, GuideMaterial>>[];
  always: Map<string, GuideMaterial>[];
  situations: Map<Verdict, Guide['situations'][number]>[];
  form: Map<string, Guide['form']>;
  units: Map<string, Guide['unit']>;
  /** Whether a part's `when` or `holds` makes an ask alive: every rule of the outcome, once. */
  outcome: Component[];
  /** Rules that say which parts of the form are shown. */
  gates: Component[];
};

/** A rule's value as a verdict. */
export function verdictOf(value: Json | undefined): Verdict {
  if (value === undefined) return 'unknown';
  if (value === null) return 'none';
  return value === true ? 'true' : 'false';
}

function gatesOf(open: OpenItem): Component[] {
  return open.form.flatMap((s) =>
    [s.when, ...s.fields.map((f) => f.when)].filter((c) => c !== undefined),
  );
}

function outcomeOf(open: OpenItem): Component[] {
  const parts: (Component | undefined)[] = [
    ...open.situations.map((s) => s.when),
    ...open.conditions.flatMap((c) => [c.when, c.holds]),
    ...open.materials.map((m) => m.when),
    ...gatesOf(open),
    open.payment?.amount,
    open.promiseWhen,
  ];
  return [...new Set(parts.filter((c) => c !== undefined))];
}

function fixedOf(open: OpenItem): Prepared['fixed'] {
  const { item, version } = open;
  const { time, fee, visits } = item;
  const licence = item.result && version.licences[item.result.licence];
  return {
    item: item.id,
    version: open.hash,
    name: item.name,
    time: {
      ...(time.statutory ? { statutory: time.statutory } : {}),
      promised: time.promised,
      ...(time.note ? { note: time.note } : {}),
      basis: shownBasis(version, time),
    },
    fee: {
      amount: fee.amount,
      ...(fee.note ? { note: fee.note } : {}),
      basis: shownBasis(version, fee),
    },
    visits: visits.reason ? { n: visits.n, reason: visits.reason } : { n: visits.n },
    result: licence ? { licence: licence.id, name: licence.name } : null,
  };
}

function preparedOf(open: OpenItem): Prepared {
  const before = open.prepared.get('guide') as Prepared | undefined;
  if (before) return before;
  const made: Prepared = {
    fixed: fixedOf(open),
    asks: open.asks.map(() => new Map()),
    conditions: open.conditions.map(() => new WeakMap()),
    materials: open.materials.map(() => new WeakMap()),
    always: open.materials.map(() => new Map()),
    situations: open.situations.map(() => new Map()),
    form: new Map(),
    units: new Map(),
    outcome: outcomeOf(open),
    gates: gatesOf(open),
  };
  open.prepared.set('guide', made);
  return made;
}

/** Asks that can still change the outcome, as flags by index. */
function aliveIn(state: State, prepared: Prepared): Uint8Array {
  const alive = new Uint8Array(state.open.asks.length);
  for (const c of prepared.outcome) {
    const found = finding(state, c);
    if (found.alive.length > 0) aliveAsks(state, found, alive);
  }
  const { areaAt, space } = state.open;
  const area = areaAt === undefined ? undefined : space.byAddress.get(areaAt);
  if (area !== undefined && area < alive.length && state.codes[area] === 0) alive[area] = 1;
  return alive;
}

type Asked = { state: GuideAsk['state']; sure: boolean };

function askState(state: State, ask: OpenAsk, alive: boolean): Asked {
  const variable = state.open.space.variables[ask.variable];
  const code = state.codes[ask.variable] as number;
  const when = ask.when ? finding(state, ask.when).value : true;
  if (!mayHold(when)) return { state: 'dead', sure: true };
  if (variable && !isUnknown(variable, code)) return { state: 'answered', sure: true };
  return { state: alive ? 'open' : 'dead', sure: when === true };
}

function sourceOf(open: OpenItem, fact: Fact | undefined): string | undefined {
  if (!fact || fact.source === 'applicant') return undefined;
  return open.version.sources[fact.source]?.name.zh ?? fact.source;
}

/** Where an ask stands, and the fact that answers it. */
type AskAt = { asked: GuideAsk['state']; fact: Fact | undefined };

const STATES: GuideAsk['state'][] = ['answered', 'next', 'open', 'dead'];

function askPart(state: State, ask: OpenAsk, at: AskAt): GuideAsk {
  const { open } = state;
  const { asked } = at;
  const fact = asked === 'answered' ? at.fact : undefined;
  const code = fact ? (state.codes[ask.variable] as number) : 0;
  const kept = preparedOf(open).asks[ask.variable] as Map<string | number, GuideAsk>;
  const number = code * STATES.length + STATES.indexOf(asked);
  const key = fact && fact.source !== 'applicant' ? `${number} ${fact.source}` : number;
  const before = kept.get(key);
  if (before) return before;
  const { id, ask: words, help } = ask.def;
  const made: GuideAsk = {
    id,
    ask: words,
    ...(help ? { help } : {}),
    address: ask.address,
    type: ask.type,
    options: ask.options,
    state: asked,
  };
  if (fact) made.value = fact.state === 'none' ? null : fact.value;
  const source = sourceOf(open, fact);
  if (source !== undefined) made.source = source;
  // All values that are no option share a code: what was made for one is not true of another.
  const isOption = code < FIRST + ask.options.length;
  if (isOption && kept.size < 256) kept.set(key, made);
  return made;
}

function asksOf(state: State, facts: Facts): Pick<Guide, 'asks' | 'next' | 'remaining'> {
  const { open } = state;
  const alive = aliveIn(state, preparedOf(open));
  const asked = open.asks.map((a, i) => askState(state, a, alive[i] === 1));
  let next = asked.findIndex((a) => a.state === 'open' && a.sure);
  if (next < 0) next = asked.findIndex((a) => a.state === 'open');
  let remaining = 0;
  const asks = open.asks.map((a, i) => {
    const s = (asked[i] as Asked).state;
    if (s === 'open') remaining++;
    return askPart(state, a, { asked: i === next ? 'next' : s, fact: facts[a.address] });
  });
  return { asks, next: open.asks[next]?.def.id ?? null, remaining };
}

function conditionsOf(state: State, prepared: Prepared): GuideCondition[] {
  const shown: GuideCondition[] = [];
  state.open.conditions.forEach((c, i) => {
    const applies = c.when ? finding(state, c.when).value : true;
    if (!mayHold(applies)) return;
    const component = applies === true || !c.when ? c.holds : c.when;
    const found = finding(state, component);
    const kept = prepared.conditions[i] as WeakMap<Finding, GuideCondition>;
    let part = component.skeleton ? kept.get(found) : undefined;
    if (!part) {
      const { id, name, fix } = c.def;
      part = {
        id,
        name,
        verdict: applies === true ? verdictOf(found.value) : 'unknown',
        reason: conditionReason(state, component),
        fix,
        waits: waits(state, component),
        basis: shownBasis(state.open.version, c.def),
      };
      kept.set(found, part);
    }
    shown.push(part);
  });
  return shown;
}

type Count = { value: Json | undefined; key: string };

function countOf(state: State, each: string | undefined): Count {
  if (each === undefined) return { value: '1', key: '' };
  const value = state.read(each);
  return { value, key: typeof value === 'string' ? value : '-' };
}

function materialPart(state: State, i: number, count: Count): GuideMaterial {
  const { open } = state;
  const { def, when, each } = open.materials[i] as OpenItem['materials'][number];
  const material = open.version.materials[def.material];
  const needed = when ? finding(state, when).value : true;
  const n =
    typeof count.value === 'string' && /^\d+$/.test(count.value) ? Number(count.value) : null;
  const own = def.law || def.source || def.unsure;
  const basis = own ? def : { law: material?.law, unsure: material?.unsure };
  const made: GuideMaterial = {
    id: def.material,
    name: material?.name ?? { zh: def.material },
    needed: needed === true ? 'yes' : needed === undefined ? 'unknown' : 'no',
    necessity: def.necessity,
    count: needed === true ? n : needed === undefined ? null : 0,
    ...(each !== undefined ? { each } : {}),
    how: material?.how ?? 'upload',
    reason: materialReason(state, when, def.reason),
    ...(material?.help ? { help: material.help } : {}),
    basis: shownBasis(open.version, basis),
  };
  const licence = def.instead && open.version.licences[def.instead.licence];
  if (def.instead && licence) {
    const of =
      def.instead.of === undefined ? each : open.names.byWritten.get(def.instead.of)?.address;
    const holder = of ?? open.parties.find((p) => p.role === 'applicant')?.id ?? '';
    made.instead = { licence: licence.id, name: licence.name, of: holder };
  }
  return made;
}

function materialsOf(state: State, prepared: Prepared): GuideMaterial[] {
  return state.open.materials.map((m, i) => {
    const count = countOf(state, m.each);
    let kept: Map<string, GuideMaterial> | undefined = prepared.always[i];
    if (m.when) {
      const found = finding(state, m.when);
      const byFinding = prepared.materials[i] as WeakMap<Finding, Map<string, GuideMaterial>>;
      kept = byFinding.get(found);
      if (!kept) byFinding.set(found, (kept = new Map()));
    }
    const before = kept?.get(count.key);
    if (before) return before;
    const made = materialPart(state, i, count);
    if ((kept?.size ?? 0) < 256) kept?.set(count.key, made);
    return made;
  });
}

function situationsOf(state: State, prepared: Prepared): Guide['situations'] {
  return state.open.situations.map((s, i) => {
    const kept = prepared.situations[i] as Map<Verdict, Guide['situations'][number]>;
    const verdict = verdictOf(finding(state, s.when).value);
    let part = kept.get(verdict);
    if (!part) kept.set(verdict, (part = { id: s.def.id, name: s.def.name, verdict }));
    return part;
  });
}

/** Whether a part with this `when` is shown: no where it cannot hold. */
function shownBy(state: State, when: Component | undefined): 'yes' | 'unknown' | 'no' {
  const value = when ? finding(state, when).value : true;
  return value === true ? 'yes' : value === undefined ? 'unknown' : 'no';
}

function formOfGuide(state: State, prepared: Prepared): Guide['form'] {
  let key = '';
  for (const g of prepared.gates) key += shownBy(state, g).charAt(0);
  const before = prepared.form.get(key);
  if (before) return before;
  const made: Guide['form'] = [];
  for (const section of state.open.form) {
    const whole = shownBy(state, section.when);
    if (whole === 'no') continue;
    const fields: GuideField[] = [];
    for (const f of section.fields) {
      const own = shownBy(state, f.when);
      if (own === 'no') continue;
      const shown = whole === 'unknown' ? 'unknown' : own;
      fields.push({ address: f.address, name: f.field.name, required: f.required, shown });
    }
    if (fields.length > 0)
      made.push({ section: section.def.section, name: section.def.name, fields });
  }
  if (prepared.form.size < 4096) prepared.form.set(key, made);
  return made;
}

function unitPart(state: State, prepared: Prepared): Guide['unit'] {
  const id = unitOf(state.open, state.read);
  if (id === undefined) return null;
  let part = prepared.units.get(id);
  if (part === undefined) {
    const unit = state.open.version.units[id] as Unit;
    prepared.units.set(id, (part = { id, name: unit.name satisfies Text }));
  }
  return part;
}

function paymentPart(state: State): Guide['payment'] {
  const { payment, item } = state.open;
  if (!payment || !item.payment) return null;
  const { value } = finding(state, payment.amount);
  return { amount: typeof value === 'string' ? value : null, every: item.payment.every };
}

/**
 * The guide of an item for what is known. `facts` may hold more than the item reads. `env.today`
 * is a date of Asia/Shanghai, `env.calendar` counts its working days. An ask is dead when no
 * completion of the unknown facts within their domains changes verdicts, materials, situations,
 * form, unit or payment.
 */
export function guide(open: OpenItem, facts: Facts, env: Env): Guide {
  const prepared = preparedOf(open);
  const state = stateOf(open, facts, env);
  const { fixed } = prepared;
  const { asks, next, remaining } = asksOf(state, facts);
  return {
    item: fixed.item,
    version: fixed.version,
    asOf: env.today,
    name: fixed.name,
    unit: unitPart(state, prepared),
    time: fixed.time,
    fee: fixed.fee,
    visits: fixed.visits,
    asks,
    next,
    remaining,
    situations: situationsOf(state, prepared),
    conditions: conditionsOf(state, prepared),
    materials: materialsOf(state, prepared),
    form: formOfGuide(state, prepared),
    result: fixed.result,
    payment: paymentPart(state),
  };
}
