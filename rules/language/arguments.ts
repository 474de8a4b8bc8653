/** Arguments of a call, and names that stand before a colon. */
import type { Reader } from './reader.ts';
import type { Syntax } from './syntax.ts';
import { advance, eat, expect, nameOf, stuck } from './reader.ts';

const beforeColon = /[^"{}()[\],:\s][^"{}()[\],:]*/y;

/** The name before a colon that stands here, read past the colon; null where none is. */
export function named(r: Reader): string | null {
  beforeColon.lastIndex = r.at;
  if (!beforeColon.test(r.text)) return null;
  const end = beforeColon.lastIndex;
  if (r.text[end] !== ':') return null;
  const name = nameOf(r.text.slice(r.at, end));
  advance(r, end + 1);
  return name;
}

/** Reads within brackets, where a `[` is what it looks like. */
export function within<T>(r: Reader, read: (r: Reader) => T): T {
  const { closing } = r;
  r.closing = false;
  const made = read(r);
  r.closing = closing;
  return made;
}

type Given = { args: Syntax[]; keys: string[] | null };

function given(r: Reader, expression: (r: Reader) => Syntax): Given {
  const args: Syntax[] = [];
  const keys: string[] = [];
  expect(r, '(');
  if (eat(r, ')')) return { args, keys: null };
  do {
    const key = named(r);
    if (key !== null) keys.push(key);
    args.push(expression(r));
    if (keys.length !== 0 && keys.length !== args.length) stuck(r);
  } while (eat(r, ','));
  expect(r, ')');
  return { args, keys: keys.length === 0 ? null : keys };
}

/** Reads the arguments of a call, all by place or all by name. */
export function args(r: Reader, expression: (r: Reader) => Syntax): Given {
  return within(r, () => given(r, expression));
}
