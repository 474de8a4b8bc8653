/** `bantuo workdays DATE N`: the N-th working day from a date, and the days passed over. */
import { makeCalendar } from '#base';

/**
 * Prints the working day. DATE itself is not counted; N may be negative.
 * @throws Error with clear words for an impossible date or count
 */
export function workdays(date: string, n: string, options: { json?: boolean }): void {
  if (!/^[+-]?\d{1,5}$/.test(n)) {
    throw new Error(`工作日数要填整数，“${n}”不是。例如：bantuo workdays 2026-09-30 5`);
  }
  const calendar = makeCalendar();
  const found = calendar.explain(date, Number(n));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return;
  }
  const way = Number(n) < 0 ? '前' : '后';
  const lines = [
    `${date} ${way}第 ${Math.abs(Number(n))} 个工作日：${found.date}`,
    ...found.skipped.map((day) => `  跳过 ${day.date} ${day.why}`),
    ...(found.provisional ? ['  暂定：其中有的年份放假安排还没有公布，公布后可能变化。'] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
