/**
 * What is proved of a table before anyone uses it: rules that hold together and must not, cases no
 * rule is for, rules that never come to be used. Each finding comes with facts that show it.
 */
import type { Scope } from '../language/names.ts';
import type { Syntax } from '../language/syntax.ts';
import type { Rule } from '../evaluate.ts';
import type { Json } from '../values/values.ts';
import type { About, Answer } from '../reason/reason.ts';
import type { Sheet } from './cells.ts';
import type { Table, TableProblem } from './table.ts';
import { compileSyntax } from '../compile.ts';
import { complete, overlap, possible } from '../reason/reason.ts';
import { readSheet } from './cells.ts';
import { disjoint } from './extent.ts';
import { compileTable } from './table.ts';
import { joined, keyOf, when, yes } from './words.ts';

/** A finding: which rules (counted from 0), in words (Chinese), and facts that show it. */
export type Finding = {
  kind: 'overlap' | 'gap' | 'never';
  rules: number[];
  message: string;
  example?: Record<string, Json>;
  /** The day of the example, where the day matters. */
  today?: string;
};

/** `open`: what could neither be shown nor ruled out, in words. */
export type TableProof = { findings: Finding[]; open: string[] };

type Making = { sheet: Sheet; scope: Scope; about: About; proof: TableProof };

function ruleOf(syntax: Syntax, { sheet, scope }: Making): Rule | null {
  return compileSyntax({ syntax, text: sheet.text }, scope, { type: 'boolean' }).rule ?? null;
}

/** What an author can do about a finding. */
const advice: Record<Finding['kind'], string> = {
  overlap: '请把两行的两头错开（一头用圆括号），或换一种取法',
  gap: '请补一行，或写上 default',
  never: '请删去，或改它的条件和位置',
};

/** Takes an answer in: a finding when it is what must not be, a word when it is undecided. */
function take(answer: Answer, bad: Answer['verdict'], finding: Finding, { proof }: Making): void {
  const { message, kind } = finding;
  if (answer.verdict === 'undecided') {
    const why = answer.why === undefined ? '' : `：${answer.why}`;
    proof.open.push(`“${message}”证明不了，也排除不了${why}，请自己看一看`);
  } else if (answer.verdict === bad) {
    const { example, today } = answer;
    const shown = { ...(example && { example }), ...(today !== undefined && { today }) };
    proof.findings.push({ ...finding, message: `${message}，${advice[kind]}`, ...shown });
  }
}

function overlaps(rules: Rule[], making: Making): void {
  const { sheet, about } = making;
  const any = sheet.table.hit === 'ANY';
  rules.forEach((rule, n) => {
    for (let before = 0; before < n; before++) {
      const [a, b] = [sheet.rows[before], sheet.rows[n]];
      const other = rules[before];
      if (a === undefined || b === undefined || other === undefined) continue;
      if (any && keyOf(a.outs) === keyOf(b.outs)) continue;
      if (
        a.columns.some((tests, at) => disjoint(tests, b.columns[at] ?? { tests: null, not: false }))
      )
        continue;
      const what = any ? '会同时成立，结果却可能不同' : '会同时成立';
      const message = `第 ${before + 1} 行和第 ${n + 1} 行${what}`;
      take(
        overlap(other, rule, about),
        'yes',
        { kind: 'overlap', rules: [before, n], message },
        making,
      );
    }
  });
}

/** Rules that never hold, and in a table of the first hit those the rules above leave nothing to. */
function neverUsed(rules: Rule[], making: Making): void {
  const { sheet, about } = making;
  const first = sheet.table.hit === 'FIRST';
  rules.forEach((rule, n) => {
    const row = sheet.rows[n];
    if (row === undefined) return;
    const before = sheet.rows.slice(0, n).map((one) => one.when);
    const left =
      first && n > 0
        ? ruleOf(when(joined('or', before, row), yes(row, false), row.when), making)
        : rule;
    if (left === null) return;
    const message = first && n > 0 ? `第 ${n + 1} 行永远轮不到` : `第 ${n + 1} 行永远不成立`;
    take(possible(left, about), 'no', { kind: 'never', rules: [n], message }, making);
  });
}

/** One result is wanted, and there is none where no rule holds. */
function wantsAll({ table, defaults }: Sheet): boolean {
  return (
    ['UNIQUE', 'ANY', 'FIRST', 'PRIORITY'].includes(table.hit) &&
    defaults.every((one) => one === null)
  );
}

/**
 * Proves what can be proved of a table. Facts are taken as known and within what the dictionary
 * declares (`about.none` says otherwise), inputs within their allowed values.
 */
export function proveTable(
  table: Table,
  scope: Scope,
  about: About = {},
): { proof?: TableProof; problems: TableProblem[] } {
  const { problems } = compileTable(table, scope);
  if (problems.length > 0) return { problems };
  const { sheet } = readSheet(table, scope, {});
  const proof: TableProof = { findings: [], open: [] };
  const making: Making = { sheet, scope, about: { none: () => false, ...about }, proof };
  const guard = sheet.guard === null ? null : ruleOf(sheet.guard, making);
  if (guard !== null) making.about = { ...making.about, where: [...(about.where ?? []), guard] };
  const rules = sheet.rows.map((row) => ruleOf(row.when, making)).filter((rule) => rule !== null);
  if (table.hit === 'UNIQUE' || table.hit === 'ANY') overlaps(rules, making);
  neverUsed(rules, making);
  if (wantsAll(sheet)) {
    const message = '有的情况哪一行都不成立';
    take(complete(rules, making.about), 'no', { kind: 'gap', rules: [], message }, making);
  }
  return { proof, problems: [] };
}
