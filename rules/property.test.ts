/** Laws that hold for every rule, tried on random ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Env, Outcome } from './index.ts';
import type { Facts, Written } from './golden/random.ts';
import { compile, evaluate } from './index.ts';
import { civil, dayNumber, dayText, parseDay, parseSpan, spanText } from './values/day.ts';
import { expressions, facts } from './golden/random.ts';
import { scope } from './golden/scope.ts';
import { add, divide, multiply, numberOf, numberText, subtract } from './values/number.ts';
import { pattern } from './values/pattern.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`property.test seed ${seed}`);
const runs = { seed, numRuns: Number(process.env['RUNS'] ?? 500) };

const env: Env = {
  today: '2026-11-22',
  calendar: { workdays: () => 0, addWorkdays: (date) => date },
};

function outcome(text: string, given: Facts): Outcome {
  const { rule, problems } = compile(text, scope);
  if (rule === undefined) throw new Error(`${text}: ${problems.map((one) => one.message).join()}`);
  return evaluate(rule, (address) => given[address], env);
}

const anything = expressions(true);
const monotone = expressions(false);

describe('the tree', () => {
  test('precedence: few parentheses and all parentheses mean the same', () => {
    fc.assert(
      fc.property(anything.truth, facts, (one: Written, given) => {
        expect(outcome(one.short, given)).toEqual(outcome(one.full, given));
      }),
      runs,
    );
  });

  test('any text is compiled or refused with places inside it, and nothing is thrown', () => {
    const words = [
      'x',
      'p',
      'in',
      '[',
      ']',
      '(',
      ')',
      '..',
      '1',
      '<',
      '=',
      'and',
      'or',
      'not(',
      '"a',
      '"',
      ',',
      'if',
      'then',
      'else',
      '企业',
      '.',
      '名称',
      '演员',
      'some',
      'satisfies',
      'i',
      '{',
      '}',
      ':',
      'for',
      'return',
      'date(',
      '-',
      '*',
      '/*',
      '//',
      '\n',
      '@',
      '（',
      'null',
      'between',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 30 }), (parts) => {
        const text = parts.join(' ');
        const { rule, problems } = compile(text, scope);
        expect(rule === undefined).toBe(problems.length > 0);
        for (const { from, to, message } of problems) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThanOrEqual(from);
          expect(to).toBeLessThanOrEqual(Math.max(text.length, 0));
          expect(message).not.toBe('');
        }
      }),
      runs,
    );
  });
});

describe('unknown', () => {
  test('a decided value never changes when an unknown becomes known', () => {
    fc.assert(
      fc.property(monotone.truth, facts, facts, (one, given, other) => {
        const before = outcome(one.short, given).value;
        const merged = Object.fromEntries(
          Object.keys(given).map((key) => [
            key,
            given[key] === undefined ? other[key] : given[key],
          ]),
        );
        if (before !== undefined) expect(outcome(one.short, merged).value).toEqual(before);
      }),
      runs,
    );
  });

  test('an undecided rule waits for unknown facts, and no other fact can decide it', () => {
    fc.assert(
      fc.property(monotone.truth, facts, facts, (one, given, other) => {
        const { value, waits } = outcome(one.short, given);
        if (value !== undefined) {
          expect(waits).toEqual([]);
          return;
        }
        expect(waits.length).toBeGreaterThan(0);
        expect(new Set(waits).size).toBe(waits.length);
        for (const address of waits) expect(given[address]).toBeUndefined();
        const beside = Object.fromEntries(
          Object.keys(given).map((key) => [
            key,
            given[key] === undefined && !waits.includes(key) ? other[key] : given[key],
          ]),
        );
        expect(outcome(one.short, beside).value).toBeUndefined();
      }),
      runs,
    );
  });

  test('with everything known or none, every rule is decided', () => {
    fc.assert(
      fc.property(anything.truth, facts, (one, given) => {
        const full = Object.fromEntries(Object.keys(given).map((key) => [key, given[key] ?? null]));
        expect(outcome(one.short, full).value).not.toBeUndefined();
      }),
      runs,
    );
  });
});

type Truth = boolean | null | undefined;
const truths: Truth[] = [true, false, null, undefined];

/** Kleene's tables by rank: for `and` the least wins, unknown below none. */
function and(a: Truth, b: Truth): Truth {
  const ranks: Truth[] = [false, undefined, null, true];
  return ranks[Math.min(ranks.indexOf(a), ranks.indexOf(b))];
}
const not = (a: Truth): Truth => (typeof a === 'boolean' ? !a : a);

describe('Kleene', () => {
  const pairs = truths.flatMap((a) => truths.map((b): [Truth, Truth] => [a, b]));

  test.each(pairs)('%s with %s', (p, q) => {
    expect(outcome('p and q', { p, q }).value).toBe(and(p, q));
    expect(outcome('p or q', { p, q }).value).toBe(not(and(not(p), not(q))));
    expect(outcome('not(p)', { p }).value).toBe(not(p));
    expect(outcome('not(p and q)', { p, q })).toEqual(outcome('not(p) or not(q)', { p, q }));
    expect(outcome('all([p, q])', { p, q })).toEqual(outcome('p and q', { p, q }));
    expect(outcome('any([p, q])', { p, q })).toEqual(outcome('p or q', { p, q }));
  });

  test('laws of and, or, not', () => {
    const value = fc.constantFrom(...truths);
    const three = fc.oneof(
      fc.array(fc.constantFrom(true, false, null), { minLength: 3, maxLength: 3 }),
      fc.array(fc.constantFrom(true, false, undefined), { minLength: 3, maxLength: 3 }),
    );
    fc.assert(
      fc.property(three, ([p, q, r]) => {
        const same = (a: string, b: string): void =>
          expect(outcome(a, { p, q, r }).value).toBe(outcome(b, { p, q, r }).value);
        same('p and (q or r)', '(p and q) or (p and r)');
        same('p or (q and r)', '(p or q) and (p or r)');
        same('p or (p and q)', 'p');
      }),
      { seed, numRuns: 100 },
    );
    fc.assert(
      fc.property(value, value, value, (p, q, r) => {
        const same = (a: string, b: string): void =>
          expect(outcome(a, { p, q, r }).value).toBe(outcome(b, { p, q, r }).value);
        same('p and q', 'q and p');
        same('p or q', 'q or p');
        same('(p and q) and r', 'p and (q and r)');
        same('(p or q) or r', 'p or (q or r)');
        same('not(p or q)', 'not(p) and not(q)');
        same('p and p', 'p');
      }),
      { seed, numRuns: 200 },
    );
  });
});

/** A decimal as a whole number of 10⁻¹⁰. */
const scaled = (text: string): bigint => {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const n = BigInt(whole) * 10n ** 10n + BigInt(part.padEnd(10, '0'));
  return text.startsWith('-') ? -n : n;
};
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }), fc.integer({ min: 0, max: 5 }))
  .map(([n, places]) => {
    const digits = (n < 0n ? -n : n).toString().padStart(places + 1, '0');
    const whole = digits.slice(0, digits.length - places);
    const part = places === 0 ? '' : `.${digits.slice(-places)}`;
    return `${n < 0n ? '-' : ''}${whole}${part}`;
  });

describe('numbers', () => {
  test('sums, differences and products are exact', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [x, y] = [numberOf(a) ?? 0, numberOf(b) ?? 0];
        const text = (n: ReturnType<typeof add>): bigint => scaled(numberText(n ?? Number.NaN));
        expect(text(add(x, y))).toBe(scaled(a) + scaled(b));
        expect(text(subtract(x, y))).toBe(scaled(a) - scaled(b));
        expect(text(multiply(x, y)) * 10n ** 10n).toBe(scaled(a) * scaled(b));
      }),
      runs,
    );
  });

  test('the text of a number is canonical and reads back as the same number', () => {
    fc.assert(
      fc.property(decimal, (a) => {
        const text = numberText(numberOf(a) ?? Number.NaN);
        expect(text).toMatch(/^(?:0|-?(?:[1-9]\d*|0(?=\.))(?:\.\d*[1-9])?)$/);
        expect(scaled(text)).toBe(scaled(a));
        expect(numberText(numberOf(text) ?? Number.NaN)).toBe(text);
      }),
      runs,
    );
  });

  test('a quotient times its divisor is within one unit of the 34th digit', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [x, y] = [numberOf(a) ?? 0, numberOf(b) ?? 0];
        if (y === 0) {
          expect(divide(x, y)).toBeNull();
          return;
        }
        const back = multiply(divide(x, y) ?? 0, y);
        const off = Math.abs(Number(numberText(subtract(back ?? 0, x) ?? 0)));
        expect(off).toBeLessThanOrEqual(Math.abs(Number(a)) * 1e-32);
      }),
      runs,
    );
  });
});

describe('dates', () => {
  test('day numbers agree with the proleptic calendar of the platform', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 2_000_000 }), (n) => {
        const { year, month, day } = civil(n);
        const at = new Date(n * 86_400_000);
        expect([year, month, day]).toEqual([
          at.getUTCFullYear(),
          at.getUTCMonth() + 1,
          at.getUTCDate(),
        ]);
        expect(dayNumber(year, month, day)).toBe(n);
      }),
      runs,
    );
  });

  test('texts of dates and durations read back', () => {
    const days = fc.integer({ min: -700_000, max: 2_900_000 });
    fc.assert(
      fc.property(days, fc.integer({ min: -1e9, max: 1e9 }), fc.boolean(), (n, length, months) => {
        const { year, month, day } = civil(n);
        const text = dayText(parseDay(dayText({ n } as never)) ?? ({ n: 0 } as never));
        expect(text.endsWith(`${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`)).toBe(
          true,
        );
        expect(Number.parseInt(text, 10)).toBe(year);
        const span = parseSpan(spanText({ months, n: length } as never));
        expect([span?.n, span?.months]).toEqual([length, length === 0 ? span?.months : months]);
      }),
      runs,
    );
  });
});

describe('patterns', () => {
  test('agree with the platform on patterns both have', () => {
    const piece = fc.letrec<{ any: string }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', 'c', '^', '$'),
        fc.tuple(tie('any'), tie('any')).map(([a, b]) => a + b),
        fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a}|${b})`),
        fc
          .tuple(tie('any'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}'))
          .map(([a, times]) => `(?:${a})${times}`),
      ),
    })).any;
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '\n'), maxLength: 6 });
    fc.assert(
      fc.property(piece, text, (source, given) => {
        const made = pattern(source, '');
        if (typeof made === 'string') return;
        expect(made.test(given)).toBe(new RegExp(source, 'u').test(given));
      }),
      runs,
    );
  });
});
