/** Several named parts that belong together; each part is a field of its own type. */
import type { FieldDef } from '../../contract.ts';
import { say, t } from '../../texts/index.ts';
import type { FieldModel, Typed } from '../model.ts';
import { valueOf } from '../parts.ts';

const partsOf = (field: FieldDef) => field.fields ?? [];

/** `modelOf` gives the model of a part; it is handed in so that the two do not need each other. */
export const recordModel = (modelOf: (field: FieldDef) => FieldModel): FieldModel => ({
  blank: (field) =>
    Object.fromEntries(partsOf(field).map((part) => [part.address, modelOf(part).blank(part)])),
  typed: (value, field) => {
    const typed: { [part: string]: Typed } = {};
    for (const part of partsOf(field)) {
      const kept = valueOf(value, part.address);
      const model = modelOf(part);
      typed[part.address] = kept === null ? model.blank(part) : model.typed(kept, part);
    }
    return typed;
  },
  show: (value, field) =>
    partsOf(field)
      .map((part) => {
        const kept = valueOf(value, part.address);
        return kept === null ? '' : `${say(part.name)}${t('list.colon')}${modelOf(part).show(kept, part)}`;
      })
      .filter((words) => words !== '')
      .join(t('list.semicolon')),
});
