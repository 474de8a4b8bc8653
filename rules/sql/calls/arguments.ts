/** What functions in SQL are given: parts, taken for scalars of the kinds they want. */
import type { Emit } from '../emitting.ts';
import type { Kind, Part, Term } from '../terms.ts';
import { mismatch, scalar, strict } from '../terms.ts';

/** A row: the parts of the arguments to the part of the call; null where SQL cannot. */
export type SqlCall = (args: Part[], at: Emit) => Part | null;

/** A scalar, or the only member of a list of one. */
export function alone(part: Part): Term | null {
  const [only, more] = part.kind === 'list' ? part.items : [part];
  return only === undefined || more !== undefined ? null : scalar(only);
}

/** Arguments as scalars of the kinds wanted; another kind stands for none. */
export function fitted(args: Part[], kinds: Kind[]): Term[] | null {
  const terms: Term[] = [];
  for (const [at, arg] of args.entries()) {
    const term = alone(arg);
    const kind = kinds[Math.min(at, kinds.length - 1)];
    if (term === null) return null;
    terms.push(term.kind === kind ? term : mismatch([term]));
  }
  return terms;
}

/** What a function makes of arguments of its kinds. */
export type Make = (args: Term[], at: Emit) => Omit<Term, 'none' | 'unknown'> & { total: boolean };

/** A function that is none or unknown where an argument is. */
export function plain(kinds: Kind[], make: Make): SqlCall {
  return (args, at) => {
    const terms = fitted(args, kinds);
    if (terms === null) return null;
    return terms.some((term) => term.kind === 'none')
      ? mismatch(terms)
      : strict(terms, make(terms, at));
  };
}
