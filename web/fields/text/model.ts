/** One or several lines of any writing. */
import { t } from '../../texts/index.ts';
import { EMPTY, textOf, UNSEEN, type FieldModel } from '../model.ts';

const LONGEST = 200;

export const textModel: FieldModel = {
  blank: () => '',
  typed: (value) => (typeof value === 'string' ? value : ''),
  clean: (typed, field) => {
    const text = textOf(typed);
    if (text === '') return EMPTY;
    if (UNSEEN.test(text.replace(/\n/g, ''))) return { problem: t('field.text.control') };
    const [n, now] = [field.maxLength ?? LONGEST, Array.from(text).length];
    return now > n ? { problem: t('field.text.long', { n, now }) } : { value: text };
  },
  show: (value) => (typeof value === 'string' ? value : ''),
};
