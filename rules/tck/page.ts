/** The page of the handbook that says how far the language goes by the public cases. */
import type { Case } from './case.ts';
import type { Failure, Report } from './run.ts';

/** Why cases fail that are not going to pass, by suite and name of the case. */
const reasons: { suite: RegExp; id: RegExp; why: string }[] = [
  { suite: /^0076/, id: /./, why: '要调用 Java 的函数，这里没有 Java' },
  { suite: /^0070/, id: /_01[0-9]/, why: '用例只写了类型的名字，没有写它是什么' },
  { suite: /^0082/, id: /bkm|invoke/, why: '函数的参数或结果有类型，用例里没有写' },
  { suite: /^0082/, id: /^decision_/, why: '用例只写了类型的名字，没有写它是什么' },
];

/** The known reason of a failure; null for one that has none yet. */
export function reasonOf({ suite, id }: Failure): string | null {
  return reasons.find((one) => one.suite.test(suite) && one.id.test(id))?.why ?? null;
}

const percent = (part: number, all: number): string =>
  `${((100 * part) / Math.max(1, all)).toFixed(1)} %`;
const cell = (text: string): string => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').trim();

function written(cases: Case[], failure: Failure): string {
  const one = cases.find(
    ({ suite, id, decision }) =>
      suite === failure.suite && id === failure.id && decision === failure.decision,
  );
  const text =
    one?.body !== undefined && one.body !== null && 'feel' in one.body ? one.body.feel : '';
  return text === ''
    ? ''
    : `\`${cell(text.length > 90 ? `${text.slice(0, 90)}…` : text).replaceAll('`', "'")}\``;
}

/** Is a suite about functions of Java, which are told apart? */
const external = /external-java/;

/** The page, in Markdown: figures by level, and each case that fails with its reason. */
export function conformancePage(cases: Case[], report: Report): string {
  const rows = [...report.suites];
  const sum = (fits: (suite: string, level: string) => boolean): [number, number] => {
    const some = rows.filter(([suite, { level }]) => fits(suite, level)).map(([, one]) => one);
    return [some.reduce((n, one) => n + one.passed, 0), some.reduce((n, one) => n + one.total, 0)];
  };
  const figures: [string, [number, number]][] = [
    ['第 2 级', sum((_, level) => level === '2')],
    ['第 3 级', sum((_, level) => level === '3')],
    [
      '三值逻辑（0064–0066、0106、0107）',
      sum((suite) => /^(0064|0065|0066|0106|0107)/.test(suite)),
    ],
    ['调用 Java 的（0076）', sum((suite) => external.test(suite))],
    ['全部，调用 Java 的除外', sum((suite) => !external.test(suite))],
    ['全部', sum(() => true)],
  ];
  return [
    '# 规则语言的一致性',
    '',
    'DMN 技术兼容性用例（DMN TCK）里，规则语言通过多少、哪些不通过、为什么。本页由',
    '`npx bantuo tck FILE.json --page` 生成，测试核对它没有过时。数按十进制精确比较；',
    `${report.tolerated} 个用例的数是无理数，按用例自己的约定在 1e-8 之内算相等。`,
    '',
    '| 范围 | 通过 | 共 | 比例 |',
    '| --- | ---: | ---: | ---: |',
    ...figures.map(
      ([name, [passed, total]]) => `| ${name} | ${passed} | ${total} | ${percent(passed, total)} |`,
    ),
    '',
    `## 不通过的 ${report.failed.length} 个`,
    '',
    '| 用例 | 写法 | 结果 | 原因 |',
    '| --- | --- | --- | --- |',
    ...report.failed.map((one) => {
      const name = `${one.suite} ${one.id}${one.decision === one.id ? '' : ` ${one.decision}`}`;
      return `| ${cell(name)} | ${written(cases, one)} | ${cell(one.reason)} | ${reasonOf(one) ?? '待查'} |`;
    }),
    '',
  ].join('\n');
}
