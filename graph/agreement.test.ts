/**
 * The guide answers by look-ups in a finite space; here its verdicts are held against the rules
 * themselves, evaluated one by one, over the items of the real catalogue and random facts.
 */
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluate } from '#rules';
import type { Env, Json } from '#rules';
import { assemble } from './assemble.ts';
import { facts as stated } from './example.ts';
import { reader } from './facts.ts';
import type { Facts } from './facts.ts';
import { guide, verdictOf } from './guide.ts';
import { open } from './open.ts';
import type { OpenItem } from './open.ts';
import { currentValue } from './parameters.ts';
import { parseCatalogue } from './parse.ts';
import { addDays } from './period.ts';
import type { Component } from './space.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.log(`agreement tests with SEED=${seed}`);

const ROOT = join(import.meta.dirname, '..', 'catalogue');
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const { catalogue } = parseCatalogue(files);
const items = Object.keys(catalogue.items).map((id) => {
  const { version } = assemble(catalogue, id, () => 'h');
  return open(version, 'h');
});

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 4, addWorkdays: (date, n) => addDays(date, n) },
};

function valueOf(item: OpenItem, address: string): fc.Arbitrary<Json> {
  const ask = item.asks.find((a) => a.address === address);
  if (ask) return fc.constantFrom(...ask.options.map((o) => o.value));
  const target = item.names.byAddress.get(address);
  const field = target?.field;
  if (target?.kind === 'group') return fc.nat(4).map(String);
  if (field?.type === 'boolean') return fc.boolean();
  if (field?.type === 'choice') return fc.constantFrom<Json>(...Object.keys(field.options ?? {}));
  if (field?.type === 'number' || field?.type === 'money') return fc.nat(200).map(String);
  if (field?.type === 'date')
    return fc.integer({ min: -30_000, max: 800 }).map((n) => addDays(env.today, n));
  return fc.constantFrom<Json>('示范', '全国示范', '11010519491231002X', '13900000000');
}

/** Facts an item's rules read outside of many-parties, each known, none or unknown. */
function factsOf(item: OpenItem): fc.Arbitrary<Facts> {
  const rules = [...outcomeRules(item)].map((c) => c.rule);
  const reads = new Set([...rules.flatMap((r) => r.reads), ...item.asks.map((a) => a.address)]);
  const entries = [...reads].filter((a) => !a.includes('[]') && !a.startsWith('parameter.'));
  const model = Object.fromEntries(
    entries.map((a) => [
      a,
      fc.oneof(
        { weight: 5, arbitrary: valueOf(item, a) },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
    ]),
  );
  return fc
    .record(model, { requiredKeys: [] })
    .map((values) => stated(values as Record<string, Json>));
}

function outcomeRules(item: OpenItem): Set<Component> {
  return new Set(
    [
      ...item.situations.map((s) => s.when),
      ...item.conditions.flatMap((c) => [c.when, c.holds]),
      ...item.materials.map((m) => m.when),
    ].filter((c) => c !== undefined),
  );
}

/**
 * The facts as they stand once asks that do not apply are none, found without the space. An answer
 * whose ask may yet turn out not to apply is left open.
 */
function masked(item: OpenItem, facts: Facts): (address: string) => Json | undefined {
  const none = new Set<string>();
  const left = new Set<string>();
  const known = reader(facts);
  const read = (address: string): Json | undefined => {
    if (none.has(address)) return null;
    if (left.has(address)) return undefined;
    if (!address.startsWith('parameter.')) return known(address);
    return currentValue(item.version.parameters[address.slice(10)], env.today)?.value;
  };
  for (const ask of item.asks) {
    if (!ask.when) continue;
    const { value } = evaluate(ask.when.rule, read, env);
    const own = ask.address.startsWith('ask.') || known(ask.address) === undefined;
    if (own && (value === false || value === null)) none.add(ask.address);
    if (own && value === undefined) left.add(ask.address);
  }
  return read;
}

test.each(items.map((item) => [item.item.id, item] as const))(
  '%s',
  (_, item) => {
    const property = fc.property(factsOf(item), (facts) => {
      const g = guide(item, facts, env);
      const read = masked(item, facts);
      const agree = (rule: Component, verdict: string | undefined): void => {
        const plain = verdictOf(evaluate(rule.rule, read, env).value);
        // Trying all completions may know more than one evaluation does; never less, and nothing
        // else.
        if (plain !== 'unknown') expect(verdict, rule.rule.text).toBe(plain);
      };
      item.situations.forEach((s, i) => agree(s.when, g.situations[i]?.verdict));
      for (const c of item.conditions) {
        const shown = g.conditions.find((x) => x.id === c.def.id);
        const applies = c.when ? evaluate(c.when.rule, read, env).value : true;
        if (applies === false || applies === null) expect(shown).toBe(undefined);
        if (applies === true) agree(c.holds, shown?.verdict);
      }
      item.materials.forEach((m, i) => {
        const value = m.when ? evaluate(m.when.rule, read, env).value : true;
        if (value === undefined) return;
        expect(g.materials[i]?.needed).toBe(value === true ? 'yes' : 'no');
      });
    });
    fc.assert(property, { seed, numRuns: 300 });
  },
  120_000,
);

test('with every ask answered nothing in the guide still waits for one', () => {
  for (const item of items) {
    const answers = fc.tuple(
      ...item.asks.map((a) => fc.constantFrom(...a.options.map((o) => o.value))),
    );
    const property = fc.property(answers, (values) => {
      const facts = stated(
        Object.fromEntries(item.asks.map((a, i) => [a.address, values[i] as Json])),
      );
      const g = guide(item, facts, env);
      expect([g.next, g.remaining]).toEqual([null, 0]);
      const asked = new Set(item.asks.map((a) => a.address));
      expect(g.conditions.flatMap((c) => c.waits).filter((w) => asked.has(w))).toEqual([]);
    });
    fc.assert(property, { seed, numRuns: 100 });
  }
});
