import type { CaseRow } from '../../contract.ts';
import { w } from '../words.ts';

/** How much time is left, in words: 剩 2 个工作日 · 今天到期 · 已停表. */
export function leftWords(row: Pick<CaseRow, 'light' | 'left' | 'due'>): string {
  if (row.light === 'grey') return w('left.stopped');
  if (row.due === null || row.left === null) return w('left.none');
  if (row.light === 'red' || row.light === 'purple')
    return row.left < 0 ? w('left.late', { n: -row.left }) : w('left.over');
  return row.left <= 0 ? w('left.today') : w('left.days', { n: row.left });
}
