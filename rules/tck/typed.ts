/** Typed values of cases as syntax: inputs are bound to it, expected results are worked out of it. */
import type { Syntax } from '../language/syntax.ts';
import type { Typed } from './case.ts';
import { normal } from '../language/names.ts';

const nowhere = { from: 0, to: 0 };

function made(name: string, text: string): Syntax {
  const value: Syntax = { kind: 'text', value: text, ...nowhere };
  return { kind: 'call', name, nameTo: 0, args: [value], keys: null, ...nowhere };
}

/** A duration of XML may write parts of both kinds, one kind of them all zero: those are left out. */
function spanText(text: string): string {
  const [, sign = '', months = '', days = ''] =
    /^(-?)P((?:\d+Y)?(?:\d+M)?)((?:\d+D)?(?:T.*)?)$/.exec(text) ?? [];
  if (months === '' || days === '') return text;
  if (!/[1-9]/.test(days)) return `${sign}P${months}`;
  return /[1-9]/.test(months) ? text : `${sign}P${days}`;
}

/** The syntax of a typed value; it stands nowhere in a text. */
export function syntaxOf(typed: Typed): Syntax {
  if (typed === null) return { kind: 'null', ...nowhere };
  if ('b' in typed) return { kind: 'boolean', value: typed.b, ...nowhere };
  if ('n' in typed) return { kind: 'number', text: typed.n, ...nowhere };
  if ('s' in typed) return { kind: 'text', value: typed.s, ...nowhere };
  if ('date' in typed) return made('date', typed.date.trim().replace(/(?:Z|[+-]\d\d:\d\d)$/, ''));
  if ('time' in typed) return made('time', typed.time.trim());
  if ('dt' in typed) return made('date and time', typed.dt.trim());
  if ('dur' in typed) return made('duration', spanText(typed.dur.trim()));
  if ('list' in typed) return { kind: 'list', items: typed.list.map(syntaxOf), ...nowhere };
  const entries = Object.entries(typed.ctx).map(([key, of]) => ({
    key: normal(key),
    of: syntaxOf(of),
  }));
  return { kind: 'context', entries, ...nowhere };
}

/** The names of members anywhere in a typed value. */
export function memberNames(typed: Typed): string[] {
  if (typed === null) return [];
  if ('list' in typed) return typed.list.flatMap(memberNames);
  if (!('ctx' in typed)) return [];
  return Object.entries(typed.ctx).flatMap(([key, of]) => [key, ...memberNames(of)]);
}
