import { fieldProblems } from '../../problem.ts';

/** What is wrong with each field, by its name; several faults of one field stand one after the other. */
export function problemsBy(error: unknown): Record<string, string | undefined> {
  const by: Record<string, string | undefined> = {};
  for (const { at, message } of fieldProblems(error))
    by[at] = by[at] ? `${by[at]} ${message}` : message;
  return by;
}
