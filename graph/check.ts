/**
 * `bantuo check`: everything wrong with a catalogue, and everything worth knowing, with file and
 * line.
 */
import type { Env } from '#rules';
import type { Catalogue, CatalogueProblem } from './catalogue.ts';
import { originOf, readNodes } from './catalogue.ts';
import { faults } from './faults.ts';
import { namesOf } from './names.ts';
import type { Names } from './names.ts';
import type { Item } from './schema.ts';
import { lint } from './lint.ts';
import { lintAnswers } from './lint-sources.ts';
import { prove } from './prove.ts';

/** Faults of nodes, rules of publishing, and proofs of each item without a fault of its own. */
export function check(catalogue: Catalogue, env: Env): CatalogueProblem[] {
  const known = new Map<Item, Names>();
  const named = (item: Item): Names => {
    const names = known.get(item) ?? namesOf(item, catalogue);
    known.set(item, names);
    return names;
  };
  const found = faults(catalogue, named);
  const broken = new Set(found.map((p) => p.file));
  const problems = [...found, ...lint(catalogue, env.today), ...lintAnswers(catalogue)];
  for (const [id, item] of Object.entries(catalogue.items)) {
    if (broken.has(originOf(catalogue, 'items', id).file)) continue;
    try {
      problems.push(...prove(catalogue, { item, names: named(item), env }));
    } catch (fault) {
      const message = `没有能证明：${fault instanceof Error ? fault.message : String(fault)}`;
      problems.push({
        level: 'error',
        code: 'proof',
        message,
        ...originOf(catalogue, 'items', id).at(['id']),
      });
    }
  }
  return problems;
}

/**
 * Reads files and checks them whole: shape first, then everything else, in the order of file and
 * line.
 */
export function checkFiles(
  files: { path: string; text: string }[],
  env: Env,
): { catalogue: Catalogue; problems: CatalogueProblem[] } {
  const { catalogue, problems } = readNodes(files);
  const all = [...problems, ...check(catalogue, env)];
  const order = (a: CatalogueProblem, b: CatalogueProblem): number =>
    a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
  return { catalogue, problems: all.toSorted(order) };
}

/** The nine counts a district tells its size by. */
export type Counts = {
  items: number;
  conditions: number;
  situations: number;
  fields: number;
  materials: number;
  fieldPoints: number;
  materialPoints: number;
  models: number;
  questions: number;
};

/**
 * The nine counts of a catalogue. Material pre-review models (`documents/`) are not part of it
 * yet: 0.
 */
export function counts(catalogue: Catalogue): Counts {
  const items = Object.values(catalogue.items);
  const sum = (n: (item: (typeof items)[number]) => number): number =>
    items.reduce((all, item) => all + n(item), 0);
  const onMaterial = (item: (typeof items)[number]): number => {
    const names = new Set(
      item.materials.flatMap((m) => [
        m.material,
        catalogue.materials[m.material]?.name.zh ?? m.material,
      ]),
    );
    return item.review.filter((r) => names.has(r.on)).length;
  };
  return {
    items: items.length,
    conditions: sum((i) => i.conditions.length),
    situations: sum((i) => i.situations.length),
    fields: Object.values(catalogue.groups).reduce((n, g) => n + g.fields.length, 0),
    materials: Object.keys(catalogue.materials).length,
    fieldPoints: sum((i) => i.review.length - onMaterial(i)),
    materialPoints: sum(onMaterial),
    models: 0,
    questions: sum((i) => i.knowledge.length),
  };
}
