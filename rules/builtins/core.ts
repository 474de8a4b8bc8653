/** The functions of the language, one row each, but those of patterns. */
import type { Builtin, Row } from './builtin.ts';
import type { Truth, Value } from '../values/values.ts';
import { contextRows } from './contexts.ts';
import { listRows } from './lists.ts';
import { made } from './make.ts';
import { orderRows } from './orders.ts';
import { rangeRows } from './ranges.ts';
import { numberRows } from './numbers.ts';
import { textRows } from './texts.ts';
import { timeRows } from './times.ts';
import { ownRows } from './ours.ts';
import { truth } from '../values/values.ts';

function not([value]: Value[]): Truth {
  const is = truth(value);
  return typeof is === 'boolean' ? !is : is;
}

const logicRows: Row[] = [
  { signature: 'not(negand: boolean)', result: 'boolean', act: not, partly: true },
];

const coreRows: Row[] = [
  ...logicRows,
  ...numberRows,
  ...textRows,
  ...listRows,
  ...orderRows,
  ...contextRows,
  ...rangeRows,
  ...timeRows,
  ...ownRows,
];

/** Every function but those of patterns, by name. */
export const core: ReadonlyMap<string, Builtin> = made(coreRows);
