/** The nine figures of a catalogue, as the interview of 2023 counts the district's graph. */
import type { Catalogue, Item } from '#graph';

export type Counts = {
  conditions: number;
  situations: number;
  fields: number;
  materials: number;
  fieldPoints: number;
  materialPoints: number;
  models: number;
  questions: number;
  items: number;
};

/** What the district had described by November 2023 (interview, the graph's base). */
export const district: Counts = {
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

/** Generated nodes (for tests of size) are written under a folder of this name. */
const generated = /(^|\/)generated\//;

function sum<T>(list: T[], of: (one: T) => number): number {
  return list.reduce((n, one) => n + of(one), 0);
}

/** Review points at a material; all others stand at a field. */
function materialPoints(item: Item, catalogue: Catalogue): number {
  const names = new Set(Object.values(catalogue.materials).map((m) => m.name.zh));
  const at = (on: string): boolean => Object.hasOwn(catalogue.materials, on) || names.has(on);
  return item.review.filter((r) => at(r.on)).length;
}

/** Counts what people wrote and what a generator wrote, apart. */
export function count(catalogue: Catalogue): { made: Counts; generated: Counts } {
  const of = (kind: string, wanted: boolean) => (node: { id: string }) =>
    generated.test(catalogue.origins.get(`${kind}/${node.id}`)?.file ?? '') === wanted;
  const side = (wanted: boolean): Counts => {
    const items = Object.values(catalogue.items).filter(of('items', wanted));
    const groups = Object.values(catalogue.groups).filter(of('groups', wanted));
    const atMaterials = sum(items, (i) => materialPoints(i, catalogue));
    return {
      conditions: sum(items, (i) => i.conditions.length),
      situations: sum(items, (i) => i.situations.length),
      fields: sum(groups, (g) => g.fields.length),
      materials: Object.values(catalogue.materials).filter(of('materials', wanted)).length,
      fieldPoints: sum(items, (i) => i.review.length) - atMaterials,
      materialPoints: atMaterials,
      // Document models come with recognition; the catalogue has no place for them yet.
      models: 0,
      questions: sum(items, (i) => i.knowledge.length),
      items: items.length,
    };
  };
  return { made: side(false), generated: side(true) };
}
