/** Amounts, thresholds and rates on a day. */
import type { Parameter } from './schema.ts';

export type ParameterValue = Parameter['values'][number];

/**
 * The value of a parameter that holds on a day (`from` ≤ day ≤ `until`), the latest begun of them.
 */
export function currentValue(
  parameter: Parameter | undefined,
  today: string,
): ParameterValue | undefined {
  let found: ParameterValue | undefined;
  for (const v of parameter?.values ?? []) {
    if (v.from > today || (v.until !== undefined && v.until < today)) continue;
    if (!found || v.from >= found.from) found = v;
  }
  return found;
}
