/** The words of reasons, in Chinese and English. */
import type { Shape } from '../check/shape.ts';
import type { CompareOp } from '../check/tree.ts';

/** Language of a reason. */
export type Lang = 'zh' | 'en';

/** What came of a part: a truth value, a value of another kind, none, or not known yet. */
export type Verdict = 'true' | 'false' | 'none' | 'unknown' | 'value';

/** Numbers of parts of and, or: all, and those that made the verdict. */
type Counts = { all: number; made: number };

/** All phrases of one language. */
export type Words = {
  verdicts: Record<Exclude<Verdict, 'value'>, string>;
  none: string;
  unknown: string;
  yes: string;
  no: string;
  colon: string;
  is: (said: string, value: string) => string;
  isNone: (said: string) => string;
  isUnknown: (said: string) => string;
  /** What is not known in full but enough for a verdict. */
  enough: (said: string) => string;
  howMany: (said: string) => string;
  /** What is required of a value, put behind it. */
  wanted: (requirement: string) => string;
  ops: (op: CompareOp, type: Shape['type'], than: string) => string;
  within: (low: string, high: string, open: { low: boolean; high: boolean }) => string;
  oneOf: (values: string) => string;
  either: (requirements: string[]) => string;
  with: (facts: string) => string;
  and: Record<Exclude<Verdict, 'value'>, (counts: Counts) => string>;
  or: Record<Exclude<Verdict, 'value'>, (counts: Counts) => string>;
  not: string;
  each: Record<Exclude<Verdict, 'value'>, (counts: Counts) => string>;
  some: Record<Exclude<Verdict, 'value'>, (counts: Counts) => string>;
  noMembers: (over: string) => string;
  known: (said: string) => string;
  isKnown: Record<'true' | 'false', string>;
  branch: (verdict: Verdict, said: string) => string;
  /** Cases in order, of which the k-th of n holds, is open, or none does. */
  cases: Record<'true' | 'unknown' | 'false', (n: number, k: number) => string>;
  span: (parts: [number: string, unit: 'y' | 'm' | 'd' | 'h' | 'min' | 's'][]) => string;
  and2: string;
};

const numberOps: Record<CompareOp, string> = {
  '=': '=',
  '!=': '≠',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
};
const dateOps: Record<CompareOp, string> = {
  '=': '是',
  '!=': '不是',
  '<': '早于',
  '<=': '不晚于',
  '>': '晚于',
  '>=': '不早于',
};
const englishDateOps: Record<CompareOp, string> = {
  '=': 'be',
  '!=': 'not be',
  '<': 'be before',
  '<=': 'be no later than',
  '>': 'be after',
  '>=': 'be no earlier than',
};
const temporal = new Set<Shape['type']>(['date', 'time', 'date-time']);

const unitsZh = { y: '年', m: '个月', d: '天', h: '小时', min: '分', s: '秒' };
const unitsEn = { y: 'year', m: 'month', d: 'day', h: 'hour', min: 'minute', s: 'second' };

const zh: Words = {
  verdicts: { true: '满足', false: '不满足', none: '没有可判断的内容', unknown: '还不能确定' },
  none: '无',
  unknown: '还不知道',
  yes: '是',
  no: '否',
  colon: '：',
  is: (said, value) => `${said} 是 ${value}`,
  isNone: (said) => `${said} 没有值`,
  isUnknown: (said) => `${said} 还不知道`,
  enough: (said) => `${said} 还不全知道，但已经可以判断`,
  howMany: (said) => `${said} 有几个还不知道`,
  wanted: (requirement) => `，要求${/^[<>≥≤=≠]/.test(requirement) ? ' ' : ''}${requirement}`,
  ops: (op, type, than) => {
    if (type === 'number' || type === 'duration') return `${numberOps[op]} ${than}`;
    if (temporal.has(type)) return `${dateOps[op]} ${than}`;
    return op === '=' ? `是 ${than}` : op === '!=' ? `不是 ${than}` : `${numberOps[op]} ${than}`;
  },
  within: (low, high, open) =>
    open.low || open.high
      ? `${open.low ? '>' : '≥'} ${low} 且 ${open.high ? '<' : '≤'} ${high}`
      : `在 ${low} 到 ${high} 之间`,
  oneOf: (values) => `是 ${values} 之一`,
  either: (requirements) => requirements.join('，或 '),
  with: (facts) => `（${facts}）`,
  and: {
    true: ({ all }) => `以下 ${all} 项都要满足：都满足`,
    false: ({ all, made }) =>
      `以下 ${all} 项都要满足：有 ${made} 项不满足${made < all ? '，已经不满足，其余不用看' : ''}`,
    none: ({ all, made }) => `以下 ${all} 项都要满足：有 ${made} 项没有可判断的内容`,
    unknown: ({ all, made }) => `以下 ${all} 项都要满足：还有 ${made} 项不能确定`,
  },
  or: {
    true: ({ all, made }) =>
      `以下 ${all} 项满足一项即可：有 ${made} 项满足${made < all ? '，已经满足，其余不用看' : ''}`,
    false: ({ all }) => `以下 ${all} 项满足一项即可：都不满足`,
    none: ({ all, made }) =>
      `以下 ${all} 项满足一项即可：没有满足的，有 ${made} 项没有可判断的内容`,
    unknown: ({ all, made }) => `以下 ${all} 项满足一项即可：还没有满足的，有 ${made} 项不能确定`,
  },
  not: '要求以下不成立',
  each: {
    true: ({ all }) => `每一个都要满足：${all} 个都满足`,
    false: ({ all, made }) => `每一个都要满足：${all} 个中有 ${made} 个不满足`,
    none: ({ made }) => `每一个都要满足：有 ${made} 个没有可判断的内容`,
    unknown: ({ made }) => `每一个都要满足：还有 ${made} 个不能确定`,
  },
  some: {
    true: ({ all, made }) => `有一个满足即可：${all} 个中有 ${made} 个满足`,
    false: ({ all }) => `有一个满足即可：${all} 个都不满足`,
    none: ({ made }) => `有一个满足即可：没有满足的，有 ${made} 个没有可判断的内容`,
    unknown: ({ made }) => `有一个满足即可：还没有满足的，有 ${made} 个不能确定`,
  },
  noMembers: (over) => `${over} 一个也没有`,
  known: (said) => `是否已经知道 ${said}`,
  isKnown: { true: '已经知道', false: '还不知道' },
  branch: (verdict, said) =>
    verdict === 'true'
      ? `因为“${said}”成立`
      : verdict === 'unknown'
        ? `“${said}”还不能确定`
        : `因为“${said}”不成立`,
  cases: {
    true: (n, k) => `共 ${n} 种情形，符合第 ${k} 种${k < n ? '，后面的不用看' : ''}`,
    unknown: (n, k) => `共 ${n} 种情形，第 ${k} 种还不能确定`,
    false: (n) => `共 ${n} 种情形，都不符合`,
  },
  span: (parts) => parts.map(([n, unit]) => `${n} ${unitsZh[unit]}`).join(' '),
  and2: '，',
};

const s = (n: number): string => (n === 1 ? '' : 's');

const others = (all: number, made: number): string =>
  made < all ? ', so the others need not be looked at' : '';

const en: Words = {
  verdicts: { true: 'met', false: 'not met', none: 'nothing to judge', unknown: 'not known yet' },
  none: 'none',
  unknown: 'not known yet',
  yes: 'yes',
  no: 'no',
  colon: ': ',
  is: (said, value) => `${said} is ${value}`,
  isNone: (said) => `${said} has no value`,
  isUnknown: (said) => `${said} is not known yet`,
  enough: (said) => `${said} is not known in full, but enough`,
  howMany: (said) => `how many ${said} is not known yet`,
  wanted: (requirement) => `, must ${requirement}`,
  ops: (op, type, than) => {
    if (temporal.has(type)) return `${englishDateOps[op]} ${than}`;
    if (type === 'number' || type === 'duration') return `be ${numberOps[op]} ${than}`;
    return op === '='
      ? `be ${than}`
      : op === '!='
        ? `not be ${than}`
        : `be ${numberOps[op]} ${than}`;
  },
  within: (low, high, open) =>
    open.low || open.high
      ? `be ${open.low ? '>' : '≥'} ${low} and ${open.high ? '<' : '≤'} ${high}`
      : `be between ${low} and ${high}`,
  oneOf: (values) => `be one of ${values}`,
  either: (requirements) => requirements.join(', or '),
  with: (facts) => ` (${facts})`,
  and: {
    true: ({ all }) => `all ${all} must be met: all are`,
    false: ({ all, made }) =>
      `all ${all} must be met: ${made} ${made === 1 ? 'is' : 'are'} not${others(all, made)}`,
    none: ({ all, made }) => `all ${all} must be met: for ${made} there is nothing to judge`,
    unknown: ({ all, made }) => `all ${all} must be met: ${made} not known yet`,
  },
  or: {
    true: ({ all, made }) =>
      `one of ${all} is enough: ${made} ${made === 1 ? 'is' : 'are'} met${others(all, made)}`,
    false: ({ all }) => `one of ${all} is enough: none is met`,
    none: ({ all, made }) =>
      `one of ${all} is enough: none is met, for ${made} there is nothing to judge`,
    unknown: ({ all, made }) =>
      `one of ${all} is enough: none is met so far, ${made} not known yet`,
  },
  not: 'the following must not hold',
  each: {
    true: ({ all }) => `every one must meet it: all ${all} do`,
    false: ({ all, made }) =>
      `every one must meet it: ${made} of ${all} do${made === 1 ? 'es' : ''} not`,
    none: ({ made }) => `every one must meet it: for ${made} there is nothing to judge`,
    unknown: ({ made }) => `every one must meet it: ${made} not known yet`,
  },
  some: {
    true: ({ all, made }) => `one is enough: ${made} of ${all} do${made === 1 ? 'es' : ''}`,
    false: ({ all }) => `one is enough: none of ${all} does`,
    none: ({ made }) => `one is enough: none does, for ${made} there is nothing to judge`,
    unknown: ({ made }) => `one is enough: none does so far, ${made} not known yet`,
  },
  noMembers: (over) => `there are no ${over}`,
  known: (said) => `whether ${said} is known`,
  isKnown: { true: 'it is', false: 'it is not' },
  branch: (verdict, said) =>
    verdict === 'true'
      ? `because “${said}” holds`
      : verdict === 'unknown'
        ? `“${said}” is not known yet`
        : `because “${said}” does not hold`,
  cases: {
    true: (n, k) => `of ${n} cases the one that holds is no. ${k}`,
    unknown: (n, k) => `of ${n} cases no. ${k} is not known yet`,
    false: (n) => `of ${n} cases none holds`,
  },
  span: (parts) => parts.map(([n, unit]) => `${n} ${unitsEn[unit]}${s(Number(n))}`).join(' '),
  and2: ', ',
};

/** The phrases of a language. */
export function wordsOf(lang: Lang): Words {
  return lang === 'en' ? en : zh;
}
