/**
 * How a tree is written as JSON. A packed node is `[kind, shape, ...operands]` (with its place in
 * the text at the end when the text is carried); the operands of a kind, in order, stand here once,
 * for both ways. A kind that is not here is refused by both.
 */

/** Written first in every packed rule; what is written otherwise is refused, never guessed. */
export const VERSION = 1;

/** How one operand is written. `bind` is a slot where a name begins, `slot` one that is used. */
export type Codec =
  | 'node'
  | 'nodes'
  | 'value'
  | 'address'
  | 'name'
  | 'key'
  | 'flag'
  | 'slot'
  | 'bind'
  | 'builtin'
  | 'tests'
  | 'binds'
  | 'entries'
  | 'type'
  | 'partial'
  | 'params'
  | 'body'
  | 'keys'
  | readonly string[];

/** A property of a node and how it is written; an array is the list of what it may be. */
export type Operand = readonly [property: string, codec: Codec];

const compare = ['=', '!=', '<', '<=', '>', '>='] as const;
const ends: Operand[] = [
  ['low', 'node'],
  ['high', 'node'],
  ['openLow', 'flag'],
  ['openHigh', 'flag'],
];

/** The operands of every kind of node, in the order in which they are written. */
export const forms: ReadonlyMap<string, readonly Operand[]> = new Map<string, readonly Operand[]>([
  ['literal', [['value', 'value']]],
  ['read', [['address', 'address']]],
  ['parties', [['address', 'address']]],
  ['today', []],
  ['local', [['slot', 'slot']]],
  [
    'member',
    [
      ['of', 'node'],
      ['name', 'name'],
      ['key', 'key'],
    ],
  ],
  [
    'filter',
    [
      ['of', 'node'],
      ['slot', 'bind'],
      ['by', 'node'],
    ],
  ],
  [
    'call',
    [
      ['builtin', 'builtin'],
      ['args', 'nodes'],
    ],
  ],
  ['known', [['of', 'node']]],
  [
    'compare',
    [
      ['op', compare],
      ['left', 'node'],
      ['right', 'node'],
    ],
  ],
  [
    'arithmetic',
    [
      ['op', ['+', '-', '*', '/', '**']],
      ['left', 'node'],
      ['right', 'node'],
    ],
  ],
  [
    'logic',
    [
      ['op', ['and', 'or']],
      ['parts', 'nodes'],
    ],
  ],
  [
    'between',
    [
      ['of', 'node'],
      ['low', 'node'],
      ['high', 'node'],
    ],
  ],
  [
    'in',
    [
      ['of', 'node'],
      ['tests', 'tests'],
    ],
  ],
  ['interval', ends],
  [
    'if',
    [
      ['test', 'node'],
      ['yes', 'node'],
      ['no', 'node'],
    ],
  ],
  [
    'loop',
    [
      ['how', ['for', 'some', 'every']],
      ['binds', 'binds'],
      ['partial', 'partial'],
      ['body', 'node'],
    ],
  ],
  ['list', [['items', 'nodes']]],
  ['context', [['entries', 'entries']]],
  [
    'instance',
    [
      ['of', 'node'],
      ['type', 'type'],
    ],
  ],
  [
    'ray',
    [
      ['op', compare],
      ['than', 'node'],
    ],
  ],
  [
    'bare',
    [
      ['of', 'node'],
      ['name', 'name'],
      ['outer', 'node'],
    ],
  ],
  [
    'function',
    [
      ['params', 'params'],
      ['body', 'body'],
    ],
  ],
  ['builtin', [['builtin', 'builtin']]],
  [
    'invoke',
    [
      ['of', 'node'],
      ['args', 'nodes'],
      ['keys', 'keys'],
    ],
  ],
]);

/** The operands of each kind of test on the right of `in`. */
export const testForms: ReadonlyMap<string, readonly Operand[]> = new Map<
  string,
  readonly Operand[]
>([
  [
    'compare',
    [
      ['op', compare],
      ['to', 'node'],
    ],
  ],
  ['interval', ends],
  ['value', [['of', 'node']]],
]);

/** Types a shape may have; others are refused. */
export const shapeTypes: readonly string[] = (
  'boolean number text date choice choices record list duration time date-time file any ' +
  'none range function'
).split(' ');
