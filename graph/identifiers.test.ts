import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  caseNumber,
  creditCheck,
  identityCheck,
  licenceIdentifier,
  maskIdentityNumber,
  maskName,
  maskPhone,
  mod3736,
  organisationCheck,
  readCaseNumber,
  readCreditCode,
  readIdentityNumber,
  readLicenceIdentifier,
} from './identifiers.ts';
import { addDays } from './period.ts';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
console.info(`identifiers.test seed ${seed}`);
const runs = { seed, numRuns: 400 };
const isProblem = (result: object): boolean => 'problem' in result;

/** Every text that differs in one character, and every swap of two unequal neighbours. */
function* mistakes(text: string, alphabet: string): Generator<string> {
  for (let i = 0; i < text.length; i++) {
    for (const other of alphabet) {
      if (other !== text[i]) yield text.slice(0, i) + other + text.slice(i + 1);
    }
    const [a, b] = [text.charAt(i), text.charAt(i + 1)];
    if (b && a !== b) yield text.slice(0, i) + b + a + text.slice(i + 2);
  }
}

/** Two characters differ: only a swap does that. */
const isSwap = (right: string, wrong: string): boolean =>
  [...wrong].filter((character, i) => character !== right[i]).length === 2;

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const birthday = fc
  .integer({ min: 0, max: 46_000 })
  .map((days) => addDays('1900-01-01', days).replaceAll('-', ''));

describe('identity number', () => {
  const identity = fc
    .tuple(fc.constantFrom('310107', '110105', '830000'), birthday, digits(3))
    .map((parts) => parts.join(''))
    .map((body) => body + identityCheck(body));

  test('the vector, its birth and sex', () => {
    expect(readIdentityNumber(' 11010519491231002x ')).toEqual({
      number: '11010519491231002X',
      birth: '1949-12-31',
      sex: 'female',
      region: '110105',
    });
    expect(readIdentityNumber('１１０１０５１９４９１２３１００２Ｘ')).toMatchObject({
      sex: 'female',
    });
  });

  test.each([
    ['110105491231002', /15 位/],
    ['1101051949123100', /应为 18 位，您填写了 16 位/],
    ['11010519491231002A', /前 17 位应为数字/],
    ['1101051949123100X2', /前 17 位应为数字/],
    ['99010519491231002X', /地区码/],
    ['110105194902290023', /出生日期 1949-02-29/],
    ['110105177612310023', /出生日期/],
    ['110105194912310021', /校验不通过/],
    ['', /您填写了 0 位/],
  ])('%s', (text, message) => {
    expect(readIdentityNumber(text)).toEqual({ problem: expect.stringMatching(message) });
  });

  test('a leap day is real only in a leap year; a birth to come is refused', () => {
    const leap = `310107${'20240229'}001`;
    expect(readIdentityNumber(leap + identityCheck(leap))).toMatchObject({ birth: '2024-02-29' });
    const future = `310107${'20270101'}001`;
    const number = future + identityCheck(future);
    expect(readIdentityNumber(number)).toMatchObject({ sex: 'male' });
    expect(isProblem(readIdentityNumber(number, { today: '2026-11-22' }))).toBe(true);
  });

  test('every slip of one digit and every swap of neighbours is found', () => {
    fc.assert(
      fc.property(identity, (number) => {
        expect(isProblem(readIdentityNumber(number))).toBe(false);
        const missed = [...mistakes(number, '0123456789X')].filter(
          (wrong) => !isProblem(readIdentityNumber(wrong)),
        );
        expect(missed).toEqual([]);
      }),
      runs,
    );
  });
});

describe('credit code', () => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const code = fc
    .tuple(
      fc.constantFrom('91', '11', '52'),
      digits(6),
      fc.string({ unit: fc.constantFrom(...alphabet), minLength: 8, maxLength: 8 }),
    )
    .map(([kind, region, organisation]) => {
      const body = kind + region + organisation + organisationCheck(organisation);
      return body + creditCheck(body);
    });

  test.each(['91350100M000100Y43', '91350200MA2YJ1XR9G', '91440101MA5CJQ4N59'])('%s', (vector) => {
    expect(readCreditCode(` ${vector.toLowerCase()}`)).toEqual({
      code: vector,
      department: '9',
      category: '1',
      region: vector.slice(2, 8),
      organisation: vector.slice(8, 17),
    });
  });

  test('problems, and which of them the register may overrule', () => {
    expect(readCreditCode('91350100M000100Y44')).toMatchObject({ doubtful: true });
    expect(readCreditCode('91350100M000100Y4')).toEqual({
      problem: expect.stringContaining('您填写了 17 位'),
      doubtful: false,
    });
    expect(readCreditCode('9135O100M000100Y43')).toEqual({
      problem: expect.stringContaining('没有“O”'),
      doubtful: false,
    });
    const inner = '91350100M000100Y5';
    expect(readCreditCode(inner + creditCheck(inner))).toMatchObject({ doubtful: true });
    expect(isProblem(readCreditCode('9A35A100M000100Y43'))).toBe(true);
  });

  test('every slip of one character and every swap of neighbours is found', () => {
    fc.assert(
      fc.property(code, (number) => {
        expect(isProblem(readCreditCode(number))).toBe(false);
        const missed = [...mistakes(number, alphabet)].filter(
          (wrong) => !isProblem(readCreditCode(wrong)),
        );
        expect(missed).toEqual([]);
      }),
      runs,
    );
  });
});

describe('MOD 37,36', () => {
  test('refuses other characters', () => {
    expect(() => mod3736('a')).toThrow(RangeError);
    expect(() => mod3736('-')).toThrow(RangeError);
  });

  test('every slip of one character is found, and nearly every swap of neighbours', () => {
    let swaps = 0;
    let missed = 0;
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...letters), minLength: 4, maxLength: 40 }),
        (body) => {
          const whole = body + mod3736(body);
          const found = (wrong: string): boolean =>
            mod3736(wrong.slice(0, -1)) !== wrong.charAt(wrong.length - 1);
          const all = [...mistakes(whole, letters)];
          const swapped = all.filter((wrong) => isSwap(whole, wrong));
          swaps += swapped.length;
          missed += swapped.filter((wrong) => !found(wrong)).length;
          expect(all.filter((wrong) => !isSwap(whole, wrong) && !found(wrong))).toEqual([]);
        },
      ),
      { seed, numRuns: 200 },
    );
    console.info(`MOD 37,36 missed ${missed} of ${swaps} swaps`);
    expect(missed / swaps).toBeLessThan(0.01);
  });
});

describe('licence identifier', () => {
  test.each([
    '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
    '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.002.S',
    '1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F',
    '1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0',
  ])('%s', (vector) => {
    const read = readLicenceIdentifier(vector);
    if ('problem' in read) throw new Error(read.problem);
    expect(licenceIdentifier(read)).toBe(vector);
    expect(read.version).toBe(vector.slice(-5, -2));
  });

  test('problems', () => {
    const good = '1.2.156.3005.2.11100000000013338W032.11220000013544541J.2430599.001.F';
    const problem = (text: string) => (readLicenceIdentifier(text) as { problem: string }).problem;
    expect(problem(good.replace('2430599', '2430598'))).toContain('校验不通过');
    expect(problem(good.slice(0, -2))).toContain('格式不对');
    expect(problem(good.replace('.001.', '.01.'))).toContain('格式不对');
    expect(problem('2.2.156.1')).toContain('开头');
    expect(() => licenceIdentifier({ type: 'X', issuer: '', serial: '', version: '1' })).toThrow(
      RangeError,
    );
  });
});

describe('case number', () => {
  const parts = { area: '310107', date: '2026-11-22', channel: '1', sequence: 42 };

  test('written, read, and refused when a digit is off', () => {
    const number = caseNumber(parts);
    expect(number).toMatch(/^31010720261122100000042[0-9A-Z]$/);
    expect(readCaseNumber(` ${number.toLowerCase()} `)).toEqual(parts);
    const slips = [...mistakes(number, '0123456789')].filter((wrong) => !isSwap(number, wrong));
    expect(slips.filter((wrong) => !isProblem(readCaseNumber(wrong)))).toEqual([]);
    expect(readCaseNumber('123')).toEqual({ problem: expect.stringContaining('您填写了 3 位') });
    const body = '31010720260230100000042';
    expect(readCaseNumber(body + mod3736(body))).toEqual({
      problem: expect.stringContaining('日期不存在'),
    });
  });

  test('parts that cannot be', () => {
    expect(() => caseNumber({ ...parts, sequence: 100_000_000 })).toThrow(RangeError);
    expect(() => caseNumber({ ...parts, area: '31' })).toThrow(RangeError);
    expect(() => caseNumber({ ...parts, channel: 'ab' })).toThrow(RangeError);
    expect(() => caseNumber({ ...parts, date: '2026-02-30' })).toThrow(/没有/);
  });
});

test('masks', () => {
  expect(maskName('张三丰')).toBe('张*');
  expect(maskName('𠮷田')).toBe('𠮷*');
  expect(maskName('')).toBe('');
  expect(maskIdentityNumber('11010519491231002X')).toBe('110105**********2X');
  expect(maskIdentityNumber('E1234')).toBe('*****');
  expect(maskPhone('13812345678')).toBe('138****5678');
  expect(maskPhone('5678')).toBe('****');
});
