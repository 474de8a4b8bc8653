import type { CaseRow } from '../../contract.ts';

const over = new Set(['delivered', 'closed', 'archived', 'withdrawn', 'terminated', 'not-accepted']);

/** True while something may still happen to a case. */
export function isOpen(one: Pick<CaseRow, 'state'>): boolean {
  return !over.has(one.state);
}
