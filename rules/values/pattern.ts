/**
 * Regular expressions in linear time. All threads of the pattern advance together, one code point
 * at a time, each with the places of its groups (Thompson 1968; Pike 1987), so no pattern and no
 * text can make a match run away. Patterns with back references cannot be matched that way; they
 * are served only where `pattern-back` is (conformance).
 */
import type { Accepts, Piece } from './pattern-read.ts';
import { Bad, bad, readPattern } from './pattern-read.ts';

/**
 * A compiled pattern; none where matching was given up. `back`: it has back references. Splitting
 * and replacing are none for a pattern that matches the empty text, as XPath has it, and for a
 * replacement that is not well formed.
 */
export type Pattern = {
  back: boolean;
  test(text: string): boolean | null;
  replace(text: string, by: string): string | null;
  split(text: string): string[] | null;
};

/** A step of the program: take a code point, go on at two places, stand at an edge, be done … */
type Step =
  | { kind: 'take'; accepts: Accepts; next: number }
  | { kind: 'fork'; left: number; right: number }
  | { kind: 'edge'; start: boolean; next: number }
  | { kind: 'save'; slot: number; next: number }
  | { kind: 'back'; number: number; next: number }
  | { kind: 'done' };

/** A pattern made ready. */
export type Program = {
  steps: Step[];
  begin: number;
  lines: boolean;
  caseless: boolean;
  back: boolean;
};
/** Places of the whole match and its groups: from, to, from, to … */
export type Places = (number | undefined)[];

const MOST_STEPS = 2000;
/** Characters of what a replacement makes, at most. */
const LONGEST_TEXT = 100_000;

/** Writes a piece before the step `next`; gives the step it begins at. */
function write(steps: Step[], piece: Piece, next: number): number {
  if (steps.length > MOST_STEPS) return bad('steps');
  switch (piece.kind) {
    case 'take':
    case 'edge':
    case 'back':
      return steps.push({ ...piece, next }) - 1;
    case 'group': {
      const end = steps.push({ kind: 'save', slot: 2 * piece.number + 1, next }) - 1;
      const begin = write(steps, piece.of, end);
      return steps.push({ kind: 'save', slot: 2 * piece.number, next: begin }) - 1;
    }
    case 'row':
      return piece.parts.reduceRight((after, part) => write(steps, part, after), next);
    case 'choice':
      return piece.parts
        .map((part) => write(steps, part, next))
        .reduceRight((right, left) => steps.push({ kind: 'fork', left, right }) - 1);
    default:
      return writeRepeat(steps, piece, next);
  }
}

function fork(first: number, second: number, lazy: boolean): Extract<Step, { kind: 'fork' }> {
  return { kind: 'fork', left: lazy ? second : first, right: lazy ? first : second };
}

function writeRepeat(
  steps: Step[],
  piece: Extract<Piece, { kind: 'repeat' }>,
  next: number,
): number {
  const { of, least, most, lazy } = piece;
  let begin = next;
  if (most === Infinity) {
    const loop = fork(next, next, lazy);
    begin = steps.push(loop) - 1;
    const inner = write(steps, of, begin);
    Object.assign(loop, fork(inner, next, lazy));
  } else {
    for (let extra = least; extra < most; extra++) {
      begin = steps.push(fork(write(steps, of, begin), next, lazy)) - 1;
    }
  }
  for (let needed = 0; needed < least; needed++) begin = write(steps, of, begin);
  return begin;
}

/** The place is an edge of the text, or of a line where lines count. */
export function atEdge({ program, points }: On, at: number, start: boolean): boolean {
  const last = points.length;
  if (!program.lines) return at === (start ? 0 : last);
  // What follows a newline at the very end is no line (XPath functions, §5.6.2).
  if (start) return at === 0 || (points[at - 1] === 10 && at < last);
  return points[at] === 10 || (at === last && points[last - 1] !== 10);
}

/** A program at work on a text. */
export type On = { program: Program; points: number[] };

type Threads = { order: number[]; places: (Places | undefined)[] };

/** Adds a step, and all it leads to without a code point, to the threads, the first choice first. */
function follow(on: On, from: [number, Places], at: number, into: Threads): void {
  const stack: [number, Places][] = [from];
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    const [index, places] = one;
    if (into.places[index] !== undefined) continue;
    into.places[index] = places;
    const step = on.program.steps[index];
    if (step === undefined) continue;
    if (step.kind === 'fork') stack.push([step.right, places], [step.left, places]);
    else if (step.kind === 'edge') {
      if (atEdge(on, at, step.start)) stack.push([step.next, places]);
    } else if (step.kind === 'save') stack.push([step.next, places.with(step.slot, at)]);
    else into.order.push(index);
  }
}

const fresh = (): Threads => ({ order: [], places: [] });

/** The first match from a place on, and of those the one the pattern prefers. */
function search(on: On, from: number, groups: number): Places | null {
  const { program, points } = on;
  let threads = fresh();
  let found: Places | null = null;
  const none: Places = Array.from({ length: 2 * groups + 2 }, () => undefined);
  for (let at = from; at <= points.length; at++) {
    if (found === null) follow(on, [program.begin, none.with(0, at)], at, threads);
    if (found !== null && threads.order.length === 0) break;
    const next = fresh();
    const point = points[at] ?? -1;
    for (const index of threads.order) {
      const step = program.steps[index];
      const places = threads.places[index] ?? none;
      if (step?.kind === 'done') {
        found = places.with(1, at);
        break;
      }
      if (at < points.length && step?.kind === 'take' && step.accepts(point)) {
        follow(on, [step.next, places], at + 1, next);
      }
    }
    threads = next;
  }
  return found;
}

/** The first match from a place on; null for none, undefined where it was given up. */
export type Find = (points: number[], from: number) => Places | null | undefined;

/** What matches patterns with back references; a page for citizens goes without. */
let trier: ((program: Program) => Find) | null = null;

/** Serves patterns with back references from now on (conformance asks for them). */
export function serveBackReferences(by: (program: Program) => Find): void {
  if (trier === by) return;
  trier = by;
  cache.clear();
}

function finderOf(program: Program, groups: number): Find {
  if (!program.back) return (points, from) => search({ program, points }, from, groups);
  return trier === null ? bad('refer') : trier(program);
}

const pointsOf = (text: string): number[] => Array.from(text, (char) => char.codePointAt(0) ?? 0);
const textOf = (points: number[], from: number, to: number): string => {
  let text = '';
  for (let at = from; at < to; at++) text += String.fromCodePoint(points[at] ?? 0);
  return text;
};

/** The pattern matches somewhere in the text: where and how does not matter, which is quicker. */
function found({ program, points }: On): boolean {
  const { steps } = program;
  const seen = new Int32Array(steps.length).fill(-1);
  const stack: number[] = [];
  const add = (first: number, at: number, into: number[]): boolean => {
    stack.push(first);
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (seen[index] === at) continue;
      seen[index] = at;
      const step = steps[index];
      if (step?.kind === 'done') return true;
      if (step?.kind === 'fork') stack.push(step.right, step.left);
      else if (step?.kind === 'take') into.push(index);
      else if (step?.kind === 'save') stack.push(step.next);
      else if (step?.kind === 'edge' && atEdge({ program, points }, at, step.start)) {
        stack.push(step.next);
      }
    }
    return false;
  };
  let threads: number[] = [];
  for (let at = 0; at <= points.length; at++) {
    if (add(program.begin, at, threads)) return true;
    const next: number[] = [];
    const point = points[at];
    if (point === undefined) break;
    for (const index of threads) {
      const step = steps[index];
      if (step?.kind === 'take' && step.accepts(point) && add(step.next, at + 1, next)) return true;
    }
    threads = next;
  }
  return false;
}

/** A replacement: texts, and numbers of groups; null where it is not well formed. */
function replacement(by: string, groups: number): (string | number)[] | null {
  const parts: (string | number)[] = [];
  for (let at = 0; at < by.length; at++) {
    const char = by[at] ?? '';
    if (char === '\\') {
      const next = by[++at];
      if (next !== '\\' && next !== '$') return null;
      parts.push(next);
    } else if (char === '$') {
      if (!/\d/.test(by[at + 1] ?? '')) return null;
      let number = Number(by[++at]);
      while (/\d/.test(by[at + 1] ?? '') && number * 10 + Number(by[at + 1]) <= groups) {
        number = number * 10 + Number(by[++at]);
      }
      parts.push(number);
    } else parts.push(char);
  }
  return parts;
}

/** All matches, none of them empty; null where one is, or matching was given up. */
function allMatches(find: Find, points: number[]): Places[] | null {
  if (find([], 0) !== null) return null;
  const list: Places[] = [];
  for (let at = 0; at <= points.length;) {
    const places = find(points, at);
    if (places === undefined) return null;
    if (places === null) break;
    const [from = 0, to = 0] = places;
    if (to > from) list.push(places);
    at = to > from ? to : to + 1;
  }
  return list;
}

function replaced(find: Find, text: string, parts: (string | number)[]): string | null {
  const points = pointsOf(text);
  const matches = allMatches(find, points);
  if (matches === null) return null;
  let out = '';
  let last = 0;
  for (const places of matches) {
    out += textOf(points, last, places[0] ?? 0);
    for (const part of parts) {
      const [from, to] = typeof part === 'number' ? [places[2 * part], places[2 * part + 1]] : [];
      if (typeof part === 'string') out += part;
      else if (from !== undefined && to !== undefined) out += textOf(points, from, to);
    }
    last = places[1] ?? 0;
    if (out.length > LONGEST_TEXT) return null;
  }
  return out + textOf(points, last, points.length);
}

function divided(find: Find, text: string): string[] | null {
  const points = pointsOf(text);
  const matches = allMatches(find, points);
  if (matches === null) return null;
  const list: string[] = [];
  let last = 0;
  for (const [from = 0, to = 0] of matches) {
    list.push(textOf(points, last, from));
    last = to;
  }
  return [...list, textOf(points, last, points.length)];
}

function make(source: string, flags: string): Pattern | string {
  try {
    const { piece, groups } = readPattern(source, flags);
    const steps: Step[] = [{ kind: 'done' }];
    const begin = write(steps, piece, 0);
    const back = steps.some((step) => step.kind === 'back');
    const program = {
      steps,
      begin,
      lines: flags.includes('m'),
      caseless: flags.includes('i'),
      back,
    };
    const find = finderOf(program, groups);
    const literal = flags.includes('q');
    return {
      back,
      test: (text: string) => {
        if (!back) return found({ program, points: pointsOf(text) });
        const places = find(pointsOf(text), 0);
        return places === undefined ? null : places !== null;
      },
      replace: (text: string, by: string) => {
        const parts = literal ? [by] : replacement(by, groups);
        return parts === null ? null : replaced(find, text, parts);
      },
      split: (text: string) => divided(find, text),
    };
  } catch (reason) {
    if (reason instanceof Bad) return reason.message;
    throw reason;
  }
}

const cache = new Map<string, Pattern | string>();

/** Compiles a pattern with the flags s, m, i, x, q; a string is the reason of a refusal (see `Bad`). */
export function pattern(source: string, flags: string): Pattern | string {
  const key = `${flags}/${source}`;
  const before = cache.get(key);
  if (before !== undefined) return before;
  if (cache.size > 500) cache.clear();
  const made = make(source, flags);
  cache.set(key, made);
  return made;
}
