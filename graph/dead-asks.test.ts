import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Env, Json } from '#rules';
import { assemble } from './assemble.ts';
import { example, exampleFiles, facts } from './example.ts';
import { guide } from './guide.ts';
import type { Guide } from './guide-shape.ts';
import { open } from './open.ts';
import type { OpenItem } from './open.ts';
import { parseCatalogue } from './parse.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.log(`dead ask tests with SEED=${seed}`);

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

function opened(...changes: [string, string, string][]): OpenItem {
  const { version, hash } = assemble(example(...changes), 'show-permit', (t) => String(t.length));
  return open(version, hash);
}

const states = (g: Guide): Record<string, string> =>
  Object.fromEntries(g.asks.map((a) => [a.id, a.state]));

/** What may change: what DESIGN §4 calls the outcome, and which parts of the form are shown. */
function outcome(g: Guide): string {
  return JSON.stringify([
    g.situations,
    g.conditions.map((c) => [c.id, c.verdict]),
    g.unit,
    g.payment,
    g.materials.map((m) => [m.id, m.needed, m.count]),
    g.form.map((s) => [s.section, s.fields]),
  ]);
}

describe('an ask is dead exactly when no completion changes the outcome', () => {
  type Asked = { name: string; options: string[] | undefined; when: string | undefined };

  /** A rule over some asks, written out. */
  const ruleOver = (asks: Asked[]): fc.Arbitrary<string> => {
    const leaf = fc
      .constantFrom(...asks)
      .chain((a) =>
        a.options
          ? fc.constantFrom(...a.options).map((o) => `${a.name} = "${o}"`)
          : fc.constant(a.name),
      );
    const { rule } = fc.letrec<{ rule: string }>((tie) => ({
      rule: fc.oneof(
        { depthSize: 'small' },
        leaf,
        leaf,
        tie('rule').map((r) => `not(${r})`),
        fc.tuple(tie('rule'), tie('rule')).map(([a, b]) => `(${a} and ${b})`),
        fc.tuple(tie('rule'), tie('rule')).map(([a, b]) => `(${a} or ${b})`),
        fc
          .tuple(tie('rule'), tie('rule'), tie('rule'))
          .map(([a, b, c]) => `(if ${a} then ${b} else ${c})`),
      ),
    }));
    return rule;
  };

  const kinds = fc.array(
    fc.option(fc.constantFrom<string[][]>(['a', 'b'], ['a', 'b', 'c']), { nil: undefined }),
    {
      minLength: 2,
      maxLength: 4,
    },
  );
  const model = kinds.chain((options) => {
    const bare = options.map((o, i): Asked => ({ name: `问${i}`, options: o, when: undefined }));
    const whens = bare.map((_, i) =>
      i === 0 ? fc.constant(undefined) : fc.option(ruleOver(bare.slice(0, i)), { nil: undefined }),
    );
    return fc.tuple(...whens).chain((w) => {
      const asks = bare.map((a, i) => ({ ...a, when: w[i] }));
      return fc.record({
        asks: fc.constant(asks),
        rules: fc.array(ruleOver(asks), { minLength: 1, maxLength: 3 }),
      });
    });
  });

  const itemOf = (asks: Asked[], rules: string[]): OpenItem => {
    const item = {
      id: 'random',
      name: '随机',
      summary: '随机',
      code: {},
      procedure: 'permit',
      type: '01',
      audience: ['person'],
      topics: ['x'],
      'handled by': 'bureau',
      parties: {},
      time: { promised: { n: 1, unit: 'wd' } },
      fee: { amount: '0' },
      visits: { n: 0 },
      steps: [{ id: 's', name: 's', who: 's', what: 's' }],
      asks: asks.map((a, i) => ({
        id: `q${i}`,
        name: a.name,
        ask: a.name,
        when: a.when,
        options: a.options && Object.fromEntries(a.options.map((o) => [o, o])),
      })),
      situations: rules.map((when, i) => ({ id: `s${i}`, name: `s${i}`, when })),
    };
    const files = [...exampleFiles(), { path: 'items/random.yaml', text: JSON.stringify(item) }];
    const { catalogue, problems } = parseCatalogue(files);
    if (problems.length > 0) throw new Error(problems.map((p) => p.message).join('\n'));
    const { version, hash } = assemble(catalogue, 'random', () => 'h');
    return open(version, hash);
  };

  const domain = (a: Asked): Json[] => a.options ?? [true, false];
  const completions = (asks: Asked[], known: Record<string, Json>): Record<string, Json>[] =>
    asks.reduce<Record<string, Json>[]>(
      (all, a, i) => {
        const address = `ask.q${i}`;
        if (Object.hasOwn(known, address)) return all;
        return all.flatMap((one) => domain(a).map((v) => ({ ...one, [address]: v })));
      },
      [known],
    );

  test('against trying all completions', () => {
    const property = fc.property(
      model,
      fc.infiniteStream(fc.nat(9)),
      ({ asks, rules }, choices) => {
        const item = itemOf(asks, rules);
        const known: Record<string, Json> = {};
        asks.forEach((a, i) => {
          const pick = choices.next().value as number;
          const values = domain(a);
          if (pick < values.length) known[`ask.q${i}`] = values[pick] as Json;
        });
        const now = guide(item, facts(known), env);
        asks.forEach((a, i) => {
          const address = `ask.q${i}`;
          if (Object.hasOwn(known, address)) return;
          let changes = false;
          for (const one of completions(asks, known)) {
            if (one[address] !== domain(a)[0]) continue;
            const seen = domain(a).map((v) =>
              outcome(guide(item, facts({ ...one, [address]: v }), env)),
            );
            if (new Set(seen).size > 1) changes = true;
          }
          expect(now.asks[i]?.state === 'dead', `${a.name} ${JSON.stringify(known)}`).toBe(
            !changes,
          );
        });
      },
    );
    fc.assert(property, { seed, numRuns: 120 });
  }, 120_000);

  test('what no completion changes is known at once', () => {
    const property = fc.property(model, ({ asks, rules }) => {
      const item = itemOf(asks, rules);
      const now = guide(item, {}, env);
      const all = completions(asks, {}).map((one) => guide(item, facts(one), env));
      rules.forEach((_, i) => {
        const verdicts = new Set(all.map((g) => g.situations[i]?.verdict));
        const want = verdicts.size === 1 ? [...verdicts][0] : 'unknown';
        expect(now.situations[i]?.verdict).toBe(want);
      });
    });
    fc.assert(property, { seed, numRuns: 80 });
  }, 120_000);

  test('an ask read beside other facts is kept while it can matter, and no longer', () => {
    const item = opened([
      'items/show-permit.yaml',
      'holds: 本区,',
      'holds: "(本区 or 临时搭台) and 演出.座位数 > 5",',
    ]);
    expect(states(guide(item, facts({ 'ask.build': true }), env))['local']).toBe('dead');
    expect(states(guide(item, facts({ 'ask.build': false }), env))['local']).toBe('open');
    expect(
      states(guide(item, facts({ 'ask.build': false, 'show.seats': '5' }), env))['local'],
    ).toBe('dead');
    expect(
      states(guide(item, facts({ 'ask.build': false, 'show.seats': '6' }), env))['local'],
    ).toBe('open');
  });

  test('a rule that cannot be cut keeps every ask it reads until it is decided', () => {
    const item = opened([
      'items/show-permit.yaml',
      'holds: 本区,',
      'holds: (if 本区 then 10 else 演出.座位数) > 5,',
    ]);
    expect(states(guide(item, {}, env))['local']).toBe('open');
  });

  test('asking whether something is known does not make it look dead', () => {
    const item = opened(['items/show-permit.yaml', 'holds: 本区,', 'holds: is known(本区),']);
    expect(states(guide(item, {}, env))['local']).toBe('open');
  });
});

test('an answer that may yet fall away keeps the ask it depends on', () => {
  const item = opened([
    'items/show-permit.yaml',
    'holds: 本区,',
    'holds: (if 高台 then 10 else 演出.座位数) > 5,',
  ]);
  const g = guide(item, facts({ 'ask.tall': true }), env);
  expect(states(g)).toMatchObject({ build: 'open', tall: 'answered' });
  expect(g.conditions[0]).toMatchObject({ verdict: 'unknown', waits: ['ask.build', 'show.seats'] });
});

test('asks that wait for each other are refused by check and do not hang a guide', () => {
  const ring = example([
    'items/show-permit.yaml',
    'en: Build a stage }, yes',
    'en: Build a stage }, when: 高台, yes',
  ]);
  const { version } = assemble(ring, 'show-permit', () => 'h');
  expect(guide(open(version, 'h'), {}, env).asks.length).toBe(4);
});
