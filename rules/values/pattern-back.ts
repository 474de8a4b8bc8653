/**
 * Patterns with back references: one way is tried after the other, and given up after a fixed
 * number of steps. Rules may not have them; conformance cases do.
 */
import type { Find, On, Places, Program } from './pattern.ts';
import { atEdge } from './pattern.ts';

/** Steps of trying, at most. */
const MOST_TRIES = 200_000;

const folded = (point: number): string => String.fromCodePoint(point).toUpperCase().toLowerCase();

/** Where a group's text ends when it stands at a place again; −1 where it does not. */
function again({ program, points }: On, at: number, places: Places, number: number): number {
  const [from, to] = [places[2 * number], places[2 * number + 1]];
  if (from === undefined || to === undefined) return at;
  for (let index = 0; index < to - from; index++) {
    const [a, b] = [points[from + index] ?? -1, points[at + index] ?? -1];
    const same = a === b || (program.caseless && a >= 0 && b >= 0 && folded(a) === folded(b));
    if (!same) return -1;
  }
  return at + to - from;
}

/** A match that begins at a place, one way tried after the other. */
function tried(on: On, from: number, left: { n: number }): Places | null {
  const { program, points } = on;
  const stack: [number, number, Places][] = [[program.begin, from, [from]]];
  for (let one = stack.pop(); one !== undefined && left.n-- > 0; one = stack.pop()) {
    const [index, at, places] = one;
    const step = program.steps[index];
    if (step?.kind === 'done') return places.with(1, at);
    if (step?.kind === 'fork') stack.push([step.right, at, places], [step.left, at, places]);
    else if (step?.kind === 'take') {
      if (at < points.length && step.accepts(points[at] ?? -1))
        stack.push([step.next, at + 1, places]);
    } else if (step?.kind === 'edge') {
      if (atEdge(on, at, step.start)) stack.push([step.next, at, places]);
    } else if (step?.kind === 'save') {
      const saved = places.slice();
      saved[step.slot] = at;
      stack.push([step.next, at, saved]);
    } else if (step?.kind === 'back') {
      const end = again(on, at, places, step.number);
      if (end >= 0) stack.push([step.next, end, places]);
    }
  }
  return null;
}

/** Finds matches of a program with back references. */
export function findByTrying(program: Program): Find {
  return (points, from) => {
    const left = { n: MOST_TRIES };
    for (let at = from; at <= points.length; at++) {
      const places = tried({ program, points }, at, left);
      if (left.n <= 0) return undefined;
      if (places !== null) return places.length < 2 ? [...places, at] : places;
    }
    return null;
  };
}
