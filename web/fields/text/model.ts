/** One or several lines of any writing. */
import type { FieldModel } from '../model.ts';

export const textModel: FieldModel = {
  blank: () => '',
  typed: (value) => (typeof value === 'string' ? value : ''),
  show: (value) => (typeof value === 'string' ? value : ''),
};
