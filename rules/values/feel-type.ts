/** Types as FEEL writes them after `instance of` and beside parameters (DMN 1.5, table 45 and §10.3.2.9). */

/** A type: a name (`number`, `date and time`, `Any` …), or one made of others. JSON as it is. */
export type FeelType =
  | string
  | { list: FeelType }
  | { range: FeelType }
  | { context: [string, FeelType][] }
  | { function: FeelType[]; result: FeelType };

/** The simple types every text may name. */
export const typeNames = [
  'Any',
  'Null',
  'number',
  'string',
  'boolean',
  'date',
  'time',
  'date and time',
  'days and time duration',
  'years and months duration',
  'list',
  'context',
  'range',
  'function',
];

/** A type as FEEL writes it. */
export function typeText(type: FeelType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `list<${typeText(type.list)}>`;
  if ('range' in type) return `range<${typeText(type.range)}>`;
  if ('context' in type) {
    return `context<${type.context.map(([key, of]) => `${key}: ${typeText(of)}`).join(', ')}>`;
  }
  return `function<${type.function.map(typeText).join(', ')}> -> ${typeText(type.result)}`;
}
