/** Closures over rows of values: for back ends and pages that may not generate code. */
import type { Env } from './frame.ts';
import type { Node } from '../check/tree.ts';
import type { Layout } from '../layout.ts';
import type { Value } from '../values/values.ts';
import { nodesOf } from '../layout.ts';
import { makeRun } from './closure.ts';
import { FUEL } from './loops.ts';

/** A rule over rows. `run` takes the cells in the order of the layout: undefined unknown, null none. */
export type RowRun = { run(cells: Value[], env: Env): Value };

function isNode(value: object): value is Node {
  return 'kind' in value && 'shape' in value && 'from' in value;
}

/** The tree with what `change` gives for its nodes; the rest is copied where it has to be. */
function changed(value: unknown, change: (node: Node) => Node | null): unknown {
  if (Array.isArray(value)) return value.map((one) => changed(one, change));
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const made = isNode(value) ? change(value) : null;
  if (made !== null) return made;
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) {
    copy[key] =
      key === 'shape' || key === 'builtin' || key === 'value' ? part : changed(part, change);
  }
  return copy;
}

/** Slots the tree binds by itself. */
function slotsOf(tree: Node): number {
  let most = 0;
  const note = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(note);
    else if (typeof value === 'object' && value !== null && 'slot' in value) {
      most = Math.max(most, Number(value.slot) + 1);
    }
  };
  for (const node of nodesOf(tree)) for (const part of [node, ...Object.values(node)]) note(part);
  return most;
}

/**
 * The closure of a tree over rows: what it reads of the layout stands in the row, as if it were
 * bound. What the layout has not (groups) is unknown; the facts waited for are not told.
 */
export function makeRowRun(tree: Node, layout: Layout): RowRun {
  const own = slotsOf(tree);
  const columns = new Map(layout.map(({ address }, at) => [address, own + at]));
  const bound = changed(tree, (node) => {
    const slot = node.kind === 'read' ? columns.get(node.address) : undefined;
    if (slot === undefined) return null;
    const { shape, from, to } = node;
    return { kind: 'local', slot, shape, from, to };
  });
  const run = makeRun(bound as Node);
  const room: Value[] = Array.from({ length: own });
  const read = (): undefined => undefined;
  const waits: string[] = [];
  return {
    run: (cells, env) => {
      const locals = own === 0 ? cells : [...room, ...cells];
      const value = run({ read, env, waits, locals, fuel: FUEL, depth: 0 });
      if (waits.length > 0) waits.length = 0;
      return value;
    },
  };
}
