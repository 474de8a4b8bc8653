/** From one day to another, both counted. Kept as `{ from, to }`. */
import { dateModel } from '../date/model.ts';
import type { FieldModel } from '../model.ts';
import { valueOf } from '../parts.ts';
import { t } from '../../texts/index.ts';

export const periodModel: FieldModel = {
  blank: () => ({ from: '', to: '' }),
  typed: (value, field) => ({
    from: dateModel.typed(valueOf(value, 'from'), field),
    to: dateModel.typed(valueOf(value, 'to'), field),
  }),
  show: (value, field) =>
    ['from', 'to'].map((part) => dateModel.show(valueOf(value, part), field)).join(t('period.between')),
};
