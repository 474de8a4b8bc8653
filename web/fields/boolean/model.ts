/** Yes or no; nothing chosen is neither. */
import { t } from '../../texts/index.ts';
import { EMPTY, type FieldModel } from '../model.ts';

export const booleanModel: FieldModel = {
  blank: () => null,
  typed: (value) => (typeof value === 'boolean' ? value : null),
  clean: (typed) => (typeof typed === 'boolean' ? { value: typed } : EMPTY),
  show: (value) => (value === true ? t('kit.yes') : value === false ? t('kit.no') : ''),
};
