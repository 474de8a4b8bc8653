/** What is proved of decision tables, and that every example shown is one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Env, Hit, Json, Name, Scope, Table } from '../index.ts';
import { compileConditions, compileTable, evaluate, proveTable } from '../index.ts';

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};
const whole = (address: string, max: string): Name => ({
  kind: 'value',
  address,
  type: 'number',
  range: { min: '0', max, decimals: 0 },
});
const scope: Scope = {
  names: {
    年龄: whole('age', '150'),
    月收入: {
      kind: 'value',
      address: 'income',
      type: 'number',
      range: { min: '0', max: '100000', decimals: 2 },
    },
    等级: { kind: 'value', address: 'level', type: 'choice', options: { a: '甲级', b: '乙级' } },
    涉外: { kind: 'value', address: 'foreign', type: 'boolean' },
    x: whole('x', '9'),
    y: whole('y', '9'),
  },
};

/** A table of rows `test | test → output`. */
function table(hit: Hit, inputs: string[], rows: string[], more: Partial<Table> = {}): Table {
  const rules = rows.map((row) => {
    const [left = '', right = ''] = row.split(' → ');
    return { if: left.split(' | '), then: [right] };
  });
  return { hit, inputs: inputs.map((expr) => ({ expr })), outputs: [{}], rules, ...more };
}

function found(one: Table): string[] {
  const { proof, problems } = proveTable(one, scope);
  expect(problems).toEqual([]);
  expect(proof?.open).toEqual([]);
  return (proof?.findings ?? []).map(({ kind, rules }) =>
    [kind, ...rules.map((n) => n + 1)].join(' '),
  );
}

const bands = [
  '< 18 | - → 0',
  '[18..60) | <= 3000 → 200',
  '[18..60) | > 3000 → 0',
  '>= 60 | - → 500',
];

describe('findings', () => {
  test.each<[string, Table, string[]]>([
    ['nothing', table('UNIQUE', ['年龄', '月收入'], bands), []],
    ['an end twice', table('UNIQUE', ['年龄'], ['<= 18 → 0', '>= 18 → 1']), ['overlap 1 2']],
    ['an end left out', table('UNIQUE', ['年龄'], ['< 18 → 0', '> 18 → 1']), ['gap']],
    [
      'an end left out with a default',
      table('UNIQUE', ['年龄'], ['< 18 → 0', '> 18 → 1'], { outputs: [{ default: '9' }] }),
      [],
    ],
    ['half a fen between', table('UNIQUE', ['月收入'], ['<= 3000 → 0', '>= 3000.01 → 1']), []],
    [
      'choices',
      table(
        'UNIQUE',
        ['等级', '涉外'],
        ['"甲级" | true → 0', '"甲级" | false → 1', '"乙级" | - → 2'],
      ),
      [],
    ],
    [
      'a choice left out',
      table('UNIQUE', ['等级', '涉外'], ['"甲级" | - → 0', '"乙级" | true → 2']),
      ['gap'],
    ],
    [
      'a rule the others leave nothing to',
      table('FIRST', ['年龄'], ['< 60 → 0', '< 18 → 1', '- → 2', '5 → 3']),
      ['never 2', 'never 4'],
    ],
    ['a rule that never holds', table('COLLECT', ['年龄'], ['> 200 → 0', '> 20 → 1']), ['never 1']],
    ['several of one mind', table('ANY', ['年龄'], ['<= 60 → 1', '>= 18 → 1']), []],
    ['several of two minds', table('ANY', ['年龄'], ['<= 60 → 1', '>= 18 → 2']), ['overlap 1 2']],
    [
      'within allowed values',
      table('UNIQUE', ['年龄'], ['[18..60] → 1'], {
        inputs: [{ expr: '年龄', values: '[18..60]' }],
      }),
      [],
    ],
    ['tests with ?', table('UNIQUE', ['x'], ['? < 5 or ? = 9 → 1', '[5..9] → 2']), ['overlap 1 2']],
  ])('%s', (_, one, wanted) => {
    expect(found(one)).toEqual(wanted);
  });

  test('say what to do, with facts that show it', () => {
    const { proof } = proveTable(table('UNIQUE', ['年龄'], ['<= 18 → 0', '>= 18 → 1']), scope);
    expect(proof?.findings).toEqual([
      {
        kind: 'overlap',
        rules: [0, 1],
        example: { age: '18' },
        message: '第 1 行和第 2 行会同时成立，请把两行的两头错开（一头用圆括号），或换一种取法',
      },
    ]);
  });

  test('what is neither shown nor ruled out is told, and is no finding', () => {
    const { proof } = proveTable(table('UNIQUE', ['x + y'], ['<= 9 → 1', '> 9 → 2']), scope);
    expect(proof?.findings).toEqual([]);
    for (const open of proof?.open ?? []) expect(open).toContain('证明不了，也排除不了');
  });

  test('a table that cannot be read has problems and no proof', () => {
    const { proof, problems } = proveTable(table('UNIQUE', ['年领'], ['< 18 → 0']), scope);
    expect(proof).toBeUndefined();
    expect(problems[0]?.cell).toEqual({ part: 'input', input: 0, what: 'expr' });
  });
});

const seed = 20261122;
const cell = fc.oneof(
  fc.constant('-'),
  fc
    .tuple(fc.constantFrom('<', '<=', '>', '>='), fc.integer({ min: 0, max: 9 }))
    .map(([op, n]) => `${op}${n}`),
  fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 4, max: 9 }))
    .map(([a, b]) => `[${a}..${b})`),
  fc.integer({ min: 0, max: 9 }).map((n) => `not(${n})`),
);
const tables = fc
  .tuple(
    fc.constantFrom<Hit>('UNIQUE', 'FIRST'),
    fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 4 }),
  )
  .map(([hit, rows]) =>
    table(
      hit,
      ['x', 'y'],
      rows.map(([a, b], n) => `${a} | ${b} → ${n}`),
    ),
  );

/** Which rules hold in every state of two facts from 0 to 9. */
function states(one: Table): boolean[][] {
  const { rules } = compileConditions(one, scope);
  const digits = Array.from({ length: 10 }, (_, n) => String(n));
  return digits.flatMap((x) =>
    digits.map((y) =>
      rules.map(
        (rule) => evaluate(rule, (address): Json => (address === 'x' ? x : y), env).value === true,
      ),
    ),
  );
}

test('findings are those of trying every state', () => {
  fc.assert(
    fc.property(tables, (one) => {
      const all = states(one);
      const wanted: string[] = [];
      one.rules.forEach((_, n) => {
        for (let m = 0; m < n; m++) {
          if (one.hit === 'UNIQUE' && all.some((held) => held[m] && held[n]))
            wanted.push(`overlap ${m + 1} ${n + 1}`);
        }
      });
      one.rules.forEach((_, n) => {
        const used = all.some(
          (held) => held[n] && (one.hit !== 'FIRST' || !held.slice(0, n).includes(true)),
        );
        if (!used) wanted.push(`never ${n + 1}`);
      });
      if (all.some((held) => !held.includes(true))) wanted.push('gap');
      expect(found(one)).toEqual(wanted);
    }),
    { numRuns: 60, seed },
  );
});

test('the example of a gap is one: the table gives nothing there', () => {
  fc.assert(
    fc.property(tables, (one) => {
      const gap = proveTable(one, scope).proof?.findings.find(({ kind }) => kind === 'gap');
      if (gap === undefined) return;
      const { rule } = compileTable(one, scope);
      const { value } = evaluate(rule!, (address) => gap.example?.[address] ?? '0', env);
      expect(value).toBeNull();
    }),
    { numRuns: 60, seed },
  );
});
