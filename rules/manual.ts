/**
 * The manual's table of functions, made from the code: signature, words, example, and which back
 * ends take it. A back end is asked with calls over facts; it is not described by hand.
 */
import type { Builtin, Param } from './builtins/builtin.ts';
import { facts, scope } from './agreement/facts.ts';
import { builtins } from './builtins/table.ts';
import { words } from './builtins/words.ts';
import { compileColumns } from './columns/match.ts';
import { compile } from './compile.ts';
import { shapeOf } from './language/names.ts';
import { refused } from './layout.ts';
import { toSql } from './sql/sql.ts';

const layout = facts.map(({ name }) => ({ address: name.address, shape: shapeOf(name) }));

/** Arguments of a type: facts of the rows, and what is written in the rule. */
const samples: Record<string, { facts: string[]; literal: string }> = {
  number: { facts: ['年龄岁', '温度', '年龄岁'], literal: '1' },
  text: { facts: ['s', '名称 (全称)', 's'], literal: '"a"' },
  date: { facts: ['出生日期', 'd'], literal: 'date("2026-11-22")' },
  boolean: { facts: ['p', 'q'], literal: 'true' },
  duration: { facts: ['时长'], literal: 'duration("P1D")' },
  list: { facts: ['[年龄岁, 温度]'], literal: '[1, 2]' },
  record: { facts: ['{甲: 年龄岁}'], literal: '{甲: 1}' },
  range: { facts: ['[温度..年龄岁]'], literal: '[1..9]' },
  function: { facts: ['function(a, b) a < b'], literal: 'function(a, b) a < b' },
  any: { facts: ['年龄岁', '温度'], literal: '1' },
  item: { facts: ['年龄岁'], literal: '1' },
};

/** Arguments that the types alone do not tell. */
const special: Record<string, string[]> = {
  matches: ['s', '"^[0-9]+$"'],
  replace: ['s', '"[0-9]"', '"*"'],
  split: ['s', '"、"'],
  range: ['"[1..9]"'],
  date: ['s'],
  time: ['s'],
  'date and time': ['s'],
  duration: ['s'],
  number: ['s', '","', '"."'],
  'string join': ['[s, 名称 (全称)]', '"、"'],
  all: ['p', 'q'],
  any: ['p', 'q'],
  not: ['p'],
  context: ['[{key: "甲", value: 年龄岁}]'],
  'context put': ['{甲: 年龄岁}', '"甲"', '温度'],
  'context merge': ['[{甲: 年龄岁}]'],
  'get value': ['{甲: 年龄岁}', '"甲"'],
  flatten: ['[[年龄岁], [温度]]'],
  'list replace': ['[年龄岁, 温度]', '1', '5'],
};

function argument(param: Param, place: number, written: boolean): string {
  const sample = samples[param.type] ?? { facts: ['年龄岁'], literal: '1' };
  return written ? sample.literal : (sample.facts[place] ?? sample.facts[0] ?? sample.literal);
}

/** A call with facts in every place, and one with a fact only in the first. */
function calls({ name, params }: Builtin): string[] {
  const needed = params.filter((param) => !param.optional);
  const own = special[name];
  if (own !== undefined) return [`${name}(${own.join(', ')})`];
  const [first] = params;
  if (first?.rest === true)
    return [`${name}(${argument(first, 0, false)}, ${argument(first, 1, false)})`];
  const every = needed.map((param, at) => argument(param, at, false));
  const one = needed.map((param, at) => argument(param, at, at > 0));
  return [...new Set([every, one].map((args) => `${name}(${args.join(', ')})`))];
}

type Takes = (text: string) => boolean;

const inColumns: Takes = (text) => {
  const { rule } = compile(text, scope);
  return rule !== undefined && compileColumns([rule], layout).every((one) => !refused(one));
};

const inSql: Takes = (text) => {
  const { rule } = compile(text, scope);
  return rule !== undefined && !refused(toSql(rule, layout));
};

/** `✓` every call, `部分` some, `—` none. Columns give verdicts, so a value is asked about there. */
function mark(texts: string[], takes: Takes): string {
  const taken = texts.filter(takes).length;
  return taken === texts.length ? '✓' : taken > 0 ? '部分' : '—';
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

function line(builtin: Builtin): string {
  const { name } = builtin;
  const said = words[name];
  if (said === undefined) throw new Error(`no words for ${name}`);
  const list = (params: Param[]): string =>
    params
      .map((param) => `${param.rest ? '…' : ''}${param.name}${param.optional ? '?' : ''}`)
      .join(', ');
  const signature = builtin.forms.map((params) => `\`${name}(${list(params)})\``).join('<br>');
  const texts = calls(builtin);
  const verdicts = texts.map((text) => `(${text}) = null`);
  const marks = ['✓', '✓', mark(verdicts, inColumns), mark(texts, inSql)];
  const example = cell(`\`${said.example}\` → ${said.gives}`);
  return `| ${[cell(signature), `${said.zh} · ${said.en}`, example, ...marks].join(' | ')} |`;
}

/** The whole page, in Markdown. */
export function manualPage(): string {
  return `# 函数表 Functions of the rule language

由代码生成（\`npx bantuo functions\`），测试比对。每行的例子都算过。各后端含义相同；“—”是编译时就拒绝，不会算错。

- **求值**：闭包，浏览器和服务器。**函数**：服务器上生成的函数。**列**：在全体人口上批量判断。**SQL**：PostgreSQL。
- “部分”：有的写法接，有的不接（例如只接一个参数来自数据、其余写在规则里）。

| 写法 | 做什么 | 例子 | 求值 | 函数 | 列 | SQL |
|---|---|---|---|---|---|---|
${[...builtins.values()].map(line).join('\n')}
`;
}
