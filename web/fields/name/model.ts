/** The name of a person, as on the identity card; rare characters are welcome. */
import { t } from '../../texts/index.ts';
import { EMPTY, textOf, type FieldModel } from '../model.ts';
import { textModel } from '../text/model.ts';

const LONGEST = 60;
/** Letters of any script with their marks, and the dots, hyphens and blanks names are joined by. */
const NAME = /^[\p{L}\p{M}·•‧.'’\- ]+$/u;

export const nameModel: FieldModel = {
  ...textModel,
  clean: (typed) => {
    const text = textOf(typed).replace(/[•‧・]/gu, '·').replace(/\s+/gu, ' ');
    if (text === '') return EMPTY;
    const now = Array.from(text).length;
    if (now > LONGEST) return { problem: t('field.text.long', { n: LONGEST, now }) };
    return NAME.test(text) ? { value: text } : { problem: t('field.name.bad') };
  },
};
