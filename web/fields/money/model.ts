/** An amount in 元, at most two digits after the point. */
import { money } from '../../texts/format.ts';
import { textOf, type FieldModel } from '../model.ts';
import { cleanNumber, numberModel } from '../number/model.ts';

export const moneyModel: FieldModel = {
  ...numberModel,
  clean: (typed, field) => cleanNumber(textOf(typed, true), field, field.scale ?? 2),
  show: (value) => (typeof value === 'string' ? money(value) : ''),
};
