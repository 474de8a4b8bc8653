/** The typed tree every back end reads: names are addresses, literals values, `in` is mended. */
import type { Builtin } from '../builtins/builtin.ts';
import type { Shape } from './shape.ts';
import type { Value } from '../values/values.ts';

/** Comparison operators. */
export type CompareOp = '=' | '!=' | '<' | '<=' | '>' | '>=';
/** Arithmetic operators. */
export type ArithmeticOp = '+' | '-' | '*' | '/' | '**';

type Place = { from: number; to: number; shape: Shape };

/** One test on the right of `in`. */
export type Test =
  | { kind: 'compare'; op: CompareOp; to: Node }
  | { kind: 'interval'; low: Node; high: Node; openLow: boolean; openHigh: boolean }
  | { kind: 'value'; of: Node };

/** A bound name of a loop: it runs over a list, or over whole numbers from `over` to `until`. */
export type Bind = { slot: number; over: Node; until?: Node };

/** A node of the tree, with its place in the text and the shape of its value. */
export type Node = Place &
  (
    | { kind: 'literal'; value: Value }
    | { kind: 'read'; address: string }
    | { kind: 'parties'; address: string }
    | { kind: 'today' }
    | { kind: 'local'; slot: number }
    | { kind: 'member'; of: Node; name: string; key: string }
    | { kind: 'filter'; of: Node; by: Node; slot: number }
    | { kind: 'call'; builtin: Builtin; args: Node[] }
    | { kind: 'known'; of: Node }
    | { kind: 'compare'; op: CompareOp; left: Node; right: Node }
    | { kind: 'arithmetic'; op: ArithmeticOp; left: Node; right: Node }
    | { kind: 'logic'; op: 'and' | 'or'; parts: Node[] }
    | { kind: 'between'; of: Node; low: Node; high: Node }
    | { kind: 'in'; of: Node; tests: Test[] }
    | { kind: 'interval'; low: Node; high: Node; openLow: boolean; openHigh: boolean }
    | { kind: 'if'; test: Node; yes: Node; no: Node }
    | { kind: 'loop'; how: 'for' | 'some' | 'every'; binds: Bind[]; body: Node }
    | { kind: 'list'; items: Node[] }
    | { kind: 'context'; entries: { key: string; slot: number; of: Node }[] }
    | { kind: 'instance'; of: Node; type: string }
  );
