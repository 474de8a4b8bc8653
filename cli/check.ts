/** `bantuo check [DIR]`: the nine figures of a catalogue and everything wrong with it. */
import path from 'node:path';
import { root } from '#base';
import { count, district, problemLine, readCatalogue, readFiles, type Counts } from '#catalogue';

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

/** Chinese signs take two columns of a terminal. */
function padded(text: string, width: number): string {
  const wide = [...text].reduce((n, sign) => n + (/[\u2e80-\uffef]/.test(sign) ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(0, width - wide));
}

function table(made: Counts, generated: Counts): string[] {
  const row = (name: string, cells: string[]): string =>
    padded(name, 16) + cells.map((cell) => cell.padStart(8)).join('');
  const head = padded('', 16) + ['手写', '生成', '访谈'].map((t) => `    ${t}`).join('');
  const rows = names.map(([key, name]) =>
    row(name, [String(made[key]), String(generated[key]), district[key].toLocaleString('en-US')]),
  );
  return [head, ...rows];
}

/** The folder as a person would type it from here. */
function shownFolder(folder: string): string {
  const near = path.relative(process.cwd(), folder);
  return near === '' ? '.' : near.startsWith('..') ? folder : near;
}

/**
 * Checks a folder and prints what it found.
 * @returns the exit code: 1 where something is wrong
 */
export function check(folder: string | undefined, options: { json?: boolean }): number {
  const at = path.resolve(folder ?? path.join(root, 'catalogue'));
  const { catalogue, problems } = readCatalogue(readFiles(at));
  const { made, generated } = count(catalogue);
  const errors = problems.filter((p) => p.level === 'error').length;
  if (options.json) {
    const counts = { made, generated, district };
    process.stdout.write(`${JSON.stringify({ counts, errors, problems }, null, 2)}\n`);
    return errors > 0 ? 1 : 0;
  }
  const lines = [
    ...table(made, generated),
    '',
    ...problems.map((p) => `${p.level === 'error' ? '错误' : '提示'} ${problemLine(shownFolder(at), p)}`),
    errors > 0
      ? `有 ${errors} 处错误、${problems.length - errors} 处提示。请按文件和行号改好后再检查一次。`
      : `没有错误，${problems.length} 处提示。`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return errors > 0 ? 1 : 0;
}
