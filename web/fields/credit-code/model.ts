/** Unified social credit code, GB 32100: 17 characters and a check character modulo 31. */
import { t } from '../../texts/index.ts';
import { EMPTY, textOf, type FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** True when every character is allowed and the check character fits. */
export function isCreditCode(text: string): boolean {
  const digits = Array.from(text, (letter) => LETTERS.indexOf(letter));
  if (digits.length !== 18 || digits.includes(-1)) return false;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * (digits[i] ?? 0), 0);
  return (31 - (sum % 31)) % 31 === digits[17];
}

export const creditCodeModel: FieldModel = {
  ...textModel,
  clean: (typed) => {
    const text = textOf(typed, true).replace(/[\s-]/g, '').toUpperCase();
    if (text === '') return EMPTY;
    if (text.length !== 18) return { problem: t('field.credit.length', { now: text.length }) };
    return isCreditCode(text) ? { value: text } : { problem: t('field.credit.bad') };
  },
};
