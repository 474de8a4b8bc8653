/** Names, addresses, options and texts of any characters: none of them becomes source. */
import { describe, expect, test } from 'vitest';
import type { Json, Name, Rule, Scope } from '../index.ts';
import { scope } from '../golden/scope.ts';
import { compile, evaluate } from '../index.ts';
import { layoutOf } from '../layout.ts';
import { toJson } from '../values/values.ts';
import { makeAll, makeFunction, rowOf } from './function.ts';

const env = { today: '2026-11-22', calendar: { workdays: () => 0, addWorkdays: (d: string) => d } };

function compiled(text: string, names: Scope): Rule {
  const { rule, problems } = compile(text, names);
  if (rule === undefined) throw new Error(`${text}: ${problems.map((one) => one.message).join()}`);
  return rule;
}

/** The function's value beside the closure's, for a fact that is the same everywhere. */
function same(rule: Rule, facts: (Json | undefined)[]): void {
  const layout = layoutOf([rule.tree]);
  const { run } = makeFunction(rule, layout);
  for (const fact of facts) {
    const read = (): Json | undefined => fact;
    const row = rowOf(layout, read);
    expect(toJson(run(row, env)), rule.text).toEqual(evaluate(rule, read, env).value);
  }
}

describe('no text becomes source', () => {
  const hostile = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '*/ throw 1 /*',
    '`${throw 1}`',
    "'; throw 1; '",
    '"); throw 1; ("',
    '\u2028throw 1',
    '\u2029throw 1',
    '\\',
    '\\u0022',
    '</script>',
    'k0',
    't0',
    'row.c0',
    '\n} throw 1 //',
  ];

  test('names, addresses, options and texts of any characters', () => {
    const names: Record<string, Name> = Object.create(null) as Record<string, Name>;
    hostile.forEach((address, at) => {
      names[`名${at}`] = { kind: 'value', address, type: 'text' };
      const options = { [address]: '选项', other: address };
      names[`选${at}`] = { kind: 'value', address: `choice ${address}`, type: 'choice', options };
    });
    hostile.forEach((text, at) => {
      const literal = JSON.stringify(text);
      for (const rule of [
        `名${at} = ${literal} and contains(名${at}, ${literal})`,
        `名${at} in (${literal}, "b", "c", "d", "e", "f", "g", "h")`,
        `选${at} = "选项" or 选${at} = ${literal}`,
        `if 名${at} = ${literal} then ${literal} else 名${at} + ${literal}`,
      ]) {
        const given = [text, 'b', 'other', null, undefined];
        same(compiled(rule, { names }), given);
      }
    });
  });

  test('the source is made of our own words alone', () => {
    const made: string[] = [];
    const before = globalThis.Function;
    const spy = function (...parts: string[]): unknown {
      made.push(parts.at(-1) ?? '');
      return Reflect.construct(before, parts);
    };
    globalThis.Function = spy as unknown as FunctionConstructor;
    try {
      const names: Scope = { names: { 名: { kind: 'value', address: 'zq*/`${1}', type: 'text' } } };
      const rule = compiled(
        '名 = "zq\\u2028*/" and (名 in ("zqa", "zqb") or 名 + "zq" = "zq")',
        names,
      );
      const layout = layoutOf([rule.tree]);
      makeFunction(rule, layout);
      makeAll([rule], layout);
      rowOf(layout, () => null);
    } finally {
      globalThis.Function = before;
    }
    expect(made.length).toBeGreaterThan(2);
    for (const source of made) expect(source).not.toMatch(/zq|`|\*\/|[^\n\x20-\x7e]/);
  });

  test('a tree that was not made by the check cannot smuggle source in', () => {
    const rule = compiled('x > 1', scope);
    const op = '> 1) return "pwned"; if (1 >' as '>';
    const tree = { ...rule.tree, op } as Rule['tree'];
    const layout = layoutOf([rule.tree]);
    const sources: string[] = [];
    const before = globalThis.Function;
    globalThis.Function = function (...parts: string[]): unknown {
      sources.push(parts.join('\n'));
      return Reflect.construct(before, parts);
    } as unknown as FunctionConstructor;
    try {
      expect(
        makeFunction({ tree }, layout).run(
          rowOf(layout, () => '2'),
          env,
        ),
      ).not.toBe('pwned');
    } finally {
      globalThis.Function = before;
    }
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) expect(source).not.toContain('pwned');
  });
});
