/**
 * Decimals of 34 digits, half even (decimal128, as DMN asks): coefficient × 10^exponent, both exact.
 * Big integers of the platform do the counting, so that the whole is small enough for a page; what
 * is irrational (roots, logarithms, powers) is worked out to more digits and rounded once.
 */

/** Digits of a result. */
const DIGITS = 34;
/** The largest and the smallest adjusted exponent of a result; beyond it is infinite, or zero. */
const MOST = 6144;
const LEAST = -6176;

/** How a half, or any rest, is rounded. */
export type RoundingMode =
  | 'up'
  | 'down'
  | 'ceiling'
  | 'floor'
  | 'half up'
  | 'half down'
  | 'half even';

const tens = Array.from({ length: 160 }, (_, at) => 10n ** BigInt(at));
const ten = (n: number): bigint => tens[n] ?? 10n ** BigInt(n);
const LIMIT = ten(DIGITS);

const size = (c: bigint): bigint => (c < 0n ? -c : c);

/** How many digits a coefficient has (0 has one): looked up among the powers of ten. */
function digits(c: bigint): number {
  const a = size(c);
  const most = tens.length - 1;
  if (a >= ten(most)) return a.toString().length;
  let low = 0;
  // The number of digits is in (low, high].
  for (let high = most; high - low > 1;) {
    const middle = (low + high) >> 1;
    if (a >= ten(middle)) low = middle;
    else high = middle;
  }
  return low + 1;
}

/** c / 10^drop rounded to a whole coefficient. */
function cut(c: bigint, drop: number, how: RoundingMode): bigint {
  if (drop <= 0) return c;
  const unit = ten(drop);
  const whole = c / unit;
  const rest = size(c - whole * unit);
  if (rest === 0n) return whole;
  const away = whole + (c < 0n ? -1n : 1n);
  if (how === 'down') return whole;
  if (how === 'up') return away;
  if (how === 'floor') return c < 0n ? away : whole;
  if (how === 'ceiling') return c < 0n ? whole : away;
  const twice = rest * 2n;
  if (twice !== unit) return twice > unit ? away : whole;
  if (how === 'half even') return (whole & 1n) === 0n ? whole : away;
  return how === 'half up' ? away : whole;
}

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** A decimal, never changed. Anything that has no finite value (1 ÷ 0, √−1) is not `isFinite`. */
export class Decimal {
  /** Coefficient. */
  readonly c: bigint;
  /** Exponent. */
  readonly e: number;
  private readonly finite: boolean;

  constructor(value: number | string | Decimal, exponent?: number, finite = true) {
    if (value instanceof Decimal) {
      this.c = value.c;
      this.e = value.e;
      this.finite = value.finite;
      return;
    }
    if (typeof value === 'number' && Number.isSafeInteger(value)) {
      this.c = BigInt(value);
      this.e = exponent ?? 0;
      this.finite = finite;
      return;
    }
    const [, sign = '', whole = '', part = '', power = '0'] = form.exec(String(value)) ?? [];
    this.finite = finite && whole + part !== '';
    this.c = this.finite ? BigInt(whole + part) * (sign === '-' ? -1n : 1n) : 0n;
    this.e = Number(power) - part.length;
  }

  /** A decimal of a coefficient and an exponent, as they are. */
  static exact(c: bigint, e: number): Decimal {
    const made = Object.create(Decimal.prototype) as { c: bigint; e: number; finite: boolean };
    made.c = c;
    made.e = c === 0n ? 0 : e;
    made.finite = true;
    return made as unknown as Decimal;
  }

  /** c × 10^e rounded to 34 digits. */
  static rounded(c: bigint, e: number): Decimal {
    if (c < LIMIT && c > -LIMIT && e < 6000 && e > -6000) return Decimal.exact(c, e);
    let drop = Math.max(0, digits(c) - DIGITS);
    let made = cut(c, drop, 'half even');
    if (size(made) === LIMIT) {
      made /= 10n;
      drop++;
    }
    const adjusted = digits(made) + e + drop - 1;
    if (made !== 0n && adjusted > MOST) return new Decimal(0, 0, false);
    return adjusted < LEAST ? Decimal.exact(0n, 0) : Decimal.exact(made, e + drop);
  }

  /** The larger of two. */
  static max(a: Decimal, b: Decimal): Decimal {
    return a.cmp(b) >= 0 ? a : b;
  }

  isFinite(): boolean {
    return this.finite;
  }
  isNegative(): boolean {
    return this.c < 0n;
  }
  isInteger(): boolean {
    return this.finite && (this.e >= 0 || this.c % ten(-this.e) === 0n);
  }

  /** Negative, zero or positive as this is less than, equal to or more than the other. */
  cmp(other: Decimal | number | string): number {
    const that = other instanceof Decimal ? other : new Decimal(other);
    const [a, b] = [this.c < 0n ? -1 : this.c > 0n ? 1 : 0, that.c < 0n ? -1 : that.c > 0n ? 1 : 0];
    if (a !== b || a === 0) return a - b;
    if (this.e === that.e) return this.c < that.c ? -1 : this.c > that.c ? 1 : 0;
    const apart = digits(this.c) + this.e - digits(that.c) - that.e;
    if (apart !== 0) return apart > 0 ? a : -a;
    const least = Math.min(this.e, that.e);
    const rest = this.c * ten(this.e - least) - that.c * ten(that.e - least);
    return rest < 0n ? -1 : rest > 0n ? 1 : 0;
  }
  lte(other: Decimal | number): boolean {
    return this.cmp(other) <= 0;
  }

  neg(): Decimal {
    return this.finite ? Decimal.exact(-this.c, this.e) : this;
  }
  abs(): Decimal {
    return this.c < 0n ? this.neg() : this;
  }

  plus(other: Decimal | number | string): Decimal {
    const that = other instanceof Decimal ? other : new Decimal(other);
    if (!this.finite || !that.finite) return new Decimal(0, 0, false);
    if (this.e === that.e) return Decimal.rounded(this.c + that.c, this.e);
    const [high, low] = this.e > that.e ? [this, that] : [that, this];
    if (high.c === 0n) return Decimal.rounded(low.c, low.e);
    const gap = high.e - low.e;
    if (gap < 120) return Decimal.rounded(high.c * ten(gap) + low.c, low.e);
    // Too far apart to meet: the lower one only says to which side the sum leans.
    const lean = digits(low.c) < gap - 72;
    if (!lean) return Decimal.rounded(high.c * ten(gap) + low.c, low.e);
    return Decimal.rounded(
      high.c * ten(70) + (low.c > 0n ? 1n : low.c < 0n ? -1n : 0n),
      high.e - 70,
    );
  }
  minus(other: Decimal | number | string): Decimal {
    return this.plus((other instanceof Decimal ? other : new Decimal(other)).neg());
  }
  times(other: Decimal | number | string): Decimal {
    const that = other instanceof Decimal ? other : new Decimal(other);
    if (!this.finite || !that.finite) return new Decimal(0, 0, false);
    return Decimal.rounded(this.c * that.c, this.e + that.e);
  }
  div(other: Decimal | number | string): Decimal {
    const that = other instanceof Decimal ? other : new Decimal(other);
    if (!this.finite || !that.finite || that.c === 0n) return new Decimal(0, 0, false);
    const more = Math.max(0, DIGITS + 2 + digits(that.c) - digits(this.c));
    const scaled = this.c * ten(more);
    const whole = scaled / that.c;
    if (whole * that.c === scaled) return Decimal.rounded(whole, this.e - that.e - more).stripped();
    const lean = this.c < 0n === that.c < 0n ? 1n : -1n;
    return Decimal.rounded(whole * 10n + lean, this.e - that.e - more - 1);
  }
  /** The rest of a division towards zero, with the sign of the dividend. */
  mod(other: Decimal | number): Decimal {
    const that = other instanceof Decimal ? other : new Decimal(other);
    if (!this.finite || !that.finite || that.c === 0n) return new Decimal(0, 0, false);
    const least = Math.min(this.e, that.e);
    return Decimal.rounded((this.c * ten(this.e - least)) % (that.c * ten(that.e - least)), least);
  }

  /** Rounded to so many decimals; negative ones round tens and hundreds. */
  toDecimalPlaces(places: number, how: RoundingMode): Decimal {
    const drop = -places - this.e;
    if (drop <= 0 || !this.finite) return this;
    const c = cut(this.c, Math.min(drop, digits(this.c) + 1), how);
    return Decimal.exact(c, -places);
  }
  toSignificantDigits(most: number): Decimal {
    const drop = digits(this.c) - most;
    return drop <= 0 || !this.finite
      ? this
      : Decimal.exact(cut(this.c, drop, 'half even'), this.e + drop);
  }
  trunc(): Decimal {
    return this.toDecimalPlaces(0, 'down');
  }
  floor(): Decimal {
    return this.toDecimalPlaces(0, 'floor');
  }
  ceil(): Decimal {
    return this.toDecimalPlaces(0, 'ceiling');
  }

  toNumber(): number {
    return this.finite ? Number(`${this.c}e${this.e}`) : Number.NaN;
  }
  /** Without trailing zeros in the coefficient. */
  stripped(): Decimal {
    let { c, e } = this;
    if (c === 0n) return this;
    for (const step of [16, 4, 1]) while (c % ten(step) === 0n) [c, e] = [c / ten(step), e + step];
    return Decimal.exact(c, e);
  }
  /** All digits, no exponent, no trailing zeros after the point. */
  toFixed(): string {
    const { c, e } = this.e < 0 ? this.stripped() : this;
    if (e >= 0) return c.toString() + '0'.repeat(e);
    const text = size(c)
      .toString()
      .padStart(1 - e, '0');
    return `${c < 0n ? '-' : ''}${text.slice(0, e)}.${text.slice(e)}`;
  }

  sqrt(): Decimal {
    if (!this.finite || this.c < 0n) return new Decimal(0, 0, false);
    if (this.c === 0n) return this;
    const [c, e] = shorter(this.c, this.e);
    let more = Math.max(0, 2 * (DIGITS + 2) - digits(c));
    if ((e - more) % 2 !== 0) more++;
    const square = c * ten(more);
    let root = BigInt(Math.floor(Math.sqrt(Number(square))));
    for (let next = 0n; ; root = next) {
      next = (root + square / root) >> 1n;
      if (next === root || next === root + 1n) break;
    }
    while (root * root > square) root--;
    const half = (e - more) / 2;
    if (root * root === square) return Decimal.rounded(root, half).stripped();
    return Decimal.rounded(root * 10n + 1n, half - 1);
  }
  exp(): Decimal {
    return this.finite ? expOf(this) : this;
  }
  ln(): Decimal {
    if (!this.finite || this.c <= 0n) return new Decimal(0, 0, false);
    if (this.cmp(1) === 0) return new Decimal(0);
    return Decimal.rounded(lnFixed(this), -PLACES).stripped();
  }
  /** To a power: whole ones by multiplying, others by exp and ln. */
  pow(other: Decimal | number | string): Decimal {
    const by = other instanceof Decimal ? other : new Decimal(other);
    if (!this.finite || !by.finite) return new Decimal(0, 0, false);
    const n = by.toNumber();
    if (n === 0) return new Decimal(1);
    if (this.c === 0n) return n > 0 ? this : new Decimal(0, 0, false);
    if (by.isInteger() && Math.abs(n) < 1e9) return wholePower(this, n);
    if (this.c < 0n) return new Decimal(0, 0, false);
    const log = lnFixed(this) * by.c;
    return expOf(Decimal.exact(log, by.e - PLACES));
  }
}

/** Decimals of the fixed point in which irrational results are worked out. */
const PLACES = 100;
const ONE = 10n ** BigInt(PLACES);
const LN10 =
  BigInt(
    '2302585092994045684017991454684364207601101488628772976033327900967572609677352480235997205089598298' +
      '341967784042286248633409525465082806756666',
  ) /
  10n ** 41n;

/** e^x of a fixed-point x of less than 4: halved ten times, Taylor's series, squared ten times. */
function expFixed(x: bigint): bigint {
  const small = x >> 10n;
  let sum = ONE;
  let term = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = (term * small) / (ONE * n);
    sum += term;
  }
  for (let n = 0; n < 10; n++) sum = (sum * sum) / ONE;
  return sum;
}

function fixed(value: Decimal): bigint {
  const shift = value.e + PLACES;
  return shift >= 0 ? value.c * ten(shift) : value.c / ten(Math.min(-shift, digits(value.c) + 1));
}

function expOf(value: Decimal): Decimal {
  if (digits(value.c) + value.e > 6) {
    return value.c > 0n ? new Decimal(0, 0, false) : new Decimal(0);
  }
  const x = fixed(value);
  const power = x / LN10;
  return Decimal.rounded(expFixed(x - power * LN10), Number(power) - PLACES).stripped();
}

/** ln x in fixed point: the double's logarithm, mended twice (each triples the digits). */
function lnFixed(value: Decimal): bigint {
  const power = digits(value.c) + value.e;
  const m = fixed(Decimal.exact(value.c, value.e - power));
  const first = Math.log(Number(m / 10n ** 80n) / 1e20);
  let y = (BigInt(Math.round(first * 1e15)) * ONE) / 10n ** 15n;
  for (let n = 0; n < 2; n++) {
    const guess = expFixed(y);
    y += (2n * (m - guess) * ONE) / (m + guess);
  }
  return y + BigInt(power) * LN10;
}

/** Keeps 70 digits on the way: an error of one in the last is far below the 34 of the result. */
function shorter(c: bigint, e: number): [bigint, number] {
  const drop = digits(c) - 70;
  return drop <= 0 ? [c, e] : [cut(c, drop, 'half even'), e + drop];
}

function wholePower(base: Decimal, n: number): Decimal {
  let [c, e] = shorter(base.c, base.e);
  let made: [bigint, number] = [1n, 0];
  for (let left = Math.abs(n); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) made = shorter(made[0] * c, made[1] + e);
    [c, e] = shorter(c * c, e * 2);
    if (Math.abs(made[1]) > 40_000) break;
  }
  const [top, power] = made;
  if (n > 0) return power > 20_000 ? new Decimal(0, 0, false) : Decimal.rounded(top, power);
  if (power > 20_000) return new Decimal(0);
  return Decimal.rounded(ten(140) / top, -power - 140).stripped();
}
