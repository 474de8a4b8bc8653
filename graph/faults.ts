/**
 * What is wrong with nodes that fit the schema: references to nobody, names that stand for
 * nothing, rules that do not compile, cycles. Told with file, line, column and the nearest name
 * that exists.
 */
import type { Catalogue, CatalogueProblem } from './catalogue.ts';
import { nodeKinds, originOf } from './catalogue.ts';
import { compiled } from './compiled.ts';
import { nearest, namesOf, partiesOf } from './names.ts';
import type { Names } from './names.ts';
import type { Origin, Path } from './origin.ts';
import type { Item } from './schema.ts';
import { nameSites, references, ruleSites } from './sites.ts';
import { givenBy } from './tables.ts';

type Tell = (path: Path, code: string, message: string) => void;

/** Collects errors at places of one node. */
function teller(problems: CatalogueProblem[], origin: Origin): Tell {
  return (path, code, message) => {
    problems.push({ level: 'error', code, message, ...origin.at(path) });
  };
}

function orNearest(word: string, candidates: Iterable<string>): string {
  const near = nearest(word, candidates);
  return near === undefined ? '请先写好它，或改用已有的' : `是不是想写“${near}”？`;
}

const CALLED: Record<string, string> = {
  materials: '材料',
  licences: '证照',
  units: '机构',
  sources: '数据源',
  laws: '法规',
  readings: '出处',
  parameters: '参数',
  groups: '字段组',
};

function missingReferences(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  for (const kind of nodeKinds) {
    for (const [id, node] of Object.entries(catalogue[kind])) {
      const tell = teller(problems, originOf(catalogue, kind, id));
      for (const r of references(node, kind)) {
        const known = catalogue[r.kind];
        if (Object.hasOwn(known, r.id)) continue;
        const hint = orNearest(r.id, Object.keys(known));
        tell(r.path, 'reference', `没有${CALLED[r.kind]} ${r.id}：${hint}`);
      }
    }
  }
}

/** Finds a cycle in `next` and returns it as a path that ends where it began. */
export function cycleIn(nodes: string[], next: (node: string) => string[]): string[] | undefined {
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  const visit = (node: string): string[] | undefined => {
    if (state.get(node) === 'done') return undefined;
    if (state.get(node) === 'open') return [...path.slice(path.indexOf(node)), node];
    state.set(node, 'open');
    path.push(node);
    for (const n of next(node)) {
      const cycle = visit(n);
      if (cycle) return cycle;
    }
    path.pop();
    state.set(node, 'done');
    return undefined;
  };
  for (const node of nodes) {
    const cycle = visit(node);
    if (cycle) return cycle;
  }
  return undefined;
}

function unitCycles(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  const parent = (id: string): string[] => {
    const p = catalogue.units[id]?.parent;
    return p !== undefined && Object.hasOwn(catalogue.units, p) ? [p] : [];
  };
  const cycle = cycleIn(Object.keys(catalogue.units), parent);
  if (!cycle) return;
  const tell = teller(problems, originOf(catalogue, 'units', cycle[0] as string));
  tell(['parent'], 'cycle', `机构的上级绕成了圈：${cycle.join(' → ')}，请改其中一个上级`);
}

/**
 * Items that need, through a material, the licence another item gives: no ring of them may close.
 */
function licenceCycles(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  const givers = new Map<string, string[]>();
  for (const item of Object.values(catalogue.items)) {
    const licence = item.result?.licence;
    const gives = (item.result?.acts ?? 'new') === 'new';
    if (licence !== undefined && gives) givers.set(licence, [...(givers.get(licence) ?? []), item.id]);
  }
  const needs = (id: string): string[] =>
    (catalogue.items[id]?.materials ?? [])
      .filter((m) => m.instead && m.necessity === 'required' && m.when === undefined)
      .flatMap((m) => givers.get(m.instead?.licence ?? '') ?? []);
  const cycle = cycleIn(Object.keys(catalogue.items), needs);
  if (!cycle) return;
  const tell = teller(problems, originOf(catalogue, 'items', cycle[0] as string));
  tell(['materials'], 'cycle', `事项互相要对方的结果作材料：${cycle.join(' → ')}，谁也办不成`);
}

function duplicates(item: Item, tell: Tell): void {
  const lists: [string, { id: string }[]][] = [
    ['asks', item.asks],
    ['situations', item.situations],
    ['conditions', item.conditions],
    ['review', item.review],
    ['steps', item.steps],
    ['special procedures', item['special procedures']],
  ];
  for (const [key, list] of lists) {
    const seen = new Set<string>();
    list.forEach(({ id }, i) => {
      if (seen.has(id)) tell([key, i, 'id'], 'duplicate', `${id} 在这一栏里写了两次：请换一个标识`);
      seen.add(id);
    });
  }
  const materials = new Set<string>();
  item.materials.forEach((m, i) => {
    if (materials.has(m.material)) {
      tell(
        ['materials', i, 'material'],
        'duplicate',
        `材料 ${m.material} 写了两次：请合成一条，用 when 说明何时要`,
      );
    }
    materials.add(m.material);
  });
  const ids = new Map<string, string>();
  for (const p of [...partiesOf(item), ...item.uses.map((id) => ({ id, written: id }))]) {
    const before = ids.get(p.id);
    if (before !== undefined) {
      tell(
        ['parties', p.written, 'id'],
        'duplicate',
        `“${before}”和“${p.written}”的标识都是 ${p.id}：请各给一个 id`,
      );
    }
    ids.set(p.id, p.written);
  }
  const written = new Set(Object.keys(item.parties));
  item.asks.forEach((a, i) => {
    if (written.has(a.name))
      tell(['asks', i, 'name'], 'duplicate', `名称“${a.name}”已经用过：请换一个`);
    written.add(a.name);
  });
}

function writtenNames(item: Item, names: Names, about: { catalogue: Catalogue; tell: Tell }): void {
  const { catalogue, tell } = about;
  const materials = new Set<string>();
  for (const m of item.materials) {
    materials.add(m.material);
    const zh = catalogue.materials[m.material]?.name.zh;
    if (zh !== undefined) materials.add(zh);
  }
  const parties = new Set(Object.keys(item.parties));
  for (const site of nameSites(item)) {
    const target = names.byWritten.get(site.written);
    const fits =
      site.wants === 'party'
        ? parties.has(site.written)
        : target !== undefined && target.kind !== 'group' && target.kind !== 'parameter';
    if (fits || (site.wants === 'field or material' && materials.has(site.written))) continue;
    const candidates = site.wants === 'party' ? parties : [...names.byWritten.keys(), ...materials];
    const what = site.wants === 'party' ? '当事方' : site.wants === 'field' ? '字段' : '字段或材料';
    tell(
      site.path,
      'name',
      `没有叫“${site.written}”的${what}：${orNearest(site.written, candidates)}`,
    );
  }
  item.uses.forEach((id, i) => {
    const group = catalogue.groups[id];
    if (group?.of === 'case') return;
    const cases = Object.values(catalogue.groups)
      .filter((g) => g.of === 'case')
      .map((g) => g.id);
    const why = group ? `${id} 不是办件的字段组` : `没有字段组 ${id}`;
    tell(['uses', i], 'reference', `${why}：${orNearest(id, cases)}`);
  });
}

function rules(
  item: Item,
  names: Names,
  about: { origin: Origin; problems: CatalogueProblem[] },
): void {
  const { origin, problems } = about;
  for (const site of ruleSites(item)) {
    const { problems: found } = compiled(site.text, names.scope, site.expect);
    for (const p of found) {
      const path = [...site.path, ...(site.within?.('cell' in p ? p.cell : null) ?? [])];
      problems.push({
        level: 'error',
        code: `rule-${p.code}`,
        message: p.message,
        ...origin.inText(path, p.from, p.to),
      });
    }
  }
}

/** Rows that leave a value out, values the licence does not have, values given twice. */
function tableFaults(item: Item, catalogue: Catalogue, tell: Tell): void {
  const licence = catalogue.licences[item.result?.licence ?? ''];
  const known = licence?.attributes.map(({ id }) => id);
  const seen = new Set(Object.keys(item.result?.attributes ?? {}));
  item.result?.tables?.forEach((levels, i) => {
    const gives = givenBy(levels);
    const path = ['result', 'tables', i];
    levels.rows.forEach((one, row) => {
      const without = gives.filter((id) => !Object.hasOwn(one.gives, id));
      if (without.length === 0) return;
      const message = `这一行没有写 ${without.join('、')}：没有值的写 "null"`;
      tell([...path, 'rows', row, 'gives'], 'table', message);
    });
    for (const id of gives) {
      if (seen.has(id)) tell(path, 'duplicate', `“${id}”已经有别的规则给出：请删去一处`);
      seen.add(id);
      if (known === undefined || known.includes(id)) continue;
      tell(path, 'reference', `证照 ${licence?.id ?? ''} 没有 ${id} 这一项：${orNearest(id, known)}`);
    }
  });
}

/** Asks that are asked depending on each other in a ring. */
function askCycles(item: Item, names: Names, tell: Tell): void {
  const byAddress = new Map<string, string>();
  for (const a of item.asks) {
    const address = names.byWritten.get(a.name)?.address;
    if (address !== undefined) byAddress.set(address, a.id);
  }
  const reads = new Map<string, string[]>();
  for (const a of item.asks) {
    const rule = a.when === undefined ? undefined : compiled(a.when, names.scope, 'boolean').rule;
    reads.set(
      a.id,
      (rule?.reads ?? []).flatMap((r) => byAddress.get(r) ?? []),
    );
  }
  const cycle = cycleIn(
    item.asks.map((a) => a.id),
    (id) => reads.get(id) ?? [],
  );
  if (!cycle) return;
  const i = item.asks.findIndex((a) => a.id === cycle[0]);
  tell(['asks', i, 'when'], 'cycle', `问题互相等对方的回答：${cycle.join(' → ')}，一个也问不出来`);
}

/** The credit code an organisation gets stands in an attribute of the licence, by no rule of the item. */
function establishesFaults(item: Item, catalogue: Catalogue, tell: Tell): void {
  const code = item.result?.establishes?.code;
  const licence = catalogue.licences[item.result?.licence ?? ''];
  if (code === undefined || !licence) return;
  const found = licence.attributes.find(({ id }) => id === code);
  const path = ['result', 'establishes', 'code'];
  if (found?.type === 'credit-code') return;
  const codes = licence.attributes.filter(({ type }) => type === 'credit-code').map(({ id }) => id);
  tell(path, 'reference', `证照 ${licence.id} 没有写信用代码的 ${code} 这一项：${orNearest(code, codes)}`);
}

/** What a licence fills in: attributes it has, fields its holder has. */
function fillFaults(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  for (const licence of Object.values(catalogue.licences)) {
    const tell = teller(problems, originOf(catalogue, 'licences', licence.id));
    const attributes = ['number', ...licence.attributes.map(({ id }) => id)];
    const fields = Object.values(catalogue.groups)
      .filter(({ of }) => of === licence.holder)
      .flatMap((group) => group.fields.map(({ id }) => id));
    for (const [from, to] of Object.entries(licence.fills ?? {})) {
      const path = ['fills', from];
      if (!attributes.includes(from)) tell(path, 'reference', `证照没有 ${from} 这一项：${orNearest(from, attributes)}`);
      if (!fields.includes(to)) tell(path, 'reference', `持证人没有字段 ${to}：${orNearest(to, fields)}`);
    }
  }
}

/** A promise stands for materials the item asks for. */
function promiseFaults(item: Item, tell: Tell): void {
  const known = item.materials.map((m) => m.material);
  item.promise?.covers.forEach((id, i) => {
    if (known.includes(id)) return;
    tell(['promise', 'covers', i], 'reference', `这件事没有材料 ${id}：${orNearest(id, known)}`);
  });
}

/** Fields of one kind of subject are one list: a written name or id may stand in one group only. */
function fieldDuplicates(catalogue: Catalogue, problems: CatalogueProblem[]): void {
  const seen = new Map<string, string>();
  for (const group of Object.values(catalogue.groups)) {
    const tell = teller(problems, originOf(catalogue, 'groups', group.id));
    const space = group.of === 'case' ? group.id : group.of;
    group.fields.forEach((f, i) => {
      for (const key of [`${space}/id/${f.id}`, `${space}/name/${f.name.zh}`]) {
        const before = seen.get(key);
        if (before !== undefined) {
          const what = key.includes('/id/') ? f.id : f.name.zh;
          tell(['fields', i], 'duplicate', `字段 ${what} 在字段组 ${before} 里已经有了：请换一个`);
        }
        seen.set(key, group.id);
      }
    });
  }
}

/**
 * Everything wrong with one item's names and rules (a draft of the studio is checked by this
 * alone).
 */
export function itemFaults(
  catalogue: Catalogue,
  item: Item,
  names: Names = namesOf(item, catalogue),
): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  const origin = originOf(catalogue, 'items', item.id);
  const tell = teller(problems, origin);
  duplicates(item, tell);
  writtenNames(item, names, { catalogue, tell });
  rules(item, names, { origin, problems });
  tableFaults(item, catalogue, tell);
  establishesFaults(item, catalogue, tell);
  askCycles(item, names, tell);
  promiseFaults(item, tell);
  return problems;
}

/** Everything wrong with the nodes of a catalogue that fit the schema; `named` gives items' names. */
export function faults(
  catalogue: Catalogue,
  named: (item: Item) => Names = (item) => namesOf(item, catalogue),
): CatalogueProblem[] {
  const problems: CatalogueProblem[] = [];
  missingReferences(catalogue, problems);
  unitCycles(catalogue, problems);
  licenceCycles(catalogue, problems);
  fieldDuplicates(catalogue, problems);
  fillFaults(catalogue, problems);
  for (const item of Object.values(catalogue.items)) {
    problems.push(...itemFaults(catalogue, item, named(item)));
  }
  return problems;
}
