import { dayOf } from '../texts/format.ts';

/**
 * Reads 1944-03-05, 1944/3/5, 1944.3.5, 1944年3月5日, 19440305 and full-width digits as
 * `YYYY-MM-DD`; null when it is none of these or no day of the calendar.
 */
export function readDate(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/\s/g, '');
  const match =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (match === null) return null;
  const date = [match[1], match[2]?.padStart(2, '0'), match[3]?.padStart(2, '0')].join('-');
  return dayOf(date) === null ? null : date;
}
