/** What differs between two item versions, in lines a person can read. */

/** One difference: where, and what stands there (absent: nothing). */
export type Change = { at: string; before?: unknown; after?: unknown };

/** More differences than this are not a change but another item. */
const most = 500;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Entries of a list by their own id where they have one, so that a moved entry is no change. */
function byId(list: unknown[]): Map<string, unknown> {
  const seen = new Map<string, unknown>();
  list.forEach((value, i) => {
    const own = isRecord(value) ? (value['id'] ?? value['material'] ?? value['section']) : value;
    const key = typeof own === 'string' && own.length <= 80 && !seen.has(own) ? own : String(i);
    seen.set(key, value);
  });
  return seen;
}

function partsOf(value: unknown): Map<string, unknown> | undefined {
  if (Array.isArray(value)) return byId(value);
  return isRecord(value) ? new Map(Object.entries(value)) : undefined;
}

/**
 * Differences of two plain values, at most 500, in the order of the first and then of what only
 * the second has. Places are written `item.conditions[clean-record].holds`.
 */
export function compare(before: unknown, after: unknown): Change[] {
  const changes: Change[] = [];
  const walk = (a: unknown, b: unknown, at: string): void => {
    if (changes.length >= most || JSON.stringify(a) === JSON.stringify(b)) return;
    const [x, y] = [partsOf(a), partsOf(b)];
    if (!x || !y || Array.isArray(a) !== Array.isArray(b)) {
      changes.push({
        at,
        ...(a === undefined ? {} : { before: a }),
        ...(b === undefined ? {} : { after: b }),
      });
      return;
    }
    for (const key of new Set([...x.keys(), ...y.keys()])) {
      const next = Array.isArray(a) ? `${at}[${key}]` : at === '' ? key : `${at}.${key}`;
      walk(x.get(key), y.get(key), next);
    }
  };
  walk(before, after, '');
  return changes;
}
