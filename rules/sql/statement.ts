/** Statements: text of SQL with its parameters. */
import type { SqlParam } from './terms.ts';
import { numbered } from './terms.ts';

/** A statement with its parameters. */
export type Statement = { text: string; params: SqlParam[] };

/** One of a rule's texts alone, or a statement around some: its parameters, numbered anew. */
export function withParams(text: string, params: SqlParam[]): Statement {
  const {
    texts: [made = ''],
    params: used,
  } = numbered([text], { params, places: new Map() });
  return { text: made, params: used };
}

/** Parameters with the day filled in (`YYYY-MM-DD`). */
export function bound(params: SqlParam[], today: string): (string | string[])[] {
  return params.map((one) => (typeof one === 'object' && 'today' in one ? today : one));
}
