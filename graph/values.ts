/**
 * Values of fields as they are kept: one spelling for one value, or a problem in words that say
 * what to do. Pure and small: forms in the browser use it while people type, the server before it
 * stores.
 */
import type { Json } from '#rules';
import { readCreditCode, readIdentityNumber } from './identifiers.ts';
import { addMonths, isDate } from './period.ts';
import type { Field } from './schema.ts';
import { cleanText } from './text.ts';

/** The value to keep, or what is wrong and what to do about it. */
export type Canonical = { value: Json } | { problem: string };

/** What `canonical` needs to know of a field. */
export type FieldKind = Pick<Field, 'type' | 'name'> &
  Partial<Pick<Field, 'options' | 'fields' | 'max length' | 'scale' | 'min' | 'max'>> & {
    id?: string;
  };

/** Longest text where a field does not say (characters, not bytes). */
const LONGEST: Partial<Record<Field['type'], number>> = { text: 1000, name: 60, phone: 40 };
/** Digits before the point: more is a slip of the hand, not an amount. */
const INTEGER_DIGITS = 15;
const DEEPEST = 8;

/** Decimals of a number and of an amount of money where the field does not say. */
export const DECIMALS = { number: 6, money: 2 };
/** Least value where the field does not say: nobody declares less than no money. */
export const LEAST = { number: undefined, money: '0' };

const problem = (words: string): Canonical => ({ problem: words });

/** Full-width digits, letters and signs as ASCII; blanks inside numbers go. */
function narrow(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200b-\u200f\ufeff]/gu, '');
}

function textOf(raw: unknown): string | undefined {
  if (typeof raw === 'string') return raw;
  if (typeof raw === 'number' && Number.isFinite(raw)) return String(raw);
  return undefined;
}

type Kind = (field: FieldKind, raw: unknown, depth: number) => Canonical;

/** Texts longer than this may have several lines. */
const ONE_LINE = 120;

function words(lines: boolean): Kind {
  return (field, raw) => {
    const text = textOf(raw);
    if (text === undefined) return problem('请填写文字');
    const max = field['max length'] ?? LONGEST[field.type] ?? 1000;
    const clean = cleanText(text, max, { lines: lines && max > ONE_LINE });
    if ('problem' in clean) return clean;
    return clean.text === '' ? problem(`请填写${field.name.zh}`) : { value: clean.text };
  };
}

const name: Kind = (field, raw, depth) => {
  const found = words(false)(field, raw, depth);
  if ('problem' in found || typeof found.value !== 'string') return found;
  const value = found.value.replace(/\s+/g, ' ').replace(/[•∙‧・．]/g, '·');
  if (/[0-9０-９@#$%^*<>{}[\]\\|=+_~"“”;；:：!！?？]/.test(value)) {
    return problem('姓名里不能有数字或特殊符号，请照身份证件上的写法填写');
  }
  return { value };
};

const identity: Kind = (_, raw) => {
  const text = textOf(raw);
  if (text === undefined) return problem('请填写身份证号');
  const found = readIdentityNumber(text.slice(0, 200));
  return 'problem' in found ? problem(found.problem) : { value: found.number };
};

const credit: Kind = (_, raw) => {
  const text = textOf(raw);
  if (text === undefined) return problem('请填写统一社会信用代码');
  const found = readCreditCode(text.slice(0, 200));
  return 'problem' in found ? problem(found.problem) : { value: found.code };
};

/**
 * Mobile: 11 digits, 1 3–9. Landline: area code 0 and 2–3 digits, 7–8 digits, kept as 021-62345678.
 */
const phone: Kind = (_, raw) => {
  const text = textOf(raw);
  if (text === undefined) return problem('请填写电话号码');
  const digits = narrow(text.slice(0, 100)).replace(/[‐-―−－]/g, '-');
  const mobile = digits.replaceAll('-', '').replace(/^(?:\+|00)?86(?=1[3-9]\d{9}$)/, '');
  if (/^1[3-9]\d{9}$/.test(mobile)) return { value: mobile };
  const line = /^\(?(0\d{2,3})\)?-?([2-9]\d{6,7})(?:(?:-|转|ext\.?)(\d{1,6}))?$/i.exec(digits);
  if (line && /^0(?:10|2\d|[3-9]\d{2})$/.test(line[1] ?? '')) {
    return { value: [line[1], line[2], line[3]].filter(Boolean).join('-') };
  }
  if (/^1\d*$/.test(mobile)) {
    return mobile.length === 11
      ? problem('手机号第二位应是 3 到 9，请核对')
      : problem(`手机号应为 11 位，您填写了 ${mobile.length} 位，请核对`);
  }
  return problem('电话号码填 11 位手机号，或带区号的固定电话，例如 021-62345678');
};

/** Reads `2026-11-22`, `2026/1/2`, `2026年1月2日`, `20261122`. */
const date: Kind = (_, raw) => {
  if (typeof raw !== 'string') return problem('请填写日期，例如 2026-11-22');
  const text = narrow(raw.slice(0, 100));
  const m =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (!m) return problem('日期请按“年-月-日”填写，例如 2026-11-22');
  const value = [m[1], m[2]?.padStart(2, '0'), m[3]?.padStart(2, '0')].join('-');
  if (isDate(value)) return { value };
  const [y, mo] = [Number(m[1]), Number(m[2])];
  const last = mo >= 1 && mo <= 12 && y > 0 ? addMonths(`${m[1]}-01-31`, mo - 1).slice(8) : '';
  const hint = last === '' ? '' : `（这个月到 ${Number(last)} 日）`;
  return problem(`没有 ${value} 这一天${hint}，请核对`);
};

const period: Kind = (field, raw, depth) => {
  const parts = record(raw);
  if (!parts) return problem('请填写开始和结束日期');
  const from = date(field, parts['from'], depth);
  if ('problem' in from) return problem(`开始日期：${from.problem}`);
  const to = date(field, parts['to'], depth);
  if ('problem' in to) return problem(`结束日期：${to.problem}`);
  if (String(from.value) > String(to.value)) return problem('结束日期在开始日期前面，请核对');
  return { value: { from: from.value, to: to.value } };
};

type Decimal = { negative: boolean; whole: string; fraction: string };

function decimal(text: string): Decimal | undefined {
  const m = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text) ?? /^([+-]?)()\.(\d+)$/.exec(text);
  if (!m) return undefined;
  const whole = (m[2] ?? '').replace(/^0+(?=\d)/, '') || '0';
  const fraction = (m[3] ?? '').replace(/0+$/, '');
  const zero = whole === '0' && fraction === '';
  return { negative: m[1] === '-' && !zero, whole, fraction };
}

function written({ negative, whole, fraction }: Decimal): string {
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Orders two decimals exactly: negative, zero or positive. */
export function orderDecimals(a: string, b: string): number {
  const [x, y] = [decimal(a), decimal(b)];
  if (!x || !y) throw new RangeError(`no decimals: ${a}, ${b}`);
  if (x.negative !== y.negative) return x.negative ? -1 : 1;
  const size = (d: Decimal): string => d.whole.padStart(40, '0') + d.fraction.padEnd(40, '0');
  const [p, q] = [size(x), size(y)];
  const order = p === q ? 0 : p < q ? -1 : 1;
  return x.negative ? -order : order;
}

/**
 * Canonical decimal text: no blanks, no thousands separators, no useless zeros; 元 and the like may
 * follow.
 */
const number: Kind = (field, raw) => {
  const text = textOf(raw);
  const money = field.type === 'money';
  const what = money ? '金额' : '数字';
  if (text === undefined) return problem(`请填写${what}`);
  const plain = narrow(text.slice(0, 100))
    .replace(/^[¥￥]/, '')
    .replace(/元$/, '');
  const grouped = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(plain);
  const d = decimal(grouped ? plain.replaceAll(',', '') : plain);
  if (!d) return problem(`${what}只能写数字和小数点，例如 ${money ? '1200.50' : '12'}`);
  if (d.whole.length > INTEGER_DIGITS)
    return problem(`${what}太大了（超过 ${INTEGER_DIGITS} 位），请核对`);
  const scale = field.scale ?? DECIMALS[money ? 'money' : 'number'];
  if (d.fraction.length > scale) {
    return problem(scale === 0 ? '请填整数' : `最多 ${scale} 位小数，请核对`);
  }
  const value = written(d);
  const min = field.min ?? LEAST[money ? 'money' : 'number'];
  if (min !== undefined && orderDecimals(value, min) < 0) return problem(`不能小于 ${min}，请核对`);
  if (field.max !== undefined && orderDecimals(value, field.max) > 0) {
    return problem(`不能大于 ${field.max}，请核对`);
  }
  return { value };
};

const boolean: Kind = (_, raw) => {
  if (typeof raw === 'boolean') return { value: raw };
  if (raw === 'true' || raw === 'false') return { value: raw === 'true' };
  return problem('请选“是”或“不是”');
};

function listOptions(field: FieldKind): string {
  return Object.values(field.options ?? {})
    .slice(0, 5)
    .map((o) => o.zh)
    .join('、');
}

/** A code; a label that only one option has is taken for its code. */
const choice: Kind = (field, raw) => {
  const options = field.options ?? {};
  const text = typeof raw === 'string' ? raw.normalize('NFC').trim() : undefined;
  if (text !== undefined && Object.hasOwn(options, text)) return { value: text };
  const named = Object.entries(options).filter(([, o]) => o.zh === text || o.en === text);
  if (named.length === 1 && named[0]) return { value: named[0][0] };
  return problem(`请从选项里选一个：${listOptions(field)}`);
};

const choices: Kind = (field, raw, depth) => {
  if (!Array.isArray(raw)) return problem(`请从选项里选：${listOptions(field)}`);
  const codes = new Set<string>();
  for (const one of raw.slice(0, 500)) {
    const found = choice(field, one, depth);
    if ('problem' in found) return found;
    codes.add(String(found.value));
  }
  if (codes.size === 0) return problem(`请至少选一个：${listOptions(field)}`);
  const order = Object.keys(field.options ?? {});
  return { value: [...codes].sort((a, b) => order.indexOf(a) - order.indexOf(b)) };
};

function record(raw: unknown): Record<string, unknown> | undefined {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
    ? (raw as Record<string, unknown>)
    : undefined;
}

const address: Kind = (field, raw, depth): Canonical => {
  const parts = record(raw) ?? { detail: raw };
  const text: FieldKind = {
    type: 'text',
    name: { zh: '详细地址' },
    'max length': field['max length'] ?? 200,
  };
  const detail = words(false)(text, parts['detail'], depth);
  if ('problem' in detail) return problem(`详细地址：${detail.problem}`);
  if (parts['area'] === undefined || parts['area'] === null || parts['area'] === '') {
    return { value: { detail: detail.value } };
  }
  const area = typeof parts['area'] === 'string' ? narrow(parts['area'].slice(0, 100)) : '';
  if (!/^\d{6}(\d{3})?$/.test(area)) return problem('请从列表里选街道或镇');
  return { value: { area, detail: detail.value } };
};

/** Luhn check of a card number (ISO/IEC 7812-1 annex B). */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const d = Number(digits[digits.length - 1 - i]) * (i % 2 === 1 ? 2 : 1);
    sum += d > 9 ? d - 9 : d;
  }
  return sum % 10 === 0;
}

/**
 * 16–19 digits. A card of UnionPay (62…, 16 or 19 digits) carries a Luhn digit and is checked;
 * passbook accounts carry none, so other numbers are not.
 */
const account: Kind = (_, raw) => {
  const text = typeof raw === 'string' ? raw : undefined;
  if (text === undefined) return problem('请填写银行账号');
  const digits = narrow(text.slice(0, 100)).replaceAll('-', '');
  if (!/^\d+$/.test(digits)) return problem('银行账号只有数字，请对照银行卡核对');
  if (digits.length < 16 || digits.length > 19) {
    return problem(`银行账号应为 16 到 19 位，您填写了 ${digits.length} 位，请对照银行卡核对`);
  }
  const card = digits.startsWith('62') && (digits.length === 16 || digits.length === 19);
  if (card && !luhn(digits))
    return problem('银行卡号校验不通过，可能有一位填错或两位写反，请逐位核对');
  return { value: digits };
};

const file: Kind = (_, raw) => {
  if (typeof raw === 'string' && /^[\w-]{1,64}$/.test(raw)) return { value: raw };
  return problem('请重新上传文件');
};

const parts: Kind = (field, raw, depth) => {
  const given = record(raw);
  if (!given) return problem(`请填写${field.name.zh}`);
  const value: { [key: string]: Json } = {};
  for (const f of field.fields ?? []) {
    const one = Object.hasOwn(given, f.id) ? given[f.id] : undefined;
    if (one === undefined || one === null || one === '') continue;
    const found = kinds(f, one, depth + 1);
    if ('problem' in found) return problem(`${f.name.zh}：${found.problem}`);
    value[f.id] = found.value;
  }
  return Object.keys(value).length > 0 ? { value } : problem(`请填写${field.name.zh}`);
};

const KINDS: Record<Field['type'], Kind> = {
  text: words(true),
  name,
  'id-number': identity,
  'credit-code': credit,
  phone,
  date,
  period,
  number,
  money: number,
  boolean,
  choice,
  choices,
  address,
  place: address,
  file,
  'bank-account': account,
  record: parts,
};

function kinds(field: FieldKind, raw: unknown, depth: number): Canonical {
  if (depth > DEEPEST) return problem(`${field.name.zh}套得太深，请联系窗口`);
  return KINDS[field.type](field, raw, depth);
}

/**
 * The one value a field keeps for what was typed, pasted or sent: numbers as canonical decimal
 * text, dates that exist, numbers with their check digits right, choices that exist. Never throws,
 * whatever JSON it is given.
 */
export function canonical(field: FieldKind, raw: unknown): Canonical {
  return kinds(field, raw, 0);
}
