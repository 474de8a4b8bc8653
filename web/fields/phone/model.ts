/** A mobile number of the mainland, or a fixed one with its area code. */
import { t } from '../../texts/index.ts';
import { EMPTY, textOf, type FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

const PHONE = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?)$/;

export const phoneModel: FieldModel = {
  ...textModel,
  clean: (typed) => {
    const text = textOf(typed, true).replace(/\s/g, '').replace(/^\+?86-?(?=1)/, '');
    if (text === '') return EMPTY;
    return PHONE.test(text) ? { value: text } : { problem: t('field.phone.bad') };
  },
};
