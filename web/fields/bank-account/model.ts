/** Number of a bank card or account, kept as digits; shown in groups of four. */
import type { FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const bankAccountModel: FieldModel = {
  ...textModel,
  show: (value) => (typeof value === 'string' ? value.replace(/(.{4})(?=.)/g, '$1 ') : ''),
};
