/** Takes the unit tree of the catalogue into the database: new units added, known ones updated. */
import type { Unit } from '#graph';
import type { Trx } from '#base';
import { upsertUnit } from './store-staff.ts';

/**
 * Adds and updates units; none is removed, since cases and staff refer to them.
 * @param units in any order; parents must be among them
 * @throws Error (Chinese) for an unknown parent or a circle
 */
export async function seedUnits(trx: Trx, units: readonly Unit[]): Promise<void> {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const withPath = units.map((unit) => ({ unit, path: pathOf(unit, byId) }));
  // Parents first: their paths are shorter, and the foreign key wants them.
  withPath.sort((a, b) => a.path.split('/').length - b.path.split('/').length);
  for (const { unit, path } of withPath) {
    await upsertUnit(trx, {
      id: unit.id,
      name: unit.name,
      kind: unit.kind,
      parent: unit.parent ?? null,
      area: unit.area,
      level: unit.level,
      hours: unit.hours,
      creditCode: unit['credit code'] ?? null,
      path,
    });
  }
}

function pathOf(unit: Unit, byId: ReadonlyMap<string, Unit>): string {
  const ids: string[] = [];
  for (let at: Unit | undefined = unit; at;) {
    if (ids.includes(at.id))
      throw new Error(`机构 ${unit.id} 的上级绕成了一圈：${ids.join(' → ')}`);
    ids.unshift(at.id);
    if (at.parent === undefined) return `${ids.join('/')}/`;
    const parent = byId.get(at.parent);
    if (!parent) throw new Error(`机构 ${at.id} 的上级 ${at.parent} 不在机构目录里`);
    at = parent;
  }
  return `${ids.join('/')}/`;
}
