/** Where somebody lives or something is: the area (区划, a code of 6 or 9 digits) and the rest. */
import type { FieldModel } from '../model.ts';
import { valueOf } from '../parts.ts';

const part = (value: Parameters<FieldModel['show']>[0], name: string) =>
  String(valueOf(value, name) ?? '');

export const addressModel: FieldModel = {
  blank: () => ({ area: '', detail: '' }),
  typed: (value) => ({ area: part(value, 'area'), detail: part(value, 'detail') }),
  show: (value) => part(value, 'detail'),
};
