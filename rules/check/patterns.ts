/** Patterns in the text of a rule: they must stand there, be well formed, and do what is asked. */
import type { Check } from './checking.ts';
import type { Node } from './tree.ts';
import { note } from './checking.ts';
import { pattern } from '../values/pattern.ts';

const faults: Record<string, string> = {
  category: '里 \\p 后面的类别不对，写法如 \\p{L}',
  slash: '末尾多了一个反斜杠',
  escape: '里不能用 \\',
  class: '里方括号没有写完',
  bracket: '的方括号里要写“[”，请写成 \\[',
  span: '里方括号的范围不对',
  deep: '的括号套得太深，请写简单一些',
  empty: '里方括号是空的',
  look: '里不能用前后查找',
  group: '里圆括号没有写完',
  back: '里没有这样的括号可以引用：',
  refer: '里不能用反向引用',
  place: '里这个符号的位置不对，要它本身请在前面加 \\：',
  times: '里花括号的次数不对或超过 100',
  edge: '里 ^ 和 $ 不能重复',
  long: '太长，请写短一些，最多的字数是 ',
  flags: '的标志只能用 s、m、i、x、q',
  close: '里多了一个右括号',
  steps: '里重复的次数太多，请改写',
};

/** What a refusal of a pattern says to an author. */
function patternMessage(fault: string): string {
  const [word = '', ...what] = fault.split(' ');
  const text = Object.hasOwn(faults, word) ? faults[word] : '不对';
  return `正则表达式${text}${what.join(' ')}`;
}

const patterned: Record<string, { source: number; flags: number } | undefined> = {
  matches: { source: 1, flags: 2 },
  replace: { source: 1, flags: 3 },
  split: { source: 1, flags: -1 },
};

/** What is wrong with a pattern, or with what is to be done with it; null for nothing. */
function patternFault(name: string, [source, flags, by]: string[]): string | null {
  const made = pattern(source ?? '', flags ?? '');
  if (typeof made === 'string') return patternMessage(made);
  if (made.back) return patternMessage('refer');
  if (name === 'matches') return null;
  if (made.split('') === null) return '正则表达式不能匹配空文字，请至少要求一个字';
  const fits = by === undefined || made.replace('', by) !== null;
  return fits ? null : '替换的写法不对：$ 后面写第几个括号，美元号本身写成 \\\\$';
}

/** A pattern must stand in the rule itself, so that a bad one is found before it is relied on. */
export function checkPattern(name: string, args: Node[], check: Check): void {
  const at = patterned[name];
  const source = at === undefined ? undefined : args[at.source];
  if (at === undefined || source === undefined) return;
  const flags = args[at.flags];
  if (source.kind !== 'literal' || (flags !== undefined && flags.kind !== 'literal')) {
    note(check, 'bad-pattern', '正则表达式要直接写在规则里，不能来自字段', source);
    return;
  }
  const [by] = name === 'replace' ? args.slice(2) : [];
  const texts = [source, flags, by].map((one) =>
    one?.kind === 'literal' && typeof one.value === 'string' ? one.value : undefined,
  );
  const fault = patternFault(name, texts as string[]);
  if (fault !== null) note(check, 'bad-pattern', fault, source);
}
