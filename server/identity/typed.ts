/** What people type, read at the street door: one spelling for one value, or words what to do. */
import { z } from 'zod';
import { whichYears, withinYears } from '#base';
import { canonical, type FieldKind } from '#graph';

function typed(type: FieldKind['type'], label: string) {
  return z
    .string()
    .max(500)
    .transform((raw, context) => {
      const found = canonical({ type, name: { zh: label } }, raw);
      if ('value' in found && typeof found.value === 'string') return found.value;
      context.addIssue({
        code: 'custom',
        message: 'problem' in found ? found.problem : `请填写${label}`,
      });
      return z.NEVER;
    });
}

/** Name of a person as on the identity card. */
export const typedName = typed('name', '姓名');
/** Identity number, 18 characters with check character. */
export const typedIdNumber = typed('id-number', '身份证号');
/** Unified social credit code with check characters. */
export const typedCreditCode = typed('credit-code', '统一社会信用代码');
/** Name of an organisation as on its licence. */
export const typedOrganisationName = typed('text', '单位名称');
/** A Chinese mobile number: 11 digits. */
export const typedPhone = typed('phone', '手机号码').refine(
  (phone) => /^1\d{10}$/.test(phone),
  '请填写 11 位手机号码',
);
/** A date YYYY-MM-DD that exists, from 1900 to 2199. */
export const typedDate = typed('date', '日期').refine(withinYears, whichYears);
/** An item id of the catalogue. Whether the item exists the catalogue knows, a later room. */
export const itemId = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, '事项标识不对，请从列表里选事项');
