/** Decision tables and unary tests: what designers write, by golden tables and by an oracle. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Env, Hit, Json, Name, RuleType, Scope, Shape, Table } from '../index.ts';
import { compileConditions, compileTable, compileTests, evaluate } from '../index.ts';
import { hits } from './table.ts';

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

const value = (address: string, type: RuleType, options?: Record<string, string>): Name => ({
  kind: 'value',
  address,
  type,
  ...(options && { options }),
});

const scope: Scope = {
  names: {
    年龄: value('age', 'number'),
    月收入: value('income', 'number'),
    面积: value('area', 'number'),
    涉外: value('foreign', 'boolean'),
    地段: value('zone', 'choice', { center: '中心区', sub: '次中心', out: '其他' }),
    x: value('x', 'number'),
    y: value('y', 'number'),
  },
};

const read = (name: string): string =>
  readFileSync(new URL(`./golden/${name}`, import.meta.url), 'utf8');

function json(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'none') return null;
  return /^[[{"]/.test(text) ? (JSON.parse(text) as Json) : text;
}

function facts(text: string): Map<string, Json> {
  const parts = text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return new Map(
    parts.map((part) => {
      const [address = '', given = ''] = part.split('=');
      return [address.trim(), json(given.trim())];
    }),
  );
}

function shown(outcome: { value: Json | undefined; waits: string[] }): string {
  if (outcome.value === undefined) return `unknown ${outcome.waits.join(' ')}`;
  if (outcome.value === null) return 'none';
  return typeof outcome.value === 'object' ? JSON.stringify(outcome.value) : String(outcome.value);
}

const cells = (line: string): string[] => line.split(' | ').map((cell) => cell.trim());

/** A table as the golden files write it, and the lines below it. */
function parseTable(block: string[]): Table {
  const [policy = '', head = '', ...rows] = block;
  const [, hit, agg] = /^(\w+?(?: ORDER)?)(?: (SUM|MIN|MAX|COUNT))?$/.exec(policy) ?? [];
  const [inputs = '', outputs = ''] = head.split(' || ');
  const table: Table = {
    hit: hit as Hit,
    ...(agg && { agg: agg as NonNullable<Table['agg']> }),
    inputs: cells(inputs).map((expr) => ({ expr })),
    outputs: cells(outputs).map((name) => ({ name })),
    rules: [],
  };
  for (const row of rows) {
    const [left = '', right = ''] = row.split(' || ');
    if (left === 'in') cells(right).forEach((values, n) => (table.inputs[n]!.values = values));
    else if (left === 'out') table.outputs[0]!.values = right;
    else if (left === 'default')
      cells(right).forEach((text, n) => (table.outputs[n]!.default = text));
    else table.rules.push({ if: cells(left), then: cells(right) });
  }
  return table;
}

/** Tables of a golden file with the lines that tell what comes of them. */
function tables(text: string): { title: string; table: Table; lines: string[] }[] {
  const made: { title: string; block: string[]; lines: string[] }[] = [];
  for (const line of text.split('\n').filter((one) => one.trim() !== '' && !one.startsWith('#'))) {
    if (hits.some((hit) => line === hit || line.startsWith(`${hit} `))) {
      made.push({ title: '', block: [line], lines: [] });
    } else if (line.includes('→')) made.at(-1)?.lines.push(line);
    else made.at(-1)?.block.push(line);
  }
  return made.map(({ block, lines }) => ({
    title: block.slice(0, 2).join(' '),
    table: parseTable(block),
    lines,
  }));
}

describe.each(['subsidy.txt', 'fees.txt'])('%s', (name) => {
  for (const { title, table, lines } of tables(read(name))) {
    test.each(lines.map((line) => line.split('→').map((part) => part.trim())))(
      `${title}: %s → %s`,
      (given, result) => {
        const { rule, problems } = compileTable(table, scope);
        expect(problems).toEqual([]);
        const known = facts(given ?? '');
        const outcome = evaluate(rule!, (address) => known.get(address), env);
        expect(shown(outcome)).toBe(result);
      },
    );
  }
});

describe('the tables of “Writing a rule”', () => {
  const page = readFileSync(new URL('../../docs/how-to/write-a-rule.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```table\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  const names: Record<string, Name> = {
    等级: value('等级', 'choice', { a: '甲级', b: '乙级', c: '丙级' }),
  };
  for (const name of ['年龄', '月收入', '面积']) names[name] = value(name, 'number');
  for (const { title, table, lines } of blocks.flatMap(tables)) {
    test.each(lines.map((line) => line.split('→').map((part) => part.trim())))(
      `${title}: %s → %s`,
      (given, result) => {
        const { rule, problems } = compileTable(table, { names });
        expect(problems).toEqual([]);
        const known = facts(given ?? '');
        const outcome = shown(evaluate(rule!, (address) => known.get(address), env));
        expect(outcome.replace('unknown', '还要知道')).toBe(result);
      },
    );
  }
  test('there are some', () => expect(blocks.length).toBeGreaterThan(3));
});

describe('problems.txt', () => {
  for (const { title, table, lines } of tables(read('problems.txt'))) {
    test(title, () => {
      const { rule, problems } = compileTable(table, scope);
      expect(rule).toBeUndefined();
      for (const line of lines) {
        const [cell = '', code, place, message = ''] = line
          .replace('→', '')
          .split('|')
          .map((part) => part.trim());
        const found = problems.find((one) => one.code === code);
        expect(found, JSON.stringify(problems)).toBeDefined();
        expect(found?.message).toContain(message);
        const at = found?.cell ?? null;
        const counted =
          at && Object.values(at).map((one) => (typeof one === 'number' ? one + 1 : one));
        expect(at === null ? 'none' : counted?.join(' ')).toBe(cell);
        if (at === null) continue;
        const text =
          at.part === 'if'
            ? table.rules[at.rule]?.if[at.input]
            : at.part === 'then'
              ? table.rules[at.rule]?.then[at.output]
              : at.part === 'input'
                ? table.inputs[at.input]?.[at.what]
                : table.outputs[at.output]?.[at.what];
        expect(text?.slice(found?.from, found?.to)).toBe(place);
      }
    });
  }
});

describe('tests.txt', () => {
  const lines = read('tests.txt')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('# '));
  test.each(lines.map(cells))('%s of %s %s → %s', (text = '', type, given = '', result) => {
    const shape: Shape =
      type === 'list' ? { type: 'list', of: { type: 'any' } } : { type: type as RuleType };
    const { rule, problems } = compileTests(text, scope, shape);
    expect(problems).toEqual([]);
    const known = new Map<string, Json | undefined>([
      ['x', '5'],
      ['y', '9'],
      ['?', given === 'unknown' ? undefined : json(given)],
    ]);
    expect(shown(evaluate(rule!, (address) => known.get(address), env))).toBe(result);
  });
});

test('unary tests read the value where they are told', () => {
  const { rule } = compileTests('> x', scope, { type: 'number' }, { address: 'age' });
  expect(new Set(rule?.reads)).toEqual(new Set(['age', 'x']));
  expect(evaluate(rule!, (address) => (address === 'age' ? '7' : '5'), env).value).toBe(true);
  expect(compileTests('? > 1 +', scope, { type: 'number' }).problems).toHaveLength(1);
  expect(compileTests('"a"', scope, { type: 'number' }).problems[0]?.code).toBe('wrong-type');
});

test('a table of too many rules is refused, with the number', () => {
  const rows = (count: number): Table => ({
    hit: 'FIRST',
    inputs: [{ expr: 'x' }],
    outputs: [{}],
    rules: Array.from({ length: count }, (_, n) => ({ if: [String(n)], then: [String(n)] })),
  });
  expect(compileTable(rows(201), scope).problems.map(({ message }) => message)).toEqual([
    '决策表超过 200 行，请拆成几张表',
  ]);
  const { rule } = compileTable(rows(200), scope);
  expect(evaluate(rule!, () => '199', env).value).toBe('199');
});

const seed = 20261122;

type Picture = { table: Table; outs: string[] };

const policies: [Hit, Table['agg']][] = [
  ['UNIQUE', undefined],
  ['ANY', undefined],
  ['PRIORITY', undefined],
  ['FIRST', undefined],
  ['RULE ORDER', undefined],
  ['OUTPUT ORDER', undefined],
  ['COLLECT', undefined],
  ['COLLECT', 'SUM'],
  ['COLLECT', 'MIN'],
  ['COLLECT', 'MAX'],
  ['COLLECT', 'COUNT'],
];

const cellOf = fc.oneof(
  fc.constant('-'),
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>=', ''), fc.integer({ min: 0, max: 4 }))
    .map(([op, n]) => `${op}${n}`),
  fc
    .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 2, max: 4 }))
    .map(([a, b]) => `[${a}..${b})`),
  fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }))
    .map(([a, b]) => `${a}, ${b}`),
  fc.integer({ min: 0, max: 4 }).map((n) => `not(${n})`),
  fc.integer({ min: 0, max: 4 }).map((n) => `? > ${n} or ? = 0`),
);

const pictures = fc
  .record({
    policy: fc.constantFrom(...policies),
    rows: fc.array(fc.tuple(cellOf, cellOf, fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 5,
    }),
    otherwise: fc.boolean(),
  })
  .map(({ policy: [hit, agg], rows, otherwise }): Picture => ({
    outs: rows.map(([, , out]) => String(out)),
    table: {
      hit,
      ...(agg && { agg }),
      inputs: [{ expr: 'x' }, { expr: 'y' }],
      outputs: [{ values: '2, 3, 1', ...(otherwise && { default: '9' }) }],
      rules: rows.map(([a, b, out]) => ({ if: [a, b], then: [String(out)] })),
    },
  }));

/** What a policy makes of the rules that hold, by the words of the standard. */
function byHand({ table, outs }: Picture, held: boolean[]): Json {
  const got = outs.filter((_, n) => held[n]);
  const { hit, agg, outputs } = table;
  const list =
    hit === 'RULE ORDER' || hit === 'OUTPUT ORDER' || (hit === 'COLLECT' && agg === undefined);
  const otherwise = outputs[0]?.default;
  const ranked = ['2', '3', '1'].flatMap((one) => got.filter((out) => out === one));
  if (got.length === 0) {
    if (otherwise !== undefined) return list ? [otherwise] : otherwise;
    return list ? [] : agg === 'COUNT' ? '0' : null;
  }
  const numbers = got.map(Number);
  if (agg === 'SUM') return String(numbers.reduce((a, b) => a + b, 0));
  if (agg === 'MIN') return String(Math.min(...numbers));
  if (agg === 'MAX') return String(Math.max(...numbers));
  if (agg === 'COUNT') return String(got.length);
  if (hit === 'UNIQUE') return got.length > 1 ? null : (got[0] ?? null);
  if (hit === 'ANY') return new Set(got).size > 1 ? null : (got[0] ?? null);
  if (hit === 'FIRST') return got[0] ?? null;
  if (hit === 'PRIORITY') return ranked[0] ?? null;
  return hit === 'OUTPUT ORDER' ? ranked : got;
}

/** Facts of every kind: none, and each number a cell can tell apart. */
const every: Json[] = [null, '0', '0.5', '1', '1.5', '2', '3', '3.5', '4', '5'];

function reader(x: Json | undefined, y: Json | undefined): (address: string) => Json | undefined {
  return (address) => (address === 'x' ? x : y);
}

test('every policy gives what the standard says of the rules that hold', () => {
  fc.assert(
    fc.property(pictures, (picture) => {
      const { rule, problems } = compileTable(picture.table, scope);
      expect(problems).toEqual([]);
      const conditions = compileConditions(picture.table, scope).rules;
      expect(conditions).toHaveLength(picture.table.rules.length);
      for (const x of every) {
        for (const y of every) {
          const held = conditions.map((one) => evaluate(one, reader(x, y), env).value === true);
          expect(evaluate(rule!, reader(x, y), env)).toEqual({
            value: byHand(picture, held),
            waits: [],
          });
        }
      }
    }),
    { numRuns: 150, seed },
  );
});

test('what is decided with a fact unknown is so whatever the fact is; what is not names a wait', () => {
  fc.assert(
    fc.property(pictures, fc.constantFrom(...every), (picture, y) => {
      const { rule } = compileTable(picture.table, scope);
      const open = evaluate(rule!, reader(undefined, y), env);
      if (open.value === undefined) {
        expect(open.waits).toContain('x');
        return;
      }
      expect(open.waits).toEqual([]);
      for (const x of every) expect(evaluate(rule!, reader(x, y), env).value).toEqual(open.value);
    }),
    { numRuns: 400, seed },
  );
});

test('texts of every kind in cells never throw', () => {
  const junk = fc.oneof(
    fc.string({ maxLength: 12 }),
    cellOf,
    fc.constantFrom('', '?', 'not(', '-', '1,', '__proto__'),
  );
  const junkTable = fc.record({
    hit: fc.constantFrom(...hits),
    inputs: fc.array(fc.record({ expr: junk, values: junk }), { maxLength: 2 }),
    outputs: fc.array(fc.record({ name: junk, values: junk, default: junk }), { maxLength: 2 }),
    rules: fc.array(
      fc.record({ if: fc.array(junk, { maxLength: 2 }), then: fc.array(junk, { maxLength: 2 }) }),
      { maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(junkTable, fc.boolean(), (table, lenient) => {
      const { rule, problems } = compileTable(table, scope, { lenient });
      expect(rule !== undefined || problems.length > 0).toBe(true);
      if (rule !== undefined) evaluate(rule, () => '1', env);
    }),
    { numRuns: 1500, seed },
  );
});
