/**
 * Proofs over one item: situations cover every answer and do not overlap, no ask, condition or
 * material is dead, every review point can pass and can fail, no comparison is idle. What is told
 * as an error is proved or shown by an example that was evaluated; what could not be decided is
 * told as undecided, never as proved.
 */
import { always, canFail, complete, neverTrue, overlap, possible, proveTable } from '#rules';
import type { About, Answer, Env, Rule } from '#rules';
import { ENGINE } from './assemble.ts';
import type { Catalogue, CatalogueProblem } from './catalogue.ts';
import { originOf } from './catalogue.ts';
import { compiled } from './compiled.ts';
import { guide } from './guide.ts';
import { tellerOf } from './lint.ts';
import type { Names } from './names.ts';
import { open } from './open.ts';
import type { OpenItem } from './open.ts';
import type { Path } from './origin.ts';
import type { Item } from './schema.ts';
import { inWords, statesOf } from './proof-states.ts';
import { nameAt } from './reasons.ts';
import { ruleSites } from './sites.ts';
import type { Component } from './space.ts';
import { finding, stateOf } from './state.ts';
import type { State } from './state.ts';
import { tableSites } from './tables.ts';

type Tell = (path: Path, code: string, message: string) => void;
type Fate = 'always' | 'never' | undefined;
type Proof = {
  open: OpenItem;
  state: State;
  env: Env;
  /** With the amounts of the day, and whatever they may be. */
  now: About;
  ever: About;
  /** With the amounts of the day, everything the form wants filled in. */
  filed: About;
  /** What became of rules that were asked about. */
  fates: Map<Rule, Fate>;
  error: Tell;
  note: Tell;
};

function proveSituations(proof: Proof): void {
  const { open, now, env, error, note } = proof;
  const { situations } = open;
  if (situations.length === 0) return;
  const at = ['situations'];
  const cover = complete(situations.map((s) => s.when.rule), now);
  if (cover.verdict === 'undecided') {
    note(at, 'undecided', `没有证明情形是否周全：${cover.why ?? ''}`);
  } else if (cover.verdict === 'no') {
    const words = inWords(open, cover, env.today);
    error(at, 'situation-gap', `情形不周全：${words || '什么都没选'}时，没有一个情形成立`);
  }
  let undecided: Answer | undefined;
  for (const [i, a] of situations.entries()) {
    for (const b of situations.slice(i + 1)) {
      const both = overlap(a.when.rule, b.when.rule, now);
      if (both.verdict === 'undecided') undecided ??= both;
      if (both.verdict !== 'yes') continue;
      const which = `${a.def.name.zh}、${b.def.name.zh}`;
      error(at, 'situation-overlap', `情形重叠：${inWords(open, both, env.today)}时，${which}同时成立`);
      return;
    }
  }
  if (undecided) note(at, 'undecided', `没有证明情形是否重叠：${undecided.why ?? ''}`);
}

/** What becomes of a rule in every state, whatever the amounts are; undefined where that varies. */
function fate(proof: Proof, component: Component): Fate {
  const { fates, state } = proof;
  const { rule } = component;
  if (!fates.has(rule)) {
    // The guide's own space may have met a state of either kind already.
    const found = finding(state, component);
    const varies = found.exact && found.value === undefined && isFinite(proof, component);
    fates.set(rule, varies ? undefined : fateOf(proof, rule));
  }
  return fates.get(rule);
}

/** The rule is over asks and other facts with few values alone. */
function isFinite({ open }: Proof, { skeleton, variables }: Component): boolean {
  return (
    skeleton !== undefined && variables.every((v) => open.space.variables[v]?.kind !== 'atom')
  );
}

function fateOf({ now, ever }: Proof, rule: Rule): Fate {
  const proved = (ask: (about: About) => Answer, verdict: 'yes' | 'no'): boolean =>
    [now, ever].every((about) => ask({ ...about, proofOnly: true }).verdict === verdict);
  if (proved((about) => possible(rule, about), 'no')) return 'never';
  return proved((about) => always(rule, about), 'yes') ? 'always' : undefined;
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
    if (fate(proof, s.when) === 'never') {
      error(['situations', i], 'dead-situation', `情形“${s.def.name.zh}”永远不会成立`);
    }
  });
  open.materials.forEach((m, i) => {
    const is = m.when && fate(proof, m.when);
    const name = open.version.materials[m.def.material]?.name.zh ?? m.def.material;
    const at = ['materials', i, 'when'];
    if (is === 'never') error(at, 'dead-material', `材料“${name}”永远不会要`);
    if (is === 'always') note(at, 'always', `材料“${name}”总是要的：when 可以删去`);
  });
  open.conditions.forEach((c, i) => {
    const { zh } = c.def.name;
    if (c.when && fate(proof, c.when) === 'never') {
      error(['conditions', i, 'when'], 'dead-condition', `条件“${zh}”永远用不上`);
    }
    const is = fate(proof, c.holds);
    const at = ['conditions', i, 'holds'];
    if (is === 'always') error(at, 'dead-condition', `条件“${zh}”永远成立，不是条件`);
    if (is === 'never') error(at, 'dead-condition', `条件“${zh}”永远不会成立`);
  });
}

function provePoints(proof: Proof): void {
  const { open, now, ever, error, note } = proof;
  open.review.forEach((p, i) => {
    const at = ['review', i, 'holds'];
    const { zh } = p.def.name;
    if (p.when && fate(proof, p.when) === 'never') {
      error(['review', i, 'when'], 'dead-point', `审查要点“${zh}”永远用不上`);
      return;
    }
    // A point is judged where it applies.
    const where = p.when && [p.when.rule];
    const today: About = { ...now, ...(where && { where }), examplesFirst: true };
    const any: About = where ? { ...ever, where } : ever;
    const ways: [string, (about: About) => Answer][] = [
      ['通过', (about) => possible(p.holds, about)],
      ['不通过', (about) => canFail(p.holds, about)],
    ];
    const found = ways.map(([what, ask]) => ({ what, is: ask(today).verdict, ask }));
    const missing = found.filter(({ is }) => is !== 'yes');
    if (missing.length === 0) return;
    const what = missing.map((one) => one.what).join('和');
    const proved = missing.every(({ is, ask }) => is === 'no' && ask(any).verdict === 'no');
    if (proved) error(at, 'dead-point', `审查要点“${zh}”永远不会${what}`);
    else note(at, 'undecided', `没有找到让审查要点“${zh}”${what}的例子`);
  });
}

/** Comparisons that no value makes true, unless the whole rule is such and was told as dead. */
function proveUseful(proof: Proof, catalogue: Catalogue, problems: CatalogueProblem[]): void {
  const { open, ever } = proof;
  const { item } = open;
  const origin = originOf(catalogue, 'items', item.id);
  for (const site of ruleSites(item)) {
    const { rule } = compiled(site.text, open.names.scope, site.expect);
    // Rows of a table are proved with the table.
    if (rule === undefined || typeof site.text !== 'string') continue;
    const idle = neverTrue(rule);
    if (idle.length === 0) continue;
    if (rule.type === 'boolean' && possible(rule, { ...ever, proofOnly: true }).verdict === 'no') continue;
    for (const { code, message, from, to } of idle) {
      problems.push({
        level: 'note', code: `rule-${code}`, message, ...origin.inText(site.path, from, to),
      });
    }
  }
}

/** Rows of a table that contradict each other, cases without a row, rows that are never used. */
function proveTables(proof: Proof): void {
  const { open, filed, env, error, note } = proof;
  for (const { path, table } of tableSites(open.item)) {
    const { proof: found } = proveTable(table, open.names.scope, filed);
    for (const { kind, rules, message, ...shown } of found?.findings ?? []) {
      const words = inWords(open, shown, env.today);
      const row = rules.at(-1);
      const at = row === undefined ? path : [...path, 'rows', row];
      error(at, `table-${kind}`, words === '' ? message : `${message}。例如${words}`);
    }
    for (const message of found?.open ?? []) note(path, 'undecided', message);
  }
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
    // What the decision fills in is in no form.
    if (target.written === open.item.registration?.place) continue;
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

/** Proves one item of a catalogue that has no faults; `names` are the item's in the catalogue. */
export function prove(
  catalogue: Catalogue,
  at: { item: Item; names: Names; env: Env },
): CatalogueProblem[] {
  const { item, names, env } = at;
  const problems: CatalogueProblem[] = [];
  const { error, note } = tellerOf(catalogue, { kind: 'items', id: item.id }, problems);
  // Proofs read no more of the dictionaries than a version holds of them.
  const opened = open({ ...catalogue, engine: ENGINE, item }, 'check', names);
  const state = stateOf(opened, {}, env);
  const states = statesOf(opened, env);
  const proof: Proof = { open: opened, state, env, ...states, fates: new Map(), error, note };
  proveSituations(proof);
  proveLive(proof);
  proveExact(proof);
  provePoints(proof);
  proveTables(proof);
  proveUseful(proof, catalogue, problems);
  proveFilled(proof);
  proveUnits(proof);
  return problems;
}
