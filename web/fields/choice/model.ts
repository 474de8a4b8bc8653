/** One option of a list; its code is kept, its label shown. */
import type { FieldDef } from '../../contract.ts';
import { say } from '../../texts/index.ts';
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

/** The label of a code; the code itself where the list does not know it. */
export function labelOf(code: string, field: FieldDef): string {
  const option = field.options?.find((one) => one.value === code);
  return option === undefined ? code : say(option.label);
}

export const choiceModel: FieldModel = {
  ...textModel,
  show: (value, field) => (typeof value === 'string' ? labelOf(value, field) : ''),
};
