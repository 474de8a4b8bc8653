/** Any number of options of a list. */
import { labelOf } from '../choice/model.ts';
import type { FieldModel } from '../model.ts';
import { t } from '../../texts/index.ts';

function codes(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

export const choicesModel: FieldModel = {
  blank: () => [],
  typed: (value) => codes(value),
  show: (value, field) => codes(value).map((code) => labelOf(code, field)).join(t('list.and')),
};
