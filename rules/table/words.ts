/** Pieces of syntax put together by hand, and walks over it. */
import type { Place, Syntax } from '../language/syntax.ts';
import { numberOf, numberText } from '../values/number.ts';

/** The piece without more: its place is the place of what it was made for. */
export const at = ({ from, to }: Place): Place => ({ from, to });

const places = new Set(['from', 'to', 'nameFrom', 'nameTo', 'typeFrom']);

/** The same syntax, standing further on in a longer text. */
export function shifted<T>(piece: T, by: number): T {
  if (Array.isArray(piece)) return piece.map((one) => shifted(one, by)) as T;
  if (typeof piece !== 'object' || piece === null) return piece;
  const moved = Object.entries(piece).map(([key, value]) => [
    key,
    typeof value === 'number' && places.has(key) ? value + by : shifted(value, by),
  ]);
  return Object.fromEntries(moved) as T;
}

/** Is the value under test written here? Tests inside an `in` have a `?` of their own. */
export function asks(piece: unknown): boolean {
  if (Array.isArray(piece)) return piece.some(asks);
  if (typeof piece !== 'object' || piece === null) return false;
  const one = piece as Partial<Syntax>;
  if (one.kind === 'name') return one.name === '?';
  if (one.kind === 'in') return asks(one.of);
  return Object.values(piece).some(asks);
}

/** Is a name written anywhere here? */
export function mentions(piece: unknown, name: string): boolean {
  if (Array.isArray(piece)) return piece.some((one) => mentions(one, name));
  if (typeof piece !== 'object' || piece === null) return false;
  const one = piece as Partial<Syntax>;
  if (one.kind === 'name' || one.kind === 'call') if (one.name === name) return true;
  return Object.values(piece).some((inner) => mentions(inner, name));
}

/** The same syntax with the value under test written out. */
export function asked<T>(piece: T, of: Syntax): T {
  if (Array.isArray(piece)) return piece.map((one) => asked(one, of)) as T;
  if (typeof piece !== 'object' || piece === null) return piece;
  const one = piece as unknown as Syntax;
  if (one.kind === 'name' && one.name === '?') return { ...of, ...at(one) } as T;
  if (one.kind === 'in') return { ...one, of: asked(one.of, of) } as T;
  return Object.fromEntries(
    Object.entries(piece).map(([key, value]) => [key, asked(value, of)]),
  ) as T;
}

/** Two pieces with one key are written alike, whatever their places; numbers by value. */
export function keyOf(piece: unknown): string {
  return JSON.stringify(piece, (key, value: unknown) => {
    if (places.has(key)) return undefined;
    const one = value as Partial<Syntax> | null;
    if (typeof one !== 'object' || one?.kind !== 'number') return value;
    const number = numberOf(one.text ?? '');
    return { kind: 'number', text: number === null ? one.text : numberText(number) };
  });
}

export const yes = (place: Place, value: boolean): Syntax => ({
  kind: 'boolean',
  value,
  ...at(place),
});
export const none = (place: Place): Syntax => ({ kind: 'null', ...at(place) });
export const when = (test: Syntax, then: Syntax, no: Syntax): Syntax => ({
  kind: 'if',
  test,
  yes: then,
  no,
  ...at(then),
});

/** A condition that asks nothing. */
export const always = (test: Syntax): boolean => test.kind === 'boolean' && test.value;

/** A call of a function of the language. */
export function called(name: string, args: Syntax[], place: Place): Syntax {
  return { kind: 'call', name, nameTo: place.from, args, keys: null, ...at(place) };
}

/** Parts joined by a connective; one part is itself, none is what the connective begins with. */
export function joined(op: 'and' | 'or', parts: Syntax[], place: Place): Syntax {
  const [first] = parts;
  if (first === undefined) return yes(place, op === 'and');
  return parts.length === 1 ? first : { kind: 'logic', op, parts, ...at(place) };
}

/** Written as a value that is the same for every case. */
export function fixed(piece: Syntax): boolean {
  switch (piece.kind) {
    case 'null':
    case 'number':
    case 'text':
    case 'boolean':
    case 'at':
      return true;
    case 'negate':
      return fixed(piece.of);
    case 'call':
      return piece.keys === null && temporal.has(piece.name) && piece.args.every(fixed);
    default:
      return false;
  }
}

const temporal = new Set(['date', 'time', 'date and time', 'duration']);
