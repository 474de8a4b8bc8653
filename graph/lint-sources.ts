/**
 * What must hold of items that are answered from a data set, of the sources they name, and of the
 * rows shown in the demonstration: nothing private to everybody, nothing that was ever issued.
 */
import type { Catalogue, CatalogueProblem } from './catalogue.ts';
import { tellerOf } from './lint.ts';
import { formEntry } from './sites.ts';
import type { Answer, Column, Item, Source } from './schema.ts';
import { canonical } from './values.ts';

type Tell = (path: (string | number)[], message: string) => void;
type Part = 'query' | 'document';

export type Answered = { part: Part; answer: Answer };

/** The part of an item that a data set answers, and what it is called. */
export function answerOf(item: Item): Answered | undefined {
  if (item.query) return { part: 'query', answer: item.query };
  if (item.document) return { part: 'document', answer: item.document };
  return undefined;
}

/** Which column a field searches, how, and whether nothing is answered without it. */
export function searchOf(by: Answer['by'][number]): {
  field: string;
  column: string | undefined;
  match: 'is' | 'has' | 'from' | 'until';
  required: boolean;
} {
  return typeof by === 'string' ? { field: by, column: undefined, match: 'is', required: false } : by;
}

function lintShown(answer: Answer, columns: Map<string, Column>, tell: Tell): void {
  answer.shows.forEach((id, i) => {
    const column = columns.get(id);
    if (!column) return tell(['shows', i], `数据源 ${answer.source} 没有 ${id} 这一列`);
    const open = column.sensitivity === 'public' || column.mask !== undefined;
    if (answer.who === 'anyone' && !open) {
      tell(['shows', i], `“${column.name.zh}”不是公开的，谁都能查的事项不能显示：请去掉，或给这一列写 mask`);
    }
  });
}

function lintAccess(catalogue: Catalogue, { part, answer }: Answered, tell: Tell): void {
  if (answer.who !== 'anyone' && !catalogue.sources[answer.source]?.whose) {
    tell(['who'], `数据源 ${answer.source} 要写明哪一列是本人的证件号（whose），才能只让本人查`);
  }
  const child = answer.who === 'own child';
  if (child && !catalogue.sources[answer.relation ?? '']?.guardians) {
    tell(['who'], '只让监护人查的，要写 relation：哪个数据源知道谁是谁的监护人（有 guardians）');
  }
  if (part === 'document' && answer.who === 'anyone') tell(['who'], '文件只给本人或监护人：请写 who: own 或 own child');
  if (!child && answer.relation) tell(['relation'], '不按监护关系查，就不写 relation');
}

function lintSearch(item: Item, answer: Answer, at: { columns: Map<string, Column>; tell: Tell }): void {
  const asked = new Set(item.form.flatMap((s) => s.fields.map((f) => formEntry(f).field)));
  answer.by.forEach((by, i) => {
    const { field, column } = searchOf(by);
    if (!asked.has(field)) at.tell(['by', i], `“${field}”要先写进 form，页面上才有得填`);
    if (column !== undefined && !at.columns.has(column)) {
      at.tell(['by', i, 'column'], `数据源 ${answer.source} 没有 ${column} 这一列`);
    }
  });
  if (answer.who === 'anyone' && answer.by.length === 0) at.tell(['by'], '谁都能查的，要写按什么查（by）');
}

/** A query or document item: its source answers, for those who may, what is there to be shown. */
function lintAnswer(catalogue: Catalogue, item: Item, problems: CatalogueProblem[]): void {
  const { error } = tellerOf(catalogue, { kind: 'items', id: item.id }, problems);
  if (item.procedure === 'query' && !item.query) {
    error(['procedure'], 'query', '查询事项要写查哪个库（query）');
  }
  if (item.procedure === 'document' && !item.document) {
    error(['procedure'], 'document', '开具文件的事项要写从哪个库开具什么（document）');
  }
  const found = answerOf(item);
  if (!found) return;
  const { part, answer } = found;
  const tell: Tell = (path, message) => error([part, ...path], 'answer', message);
  const columns = catalogue.sources[answer.source]?.columns;
  if (!columns) {
    tell(['source'], `数据源 ${answer.source} 没有写有哪些列（columns），查不出东西`);
    return;
  }
  const byId = new Map(columns.map((column) => [column.id, column]));
  lintShown(answer, byId, tell);
  lintAccess(catalogue, found, tell);
  lintSearch(item, answer, { columns: byId, tell });
}

/** Reads a cell as its column has it: what is wrong with it, or nothing. */
function problemOf(column: Column, value: string): string | undefined {
  const { type, name, options } = column;
  const field = { type, name, ...(options ? { options } : {}), 'max length': 500 };
  const read = canonical(field, value);
  if ('problem' in read) return read.problem;
  // Area code 310199 is no district's: no number with it was ever issued.
  if (type === 'id-number' && !value.startsWith('310199')) return '演示数据的证件号要以 310199 开头';
  return undefined;
}

function lintOwn(source: Source, tell: Tell): void {
  const columns = new Set(source.columns?.map(({ id }) => id));
  const { guardians, whose } = source;
  for (const id of [whose, ...Object.values(guardians ?? {})]) {
    if (id !== undefined && !columns.has(id)) tell(['columns'], `没有 ${id} 这一列`);
  }
}

/** Sources name columns that they have; demonstration rows fit them and are plainly made up. */
function lintSources(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  for (const source of Object.values(catalogue.sources)) {
    const { error } = tellerOf(catalogue, { kind: 'sources', id: source.id }, problems);
    lintOwn(source, (path, message) => error(path, 'columns', message));
  }
  for (const { id, rows } of Object.values(catalogue.datasets)) {
    const { error } = tellerOf(catalogue, { kind: 'datasets', id }, problems);
    const columns = catalogue.sources[id]?.columns;
    if (!columns) {
      error(['id'], 'dataset', `没有数据源 ${id}，或者它没有写 columns：文件里的数据没有地方放`);
      continue;
    }
    rows.forEach((row, i) => {
      for (const [key, value] of Object.entries(row)) {
        const column = columns.find((one) => one.id === key);
        const problem = column ? problemOf(column, value) : `数据源没有 ${key} 这一列`;
        if (problem !== undefined) error(['rows', i, key], 'dataset', `${key}：${problem}`);
      }
    });
  }
}

/** Everything wrong with items answered from data sets, with their sources and with their rows. */
export function lintAnswers(catalogue: Catalogue): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  for (const item of Object.values(catalogue.items)) lintAnswer(catalogue, item, problems);
  lintSources(catalogue, problems);
  return problems;
}
