/**
 * Names of a case, as far as its texts must know them to be read, and in which order what they
 * stand for is worked out.
 */
import type { Name, Scope } from '../language/names.ts';
import type { Syntax } from '../language/syntax.ts';
import type { Body, Case } from './case.ts';
import { isPlain, normal } from '../language/names.ts';
import { memberNames } from './typed.ts';

const MEMBERS = '\u0000members';

/** Keys as they are written: `"first name":` and `{first name:` or `, first name:`. */
const keys = [/"((?:[^"\\]|\\.)*)"\s*:/g, /[{,]\s*([^"{}()[\],:]+?)\s*:/g];

function textsOf(body: Body): string[] {
  if ('feel' in body) return [body.feel];
  return body.table.rules.flatMap(({ then }) => then);
}

/** Names of members that are written anywhere in a case: keys of contexts, outputs of tables. */
function writtenMembers(bodies: Body[]): string[] {
  const outputs = bodies.flatMap((body) => ('table' in body ? body.table.outputs : []));
  const found = bodies
    .flatMap(textsOf)
    .flatMap((text) => keys.flatMap((key) => [...text.matchAll(key)].map(([, name = '']) => name)));
  return [...found, ...outputs.map(({ name }) => name ?? '')]
    .map(normal)
    .filter((name) => name !== '');
}

/** Words and nothing between them that could be an operator. */
const words = /^[\p{L}\p{N}_? ]+$/u;

/**
 * Names of a case: what it was given and what comes before; bound when it runs, here only found.
 * Members are reached through these: those of odd characters only behind a point, unless
 * `anywhere`.
 */
export function scopeOf(one: Case, anywhere: boolean): Scope {
  const before = one.earlier.flatMap(({ name, params }) => [
    name,
    ...(params ?? []).map((param) => param.name),
  ]);
  const any = (name: string): Name => ({ kind: 'value', address: name, type: 'any' });
  const names: Record<string, Name> = Object.create(null);
  for (const name of [...one.inputs.keys(), ...one.inputTypes.keys(), ...before])
    names[name] = any(name);
  const bodies = [...one.earlier.map(({ body }) => body), ...(one.body === null ? [] : [one.body])];
  const given = [...one.inputs.values()].flatMap(memberNames).map(normal);
  const members = [...new Set([...given, ...writtenMembers(bodies)])].filter(
    (name) => !isPlain(name),
  );
  const fields: Record<string, Name> = Object.create(null);
  for (const name of members) if (anywhere || words.test(name)) fields[name] = any(name);
  // Only for the reader, which must know names of several words.
  names[MEMBERS] = { kind: 'value', address: MEMBERS, type: 'record', fields };
  return { names, members };
}

/** Does a piece ask for a name from outside of it? */
export function needs(piece: unknown, name: string): boolean {
  if (Array.isArray(piece)) return piece.some((one) => needs(one, name));
  if (typeof piece !== 'object' || piece === null) return false;
  const one = piece as Syntax;
  if (one.kind === 'name' || one.kind === 'call') if (one.name === name) return true;
  if (one.kind === 'function')
    return !one.params.some((param) => param.name === name) && needs(one.body, name);
  if (one.kind === 'context') {
    const own = one.entries.findIndex(({ key }) => key === name);
    return one.entries.slice(0, own < 0 ? undefined : own + 1).some(({ of }) => needs(of, name));
  }
  if (one.kind === 'loop') {
    const own = one.binds.findIndex((bind) => bind.name === name);
    const overs = own < 0 ? one.binds : one.binds.slice(0, own + 1);
    return (
      overs.some(({ over, until }) => needs([over, until], name)) ||
      (own < 0 && needs(one.body, name))
    );
  }
  return Object.values(piece).some((inner) => needs(inner, name));
}

/** A name before the decision. */
export type Made = { name: string; syntax: Syntax };

/** Names before the decision, those first that others ask for. */
export function inOrder(earlier: Made[]): Made[] {
  const done = new Set<Made>();
  const begun = new Set<Made>();
  const visit = (one: Made): void => {
    if (begun.has(one)) return;
    begun.add(one);
    for (const other of earlier) if (other !== one && needs(one.syntax, other.name)) visit(other);
    done.add(one);
  };
  for (const one of earlier) visit(one);
  return [...done];
}
