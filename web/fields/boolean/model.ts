/** Yes or no; nothing chosen is neither. */
import { t } from '../../texts/index.ts';
import type { FieldModel } from '../model.ts';

export const booleanModel: FieldModel = {
  blank: () => null,
  typed: (value) => (typeof value === 'boolean' ? value : null),
  show: (value) => (value === true ? t('kit.yes') : value === false ? t('kit.no') : ''),
};
