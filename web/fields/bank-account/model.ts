/** Number of a bank card or account, kept as digits; shown in groups of four. */
import { t } from '../../texts/index.ts';
import { EMPTY, textOf, type FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

export const bankAccountModel: FieldModel = {
  ...textModel,
  clean: (typed) => {
    const text = textOf(typed, true).replace(/[\s-]/g, '');
    if (text === '') return EMPTY;
    return /^\d{8,30}$/.test(text) ? { value: text } : { problem: t('field.bank.bad') };
  },
  show: (value) => (typeof value === 'string' ? value.replace(/(.{4})(?=.)/g, '$1 ') : ''),
};
