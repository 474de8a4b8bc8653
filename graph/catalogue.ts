/**
 * The catalogue as data: read from YAML texts, checked against the schema, each node with its
 * place.
 */
import type { z } from 'zod';
import { noOrigin, readYaml } from './origin.ts';
import type { Origin, Path, Place } from './origin.ts';
import * as schema from './schema.ts';
import type {
  Dataset,
  Group,
  Item,
  Law,
  LicenceKind,
  Material,
  Parameter,
  Reading as Read,
  Source,
  Unit,
} from './schema.ts';

/** Everything a catalogue says, by id. */
export type Dictionaries = {
  groups: Record<string, Group>;
  materials: Record<string, Material>;
  licences: Record<string, LicenceKind>;
  units: Record<string, Unit>;
  sources: Record<string, Source>;
  laws: Record<string, Law>;
  readings: Record<string, Read>;
  parameters: Record<string, Parameter>;
};

export type Catalogue = Dictionaries & {
  items: Record<string, Item>;
  /** Demonstration rows by source: no item version reaches them. */
  datasets: Record<string, Dataset>;
  /** `kind/id` → where the node is written. */
  origins: Map<string, Origin>;
};

/** Something wrong (error) or worth knowing (note), with its place and what to do. */
export type CatalogueProblem = Place & { level: 'error' | 'note'; code: string; message: string };

export type Kind = keyof Dictionaries | 'items' | 'datasets';

/** The kinds whose nodes name and are named; readings only are named. */
export const nodeKinds = [
  'items', 'groups', 'materials', 'licences', 'units', 'sources', 'laws', 'parameters',
] as const satisfies readonly Kind[];

const FOLDERS: Record<string, Kind> = {
  items: 'items',
  fields: 'groups',
  materials: 'materials',
  licences: 'licences',
  units: 'units',
  sources: 'sources',
  datasets: 'datasets',
  laws: 'laws',
  parameters: 'parameters',
};

/** The folder a kind of node is written in. */
export const folderOf: Record<Kind, string> = {
  items: 'items',
  groups: 'fields',
  materials: 'materials',
  licences: 'licences',
  units: 'units',
  sources: 'sources',
  datasets: 'datasets',
  laws: 'laws',
  readings: 'laws',
  parameters: 'parameters',
};

const SHAPES: Record<Kind, z.ZodType> = {
  items: schema.item,
  groups: schema.group,
  materials: schema.material,
  licences: schema.licence,
  units: schema.unit,
  sources: schema.source,
  datasets: schema.dataset,
  laws: schema.law,
  readings: schema.reading,
  parameters: schema.parameter,
};

/** An empty catalogue. */
export function emptyCatalogue(): Catalogue {
  return {
    items: {},
    groups: {},
    materials: {},
    licences: {},
    units: {},
    sources: {},
    datasets: {},
    laws: {},
    readings: {},
    parameters: {},
    origins: new Map(),
  };
}

/** Where a node is written; nodes from no file get the place `folder/id`. */
export function originOf(catalogue: Catalogue, kind: Kind, id: string): Origin {
  return catalogue.origins.get(`${kind}/${id}`) ?? noOrigin(folderOf[kind], id);
}

/** Read by their own rooms: wording of papers, questions of ratings, how long cases are kept. */
const elsewhere = /(^|\/)(templates|ratings|retention)\/[^/]+$/;

function kindOf(path: string): Kind | undefined {
  const parts = path.split('/');
  const folder = parts.findLast((p, i) => i < parts.length - 1 && Object.hasOwn(FOLDERS, p));
  const kind = folder === undefined ? undefined : FOLDERS[folder];
  return kind === 'laws' && parts.at(-1) === 'readings.yaml' ? 'readings' : kind;
}

type Issue = z.core.$ZodIssue;

/** The deepest issue of a union that is nearest to what was written. */
function unfold(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const inner = issue.errors.map((issues) => issues[0]).filter((i) => i !== undefined);
  const deepest = inner.toSorted((a, b) => b.path.length - a.path.length)[0];
  if (!deepest) return issue;
  return unfold({ ...deepest, path: [...issue.path, ...deepest.path] } as Issue);
}

const TYPES: Record<string, string> = {
  string: '文字',
  number: '数',
  boolean: 'true 或 false',
  array: '列表',
  object: '一组“键: 值”',
  record: '一组“键: 值”',
};

function isAbsent(node: unknown, path: readonly PropertyKey[]): boolean {
  let at: unknown = node;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return true;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at === undefined;
}

function say(issue: Issue, node: unknown): string {
  const at = issue.path.length > 0 ? `“${issue.path.join('.')}”` : '这个节点';
  if (issue.path.length > 0 && isAbsent(node, issue.path)) return `缺少 ${at}：请补上`;
  if (issue.code === 'unrecognized_keys')
    return `${at}里不认识 ${issue.keys.join('、')}：请改名或删去`;
  if (issue.code === 'invalid_value') {
    return `${at}只能是 ${issue.values.map(String).join('、')} 之一`;
  }
  if (issue.code === 'invalid_type') {
    return `${at}应当是${TYPES[issue.expected] ?? issue.expected}：请改写`;
  }
  return `${at}：${issue.message}`;
}

type Reading = { catalogue: Catalogue; problems: CatalogueProblem[] };

function addNode(into: Reading, kind: Kind, node: { value: unknown; origin: Origin }): void {
  const { catalogue, problems } = into;
  const { origin } = node;
  const tell = (path: Path, code: string, message: string): void => {
    problems.push({ level: 'error', code, message, ...origin.at(path) });
  };
  const result = SHAPES[kind].safeParse(node.value);
  if (!result.success) {
    for (const issue of result.error.issues.map(unfold)) {
      const extra = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
      tell([...(issue.path as (string | number)[]), ...extra], 'shape', say(issue, node.value));
    }
    return;
  }
  const value = result.data as { id: string };
  const before = catalogue.origins.get(`${kind}/${value.id}`);
  if (before) {
    const first = before.at(['id']);
    const where = `${first.file} 第 ${first.line} 行`;
    tell(['id'], 'duplicate', `标识 ${value.id} 已经在 ${where}用过：请换一个标识`);
    return;
  }
  const name = origin.file
    .split('/')
    .at(-1)
    ?.replace(/\.ya?ml$/, '');
  if (kind === 'items' && name !== value.id) {
    tell(['id'], 'file-name', `一个事项一个文件：${value.id} 应当写在 items/${value.id}.yaml`);
  }
  catalogue.origins.set(`${kind}/${value.id}`, origin);
  (catalogue[kind] as Record<string, unknown>)[value.id] = value;
}

/**
 * Reads the YAML files of a catalogue into nodes (paths with their folder, `items/x.yaml`; one
 * node or a list of nodes a file). Nodes that do not fit the schema are left out and told with
 * file, line and what to do.
 */
export function readNodes(files: { path: string; text: string }[]): {
  catalogue: Catalogue;
  problems: CatalogueProblem[];
} {
  const into: Reading = { catalogue: emptyCatalogue(), problems: [] };
  for (const { path, text } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (!/\.ya?ml$/.test(path) || elsewhere.test(path)) continue;
    const kind = kindOf(path);
    if (!kind) {
      into.problems.push({
        level: 'error',
        code: 'folder',
        file: path,
        line: 1,
        column: 1,
        message: `不知道这个文件放的是什么：请放到 ${Object.keys(FOLDERS).join('、')} 之一的文件夹里`,
      });
      continue;
    }
    const yaml = readYaml(path, text.normalize('NFC'));
    for (const fault of yaml.faults) {
      const message = `YAML 写法有误：${fault.message}`;
      into.problems.push({ level: 'error', code: 'yaml', message, ...fault.place });
    }
    for (const node of yaml.nodes) addNode(into, kind, node);
  }
  return into;
}
