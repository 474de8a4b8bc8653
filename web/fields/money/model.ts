/** An amount in 元, at most two digits after the point. */
import { money } from '../../texts/format.ts';
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const moneyModel: FieldModel = {
  ...textModel,
  show: (value) => (typeof value === 'string' ? money(value) : ''),
};
