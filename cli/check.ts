/** `bantuo check [DIR]`: the nine figures of a catalogue and everything wrong with it. */
import fs from 'node:fs';
import path from 'node:path';
import { checkFiles, counts, type Catalogue, type CatalogueProblem, type Counts } from '#graph';
import { makeCalendar, makeClock, root } from '#base';
import { readTemplates } from '#cases';
import { problemLine, readFiles } from '#catalogue';

/** What the district had described by November 2023 (interview, the base of its graph). */
const district: Counts = {
  conditions: 1456,
  situations: 2868,
  fields: 2424,
  materials: 1108,
  fieldPoints: 955,
  materialPoints: 1369,
  models: 228,
  questions: 971,
  items: 1940,
};

const names: [keyof Counts, string][] = [
  ['conditions', '审批条件'],
  ['situations', '业务情形'],
  ['fields', '标准字段'],
  ['materials', '标准材料'],
  ['fieldPoints', '字段审查要点'],
  ['materialPoints', '材料审查要点'],
  ['models', '材料预审模型'],
  ['questions', '问答知识'],
  ['items', '服务事项'],
];

/** Generated nodes (for tests of size) are written under a folder of this name. */
const generatedFolder = /(^|\/)generated\//;

/** The figures of what people wrote (generated: false) or a generator wrote (true). */
export function countSide(catalogue: Catalogue, generated: boolean): Counts {
  const side = <T>(kind: string, nodes: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(nodes).filter(
        ([id]) =>
          generatedFolder.test(catalogue.origins.get(`${kind}/${id}`)?.file ?? '') === generated,
      ),
    );
  const groups = side('groups', catalogue.groups);
  const materials = side('materials', catalogue.materials);
  return {
    ...counts({ ...catalogue, items: side('items', catalogue.items) }),
    fields: counts({ ...catalogue, groups }).fields,
    materials: counts({ ...catalogue, materials }).materials,
  };
}

/** Chinese signs take two columns of a terminal. */
function padded(text: string, width: number): string {
  const wide = [...text].reduce((n, sign) => n + (/[\u2e80-\uffef]/.test(sign) ? 2 : 1), 0);
  return ' '.repeat(Math.max(0, width - wide)) + text;
}

function table(made: Counts, generated: Counts): string[] {
  const row = (name: string, cells: string[]): string =>
    padded(name, 14) + cells.map((cell) => padded(cell, 10)).join('');
  return [
    row('', ['手写', '生成', '访谈']),
    ...names.map(([key, name]) =>
      row(
        name,
        [made[key], generated[key], district[key]].map((n) => n.toLocaleString('en-US')),
      ),
    ),
  ];
}

/** The folder as a person would type it from here. */
function shownFolder(folder: string): string {
  const near = path.relative(process.cwd(), folder);
  return near === '' ? '.' : near.startsWith('..') ? folder : near;
}

function problemLines(folder: string, problems: CatalogueProblem[], errors: number): string[] {
  const shown = shownFolder(folder);
  return [
    ...problems.map((p) => `${p.level === 'error' ? '错误' : '提示'} ${problemLine(shown, p)}`),
    errors > 0
      ? `有 ${errors} 处错误、${problems.length - errors} 处提示。请按文件和行号改好，再检查一次。`
      : `没有错误，${problems.length} 处提示。`,
  ];
}

/**
 * Checks a folder (the project's own catalogue by default) and prints what it found.
 * @returns the exit code: 1 where something is wrong
 */
export function check(folder: string | undefined, options: { json?: boolean }): number {
  const at = path.resolve(folder ?? path.join(root, 'catalogue'));
  const env = { today: makeClock().today(), calendar: makeCalendar() };
  const { catalogue, problems } = checkFiles(readFiles(at), env);
  const [made, generated] = [countSide(catalogue, false), countSide(catalogue, true)];
  const errors = problems.filter((p) => p.level === 'error').length;
  const papers = options.json || folder !== undefined ? [] : paperFaults(at);
  const text = options.json
    ? JSON.stringify({ counts: { made, generated, district }, errors, problems }, null, 2)
    : [...table(made, generated), '', ...problemLines(at, problems, errors)].join('\n');
  process.stdout.write(`${[text, ...papers].join('\n')}\n`);
  return errors + papers.length > 0 ? 1 : 0;
}

/** What is wrong with the templates of papers beside the items, each on its line. */
function paperFaults(at: string): string[] {
  const file = path.join(at, 'templates/papers.yaml');
  try {
    readTemplates(fs.readFileSync(file, 'utf8'));
    return [];
  } catch (error) {
    return [`${file} ${(error as Error).message}`];
  }
}
