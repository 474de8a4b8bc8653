/** A day of the calendar, kept as `YYYY-MM-DD`. */
import { longDate } from '../../texts/format.ts';
import { t } from '../../texts/index.ts';
import { readDate } from '../../ui/DateInput.tsx';
import { EMPTY, textOf, type FieldModel } from '../model.ts';

export const dateModel: FieldModel = {
  blank: () => '',
  typed: (value) => (typeof value === 'string' ? value : ''),
  clean: (typed) => {
    const text = textOf(typed, true);
    if (text === '') return EMPTY;
    const date = readDate(text);
    if (date !== null) return { value: date };
    const shaped = /^\d{4}\D?\d{1,2}\D?\d{1,2}\D?$/.test(text);
    return { problem: t(shaped ? 'field.date.none' : 'field.date.bad') };
  },
  show: (value) => (typeof value === 'string' ? longDate(value) : ''),
};
