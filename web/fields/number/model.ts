/** An exact number, kept as canonical decimal text. */
import { number } from '../../texts/format.ts';
import { say } from '../../texts/index.ts';
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const numberModel: FieldModel = {
  ...textModel,
  show: (value, field) =>
    typeof value === 'string' ? `${number(value)}${field.unit ? ` ${say(field.unit)}` : ''}` : '',
};
