/** Boxes that are no field of an item (registering, adding an organisation) judged the same way. */
import type { FieldDef } from '../contract.ts';
import { t } from '../texts/index.ts';
import { clean } from './clean.ts';

/** The value of a required box, or what is wrong with it; `empty` is said when nothing was typed. */
export function judge(
  typed: string,
  type: FieldDef['type'],
  words: { name: string; empty?: string },
): { value: string } | { problem: string } {
  const cleaned = clean(typed, {
    address: 'box', written: words.name, name: { zh: words.name }, type,
    sensitivity: 'personal', source: 'applicant',
  });
  if ('value' in cleaned) return { value: String(cleaned.value) };
  if ('problem' in cleaned) return cleaned;
  return { problem: words.empty ?? t('field.required', { name: words.name }) };
}
