/** From one day to another, both counted. Kept as `{ from, until }`. */
import { t } from '../../texts/index.ts';
import { dateModel } from '../date/model.ts';
import { EMPTY, type FieldModel } from '../model.ts';
import { partOf, valueOf } from '../parts.ts';

export const periodModel: FieldModel = {
  blank: () => ({ from: '', to: '' }),
  typed: (value, field) => ({
    from: dateModel.typed(valueOf(value, 'from'), field),
    to: dateModel.typed(valueOf(value, 'to'), field),
  }),
  clean: (typed, field) => {
    const from = dateModel.clean(partOf(typed, 'from'), field);
    const to = dateModel.clean(partOf(typed, 'to'), field);
    if ('problem' in from) return { problem: `${t('period.from')}：${from.problem}` };
    if ('problem' in to) return { problem: `${t('period.to')}：${to.problem}` };
    if ('empty' in from && 'empty' in to) return EMPTY;
    if ('empty' in from) return { problem: t('field.required', { name: t('period.from') }) };
    if ('empty' in to) return { problem: t('field.required', { name: t('period.to') }) };
    if (String(from.value) > String(to.value)) return { problem: t('field.period.order') };
    return { value: { from: from.value, to: to.value } };
  },
  show: (value, field) =>
    ['from', 'to'].map((part) => dateModel.show(valueOf(value, part), field)).join(' 至 '),
};
