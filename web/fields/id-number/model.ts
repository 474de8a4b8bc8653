/** Citizen identity number, GB 11643: 17 digits and a check character (ISO 7064 MOD 11-2). */
import { dayOf } from '../../texts/format.ts';
import { t } from '../../texts/index.ts';
import { EMPTY, textOf, type FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** True when birth date and check character fit. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(text[i]), 0);
  return dayOf(birth) !== null && CHECKS[sum % 11] === text[17];
}

export const idNumberModel: FieldModel = {
  ...textModel,
  clean: (typed) => {
    const text = textOf(typed, true).replace(/[\s-]/g, '').toUpperCase();
    if (text === '') return EMPTY;
    if (text.length !== 18) return { problem: t('field.id.length', { now: text.length }) };
    return isIdNumber(text) ? { value: text } : { problem: t('field.id.bad') };
  },
};
