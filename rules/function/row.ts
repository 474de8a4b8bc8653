/** A row as generated functions read it: one property a column, the same order in every row. */
import type { Read } from '../closure/frame.ts';
import type { Shape } from '../check/shape.ts';
import type { Layout } from '../layout.ts';
import type { Json, Value } from '../values/values.ts';
import { parseDay } from '../values/day.ts';
import { numberOf } from '../values/number.ts';
import { fromJson } from '../values/values.ts';

/**
 * One resident, one case. Its cells are seen by generated code alone: a date is its day number, a
 * choice an interned string. `read` serves what no cell holds (groups, records).
 */
export type Row = { readonly read: Read };

/** How a cell is held. `any` is a Value as closures have it; the others may also be none or unknown. */
export type Kind = 'number' | 'day' | 'boolean' | 'text' | 'any';

const kinds: Partial<Record<Shape['type'], Kind>> = {
  number: 'number',
  date: 'day',
  boolean: 'boolean',
  text: 'text',
  choice: 'text',
};

/** How the cells of a column are held. */
export function kindOfShape(shape: Shape): Kind {
  return kinds[shape.type] ?? 'any';
}

/**
 * The one string object the engine keeps for a text that is a property's name: two of them are the
 * same text when they are the same object, which is what comparing them finds first.
 */
export function interned(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text;
}

type Fill = (json: Json | undefined) => unknown;

function fill(shape: Shape): Fill {
  switch (shape.type) {
    case 'number':
      return (json) => (typeof json === 'string' ? numberOf(json) : json === undefined ? json : null);
    case 'date':
      return (json) => {
        if (typeof json !== 'string') return json === undefined ? json : null;
        return parseDay(json)?.n ?? null;
      };
    case 'choice': {
      const codes = new Map([...(shape.options?.keys() ?? [])].map((code) => [code, interned(code)]));
      return (json) => {
        if (typeof json !== 'string') return json === undefined ? json : null;
        return codes.get(json) ?? json;
      };
    }
    default:
      return (json): Value => (json === undefined ? json : fromJson(json, shape));
  }
}

type Make = (read: Read) => Row;

const makes = new WeakMap<Layout, Make>();

/** A constructor written out for the layout, so that rows of one layout are of one hidden class. */
function makerOf(layout: Layout): Make {
  const before = makes.get(layout);
  if (before !== undefined) return before;
  const cells = layout.map((_, at) => `this.c${at} = f${at}(read(a${at}));`);
  const names = layout.map((_, at) => `const a${at} = addresses[${at}], f${at} = fills[${at}];`);
  const source = `${names.join('\n')}
function Row(read) { this.read = read; ${cells.join(' ')} }
return (read) => new Row(read);`;
  const addresses = layout.map((column) => column.address);
  const fills = layout.map((column) => fill(column.shape));
  const made = new Function('addresses', 'fills', source)(addresses, fills) as Make;
  makes.set(layout, made);
  return made;
}

/**
 * Reads a row: every column once. `read` is as in `evaluate` (null none, undefined unknown) and is
 * kept with the row. A layout is made ready at its first row; do not change it afterwards.
 */
export function rowOf(layout: Layout, read: Read): Row {
  return makerOf(layout)(read);
}
