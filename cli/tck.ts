/** `bantuo tck FILE.json`: conformance cases of the rule language, and which of them are wrong. */
import fs from 'node:fs';
import { conformancePage, readCases, runCases, type Report } from '#rules';
import { makeCalendar, makeClock, shanghaiTime } from '#base';

/** What stood in the way of reading the file, in a person's words. */
function unreadable(file: string, why: string): never {
  const message =
    `读不了一致性用例文件 ${file}：${why}。\n` +
    '文件要是 JSON：一个列表，或一个对象，用例在它的 cases 里。请检查文件的路径和内容，再运行一次。';
  throw new Error(message);
}

function read(file: string): unknown {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    const why = { ENOENT: '没有这个文件', EISDIR: '这是一个文件夹', EACCES: '没有读它的权限' }[
      code ?? ''
    ];
    return unreadable(file, why ?? `打不开（${code ?? '原因不明'}）`);
  }
  try {
    return JSON.parse(text);
  } catch {
    return unreadable(file, '内容不是 JSON');
  }
}

function lines(report: Report): string[] {
  const rate =
    report.total === 0 ? '' : `（${((100 * report.passed) / report.total).toFixed(1)} %）`;
  const width = Math.max(4, ...[...report.suites.keys()].map((name) => name.length));
  const suites = [...report.suites].map(
    ([name, { total, passed }]) =>
      `${name.padEnd(width)}  ${String(passed).padStart(5)} / ${String(total).padEnd(5)}${passed < total ? ' ✗' : ''}`,
  );
  const failed = report.failed.map(
    (one) =>
      `✗ ${one.suite} ${one.id}${one.decision === one.id ? '' : ` ${one.decision}`}：${one.reason}`,
  );
  const close = report.tolerated === 0 ? '' : `其中 ${report.tolerated} 个的数只在 1e-8 之内相等。`;
  return [
    ...suites,
    '',
    ...failed,
    ...(failed.length > 0 ? [''] : []),
    `共 ${report.total} 个，通过 ${report.passed} 个${rate}，不通过 ${report.failed.length} 个。${close}`,
  ];
}

/**
 * Runs the cases of a file and prints the outcome: a table by suite and what failed, one JSON
 * object, or the page of the handbook. Throws where the file cannot be read or holds no cases.
 */
export function tck(file: string, options: { json?: boolean; page?: boolean }): void {
  const cases = readCases(read(file));
  if (cases === null) return unreadable(file, '里面没有用例的列表');
  const clock = makeClock();
  const env = { today: clock.today(), now: shanghaiTime(clock.now()), calendar: makeCalendar() };
  const report = runCases(cases, env);
  const { total, passed, failed } = report;
  const text = options.json
    ? JSON.stringify({ total, passed, failed })
    : options.page
      ? conformancePage(cases, report)
      : lines(report).join('\n');
  process.stdout.write(`${text.trimEnd()}\n`);
}
