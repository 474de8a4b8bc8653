/** The typed tree every back end reads: names are addresses, literals values, `in` is mended. */
import type { Builtin } from '../builtins/builtin.ts';
import type { Shape } from './shape.ts';
import type { FeelType } from '../values/feel-type.ts';
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

/** A parameter of an own function: its value is looked for in `slot`. */
export type NodeParam = { name: string; slot: number; type: FeelType };

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
    /** `partial`: the slot in which `for` keeps what it has made so far, if its body asks for it. */
    | { kind: 'loop'; how: 'for' | 'some' | 'every'; binds: Bind[]; body: Node; partial?: number }
    | { kind: 'list'; items: Node[] }
    | { kind: 'context'; entries: { key: string; slot: number; of: Node }[] }
    | { kind: 'instance'; of: Node; type: FeelType }
    /** A range without one end: `(>= 10)`. */
    | { kind: 'ray'; op: CompareOp; than: Node }
    /** A bare name in a filter that is a member of the item if the item has it, else `outer`. */
    | { kind: 'bare'; of: Node; name: string; outer: Node }
    /** An own function; without a body it is external and gives none. */
    | { kind: 'function'; params: NodeParam[]; body: Node | null }
    /** A function of the language as a value. */
    | { kind: 'builtin'; builtin: Builtin }
    /** A call of a value; `keys` are the names of the arguments, if they are given by name. */
    | { kind: 'invoke'; of: Node; args: Node[]; keys: string[] | null }
  );
