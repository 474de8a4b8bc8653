/** A day of the calendar, kept as `YYYY-MM-DD`. */
import { longDate } from '../../texts/format.ts';
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const dateModel: FieldModel = {
  ...textModel,
  show: (value) => (typeof value === 'string' ? longDate(value) : ''),
};
