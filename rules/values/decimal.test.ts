/** Our decimals against decimal.js, set to the same 34 digits half even: digit for digit. */
import { Decimal as Library } from 'decimal.js';
import { expect, test } from 'vitest';
import { chance } from '../agreement/random.ts';
import { Decimal } from './decimal.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`decimal.test seed ${seed}`);
const Peer = Library.clone({
  precision: 34,
  rounding: Library.ROUND_HALF_EVEN,
  maxE: 6144,
  minE: -6176,
  defaults: true,
});
const from = chance(seed);

const digits = (n: number): string => Array.from({ length: n }, () => from.below(10)).join('');

/** A number of up to 34 digits, here and there with a fraction, a sign, a large exponent. */
function text(): string {
  let made = digits(1 + from.below(from.odds(0.75) ? 6 : 33));
  if (from.odds(0.5))
    made = `${made.slice(0, from.below(made.length))}.${digits(1 + from.below(6))}`;
  if (from.odds(0.1)) made += `e${from.below(200) - 100}`;
  else if (from.odds(0.03)) made += `e${from.below(12_000) - 6000}`;
  return new Peer(from.odds(0.5) ? `-${made}` : made).toSignificantDigits(34).toFixed();
}

type Number = Decimal | Library;
const show = (n: Number | number): string => {
  if (typeof n === 'number') return String(n + 0);
  return n.isFinite() ? n.toFixed().replace(/^-0$/, '0') : 'infinite';
};

/** Both do the same thing to the same numbers. */
function agree(a: string, b: string, of: (a: Decimal, b: Decimal) => Decimal | number): void {
  const ours = show(of(new Decimal(a), new Decimal(b)));
  const theirs = show(
    (of as unknown as (a: Library, b: Library) => Number | number)(new Peer(a), new Peer(b)),
  );
  expect(ours, `${String(of)} of ${a} and ${b}`).toBe(theirs);
}

test('sums, differences, products, quotients, order', () => {
  for (let n = 0; n < 3000; n++) {
    const [a, b] = [text(), text()];
    agree(a, b, (x, y) => x.plus(y));
    agree(a, b, (x, y) => x.minus(y));
    agree(a, b, (x, y) => x.times(y));
    agree(a, b, (x, y) => x.div(y));
    agree(a, b, (x, y) => Math.sign(x.cmp(y)));
    agree(a, b, (x) => x.toNumber());
    agree(a, b, (x) => (x.isInteger() ? 1 : 0));
  }
});

test('whole parts and rests', () => {
  for (let n = 0; n < 2000; n++) {
    const [a, b] = [text(), digits(1 + from.below(8))];
    agree(a, b, (x) => x.floor());
    agree(a, b, (x) => x.ceil());
    agree(a, b, (x) => x.trunc());
    if (a.length < 60) agree(a, b, (x, y) => x.mod(y));
  }
});

const modes = ['up', 'down', 'ceiling', 'floor', 'half up', 'half down', 'half even'] as const;

test('rounding to places, seven ways', () => {
  for (let n = 0; n < 2000; n++) {
    const a = from.odds(0.5) ? text() : `${from.odds(0.5) ? '-' : ''}${digits(3)}.${digits(2)}5`;
    const places = from.below(8);
    modes.forEach((how, at) => {
      const mode = at as Library.Rounding;
      expect(show(new Decimal(a).toDecimalPlaces(places, how)), `${a} ${places} ${how}`).toBe(
        show(new Peer(a).toDecimalPlaces(places, mode)),
      );
    });
  }
});

test('roots, powers, exponentials and logarithms to the last digit', () => {
  for (let n = 0; n < 300; n++) {
    const a = text();
    const small = `${from.odds(0.5) ? '-' : ''}${digits(1 + from.below(3))}.${digits(4)}`;
    agree(a, a, (x) => x.sqrt());
    agree(a, a, (x) => x.ln());
    agree(small, small, (x) => x.exp());
    agree(small, String(from.below(60) - 20), (x, y) => x.pow(y));
    agree(
      `${1 + from.below(999)}.25`,
      `${from.odds(0.5) ? '-' : ''}${from.below(9)}.${digits(3)}`,
      (x, y) => x.pow(y),
    );
  }
});

test.each([
  ['0.1 + 0.2', new Decimal('0.1').plus('0.2'), '0.3'],
  ['a half to even', new Decimal('1e34').plus('0.5'), '10000000000000000000000000000000000'],
  ['far apart', new Decimal('1e6000').minus('1e-6000').minus('1e6000'), '0'],
  ['twenty digits', new Decimal('12345678901234567890').plus(1), '12345678901234567891'],
  ['1 ÷ 3', new Decimal(1).div(3), `0.${'3'.repeat(34)}`],
  ['2 ÷ 3', new Decimal(2).div(3), `0.${'6'.repeat(33)}7`],
  ['ln 1', new Decimal(1).ln(), '0'],
  ['e', new Decimal(1).exp(), '2.718281828459045235360287471352662'],
  ['√2', new Decimal(2).sqrt(), '1.414213562373095048801688724209698'],
  ['√16', new Decimal(16).sqrt(), '4'],
])('%s', (_what, value, expected) => {
  expect(value.toFixed()).toBe(expected);
});

test.each([
  ['1 ÷ 0', new Decimal(1).div(0)],
  ['√−1', new Decimal(-1).sqrt()],
  ['ln 0', new Decimal(0).ln()],
  ['ln −1', new Decimal(-1).ln()],
  ['0 ^ −1', new Decimal(0).pow(-1)],
  ['(−8) ^ 0.5', new Decimal(-8).pow('0.5')],
  ['10^6000 × 10^6000', new Decimal('1e6000').times('1e6000')],
  ['2 ^ 100000000', new Decimal(2).pow(100_000_000)],
  ['e ^ 100000', new Decimal(100_000).exp()],
])('%s has no finite value', (_what, value) => {
  expect(value.isFinite()).toBe(false);
});
