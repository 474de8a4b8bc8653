/** Regular expressions that cannot run away: what might is refused when the rule is compiled. */

/** A compiled pattern, or why it is refused (Chinese). */
export type Pattern = { test(text: string): boolean };

const cache = new Map<string, Pattern | string>();

/** Compiles a pattern with XPath flags (i, s, m); a string is the reason of a refusal. */
export function pattern(source: string, flags: string): Pattern | string {
  const key = `${flags}/${source}`;
  const before = cache.get(key);
  if (before !== undefined) return before;
  if (cache.size > 500) cache.clear();
  const made = make(source, flags);
  cache.set(key, made);
  return made;
}

function make(source: string, flags: string): Pattern | string {
  if (source.length > 200) return '正则表达式超过 200 字，请写短一些';
  if (!/^[ism]*$/.test(flags)) return '正则表达式的标志只能用 i、s、m';
  if (/\\[1-9k]|\(\?[=!<]/.test(source)) return '正则表达式里不能用反向引用和前后查找';
  if (/[*+}]\)[*+{]|\|[^)]*\)[*+{]|[*+?}][^)]*\)[*+{]/.test(source)) {
    return '正则表达式里重复的部分不能再套重复，请改写';
  }
  if ((source.match(/[*+]|,\}/g) ?? []).length > 3) return '正则表达式里 * 和 + 太多，请改写';
  try {
    return new RegExp(source, `u${[...new Set(flags)].join('')}`);
  } catch {
    return '正则表达式写得不对，请检查括号和反斜杠';
  }
}
