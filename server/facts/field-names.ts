/** Fields by dictionary group and name, as the items of today use them. */
import type { World } from '#base';
import { current, listItems } from '#catalogue';
import { fieldDefinition, type Field, type FieldDefinition } from '#graph';

/** As the dictionary has it, and as pages show values by it. */
export type NamedField = { field: Field; definition: FieldDefinition };

let kept: { key: string; fields: Map<string, NamedField> } | undefined;

/** `person.phone` → its definition. Fields that no item asks for any more are not there. */
export async function fieldNames(world: World): Promise<ReadonlyMap<string, NamedField>> {
  const cards = await listItems(world);
  const key = cards
    .map((card) => JSON.stringify([card.id, (card as { version?: unknown }).version]))
    .join();
  if (kept?.key === key) return kept.fields;
  const fields = new Map<string, NamedField>();
  for (const { id } of cards) {
    const item = await current(world, id);
    for (const target of item.names.byAddress.values()) {
      if (target.kind !== 'field' || !target.field || target.from === undefined) continue;
      const { field, written } = target;
      const at = { address: `${target.from}.${field.id}`, written };
      fields.set(at.address, { field, definition: fieldDefinition(field, at) });
    }
  }
  kept = { key, fields };
  return fields;
}
