/** Where somebody lives or something is: the area (区划) and the rest of the address. */
import { t } from '../../texts/index.ts';
import { EMPTY, UNSEEN, textOf, type FieldModel } from '../model.ts';
import { partOf, valueOf } from '../parts.ts';

const LONGEST = 200;

export const addressModel: FieldModel = {
  blank: () => ({ area: '', detail: '' }),
  typed: (value) => ({
    area: String(valueOf(value, 'area') ?? ''),
    detail: String(valueOf(value, 'detail') ?? ''),
  }),
  clean: (typed) => {
    const area = textOf(partOf(typed, 'area'));
    const detail = textOf(partOf(typed, 'detail'));
    if (area === '' && detail === '') return EMPTY;
    if (detail === '') return { problem: t('field.required', { name: t('field.address.detail') }) };
    if (area === '') return { problem: t('field.required', { name: t('field.address.area') }) };
    if (UNSEEN.test(area + detail)) return { problem: t('field.text.control') };
    const now = Array.from(detail).length;
    if (now > LONGEST) return { problem: t('field.text.long', { n: LONGEST, now }) };
    return { value: { area, detail } };
  },
  show: (value) =>
    ['area', 'detail'].map((part) => String(valueOf(value, part) ?? '')).filter(Boolean).join(' '),
};
