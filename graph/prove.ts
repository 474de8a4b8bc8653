/**
 * Proofs over one item: situations cover every answer and do not overlap, no ask, condition or
 * material is dead, every review point can pass and can fail. Exact over the finite space; what
 * the space cannot decide is searched for, and what is not found is told as undecided, never as
 * proved.
 */
import type { Env, Json } from '#rules';
import { assemble } from './assemble.ts';
import type { Catalogue, CatalogueProblem } from './catalogue.ts';
import { walk } from './explore.ts';
import { guide } from './guide.ts';
import { tellerOf } from './lint.ts';
import { open } from './open.ts';
import type { OpenItem } from './open.ts';
import type { Path } from './origin.ts';
import { currentValue } from './parameters.ts';
import { nameAt } from './reasons.ts';
import { FIRST, NONE } from './space.ts';
import type { Component, Variable } from './space.ts';
import { finding, stateOf } from './state.ts';
import type { State } from './state.ts';
import { witness } from './witness.ts';

/** Joint points a proof tries; a guide, which has to be quick, tries fewer. */
const POINTS = 200_000;

type Tell = (path: Path, code: string, message: string) => void;
type Proof = { open: OpenItem; state: State; env: Env; error: Tell; note: Tell };

/** A point of the space in words: 主体是“剧团”，临时搭台是“不搭建”. */
function inWords(open: OpenItem, codes: Int32Array, variables: number[]): string {
  const words = variables.map((v) => {
    const variable = open.space.variables[v] as Variable;
    const code = codes[v] as number;
    if (variable.kind === 'atom') {
      const said = code === FIRST ? '成立' : code === NONE ? '无从判断' : '不成立';
      return `“${variable.rule?.text ?? ''}”${said}`;
    }
    if (code === NONE) return undefined;
    const value = variable.values[code - FIRST] ?? null;
    const ask = open.asks[variable.index];
    const field = open.names.byAddress.get(variable.address)?.field;
    const option =
      variable.kind === 'ask'
        ? ask?.options.find((o) => o.value === value)?.label.zh
        : field?.options?.[String(value)]?.zh;
    const name = variable.kind === 'ask' ? ask?.def.name : nameAt(open, variable.address).zh;
    return `${name ?? variable.address}是“${option ?? String(value)}”`;
  });
  return words.filter((w) => w !== undefined).join('，');
}

function proveSituations(proof: Proof): void {
  const { open, state, error, note } = proof;
  const components = open.situations.map((s) => s.when);
  if (components.length === 0) return;
  if (components.some((c) => !c.skeleton)) {
    note(['situations'], 'undecided', '情形里有不能穷举的规则，没有证明是否周全、是否重叠');
    return;
  }
  const variables = [...new Set(components.flatMap((c) => c.variables))];
  const hasAtoms = variables.some((v) => open.space.variables[v]?.kind === 'atom');
  let gap: string | undefined;
  let overlap: string | undefined;
  const from = { open, base: state.codes, components, limit: POINTS };
  const whole = walk(from, (values, codes) => {
    const held = open.situations.filter((_, i) => values[i] === true);
    if (held.length === 0) gap ??= inWords(open, codes, variables);
    if (held.length > 1) {
      const which = held.map((s) => s.def.name.zh).join('、');
      overlap ??= `${inWords(open, codes, variables)}时，${which}同时成立`;
    }
  });
  const tell = hasAtoms ? note : error;
  const maybe = hasAtoms ? '可能' : '';
  if (!whole) note(['situations'], 'undecided', '情形的组合太多，没有证明是否周全、是否重叠');
  else if (gap !== undefined) {
    tell(
      ['situations'],
      'situation-gap',
      `情形${maybe}不周全：${gap || '什么都没选'}时，没有一个情形成立`,
    );
  }
  if (overlap !== undefined)
    tell(['situations'], 'situation-overlap', `情形${maybe}重叠：${overlap}`);
}

/** The value a rule has in every case, if it has one and the space decides it. */
function constant(proof: Proof, component: Component): Json | undefined {
  const found = finding(proof.state, component);
  return found.exact ? found.value : undefined;
}

function proveLive(proof: Proof): void {
  const { open, error, note } = proof;
  guide(open, {}, proof.env).asks.forEach((a, i) => {
    if (a.state !== 'dead') return;
    error(
      ['asks', i],
      'dead-ask',
      `“${a.ask.zh}”怎么回答都不影响结果，不用问：请删去，或写清它影响什么`,
    );
  });
  open.situations.forEach((s, i) => {
    if (mayNot(constant(proof, s.when))) {
      error(['situations', i], 'dead-situation', `情形“${s.def.name.zh}”永远不会成立`);
    }
  });
  open.materials.forEach((m, i) => {
    const value = m.when && constant(proof, m.when);
    const name = open.version.materials[m.def.material]?.name.zh ?? m.def.material;
    if (m.when && mayNot(value))
      error(['materials', i, 'when'], 'dead-material', `材料“${name}”永远不会要`);
    if (value === true)
      note(['materials', i, 'when'], 'always', `材料“${name}”总是要的：when 可以删去`);
  });
  open.conditions.forEach((c, i) => {
    const { zh } = c.def.name;
    if (c.when && mayNot(constant(proof, c.when))) {
      error(['conditions', i, 'when'], 'dead-condition', `条件“${zh}”永远用不上`);
    }
    const value = constant(proof, c.holds);
    if (value === true)
      error(['conditions', i, 'holds'], 'dead-condition', `条件“${zh}”永远成立，不是条件`);
    if (mayNot(value))
      error(['conditions', i, 'holds'], 'dead-condition', `条件“${zh}”永远不会成立`);
  });
}

function mayNot(value: Json | undefined): boolean {
  return value === false || value === null;
}

function provePoints(proof: Proof): void {
  const { open, env, error, note } = proof;
  const parameter = (address: string): Json | undefined =>
    address.startsWith('parameter.')
      ? currentValue(open.version.parameters[address.slice(10)], env.today)?.value
      : undefined;
  const values = (address: string): Json[] | undefined => {
    const at = open.space.byAddress.get(address);
    return at === undefined ? undefined : open.space.variables[at]?.values;
  };
  open.review.forEach((p, i) => {
    if (p.when && mayNot(constant(proof, p.when))) {
      error(['review', i, 'when'], 'dead-point', `审查要点“${p.def.name.zh}”永远用不上`);
    }
    const found = witness({ rule: p.holds, names: open.names, env, parameter, values });
    if (found.passes && found.fails) return;
    const what = found.passes ? '不通过' : found.fails ? '通过' : '通过和不通过';
    const component = open.space.component(p.holds);
    const sure = component.variables.every((v) => open.space.variables[v]?.kind !== 'atom');
    const decided = sure && component.skeleton !== undefined;
    if (decided)
      error(['review', i, 'holds'], 'dead-point', `审查要点“${p.def.name.zh}”永远不会${what}`);
    else
      note(
        ['review', i, 'holds'],
        'undecided',
        `没有找到让审查要点“${p.def.name.zh}”${what}的例子`,
      );
  });
}

function proveExact(proof: Proof): void {
  const { open, state, note } = proof;
  const parts = [
    ...open.situations.map((s) => s.when),
    ...open.conditions.flatMap((c) => [c.when, c.holds]),
    ...open.materials.map((m) => m.when),
  ].filter((c) => c !== undefined);
  const inexact = parts.filter((c) => !finding(state, c).exact).length;
  if (inexact > 0) {
    note(['id'], 'inexact', `有 ${inexact} 条规则不能穷举，可能多问一题（不会少问）`);
  }
}

/** Facts a rule or amount needs that nobody is asked for. */
function proveFilled(proof: Proof): void {
  const { open, error, note } = proof;
  const filled = new Set([
    ...open.form.flatMap((s) => s.fields.map((f) => f.address)),
    ...open.asks.map((a) => a.address),
  ]);
  const need = (address: string | undefined, path: Path, what: string): void => {
    if (address === undefined || filled.has(address)) return;
    error(path, 'not-filled', `${what}“${nameAt(open, address).zh}”不在表单里：请加进 form`);
  };
  need(open.areaAt, ['handled by', 'area of'], '决定由谁办的');
  need(open.payment?.to, ['payment', 'to'], '收款账户');
  const read = new Set([
    ...open.conditions.flatMap((c) => [...(c.when?.rule.reads ?? []), ...c.holds.rule.reads]),
    ...open.review.flatMap((p) => p.holds.reads),
    ...Object.values(open.attributes).flatMap((r) => r.reads),
  ]);
  for (const address of read) {
    const target = open.names.byAddress.get(address);
    if (filled.has(address) || target?.kind !== 'field') continue;
    note(['form'], 'not-filled', `规则要用“${target.written}”，表单里没有，也没有问`);
  }
}

function proveUnits(proof: Proof): void {
  const { open, error } = proof;
  const by = open.item['handled by'];
  if (typeof by === 'string' || open.areaAt === undefined) return;
  const options = open.names.byAddress.get(open.areaAt)?.field?.options ?? {};
  const areas = new Set(
    Object.values(open.version.units)
      .filter((u) => u.kind === by.kind)
      .map((u) => u.area),
  );
  const without = Object.entries(options)
    .filter(([code]) => !areas.has(code))
    .map(([, o]) => o.zh);
  if (without.length > 0)
    error(['handled by'], 'no-unit', `选${without.join('、')}的，没有机构来办`);
}

/** Proves one item of a catalogue that has no faults. */
export function prove(catalogue: Catalogue, itemId: string, env: Env): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  const { error, note } = tellerOf(catalogue, { kind: 'items', id: itemId }, problems);
  const { version, hash } = assemble(catalogue, itemId, () => 'check');
  const opened = open(version, hash);
  const proof: Proof = { open: opened, state: stateOf(opened, {}, env), env, error, note };
  proveSituations(proof);
  proveLive(proof);
  proveExact(proof);
  provePoints(proof);
  proveFilled(proof);
  proveUnits(proof);
  return problems;
}
