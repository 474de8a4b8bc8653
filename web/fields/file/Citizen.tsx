import { say, t } from '../../texts/index.ts';
import { FieldGroup } from '../../ui/Field.tsx';
import type { FieldControl } from '../model.ts';

/** Says what was handed in; the handing in itself is done among the materials. */
export function FileControl({ field, typed, id, problem, optional, note }: FieldControl) {
  return (
    <FieldGroup
      {...{ id, problem, optional: optional ?? false, note }}
      label={say(field.name)}
      hint={say(field.help) || undefined}
    >
      <p>{typeof typed === 'string' && typed !== '' ? typed : t('field.file.later')}</p>
    </FieldGroup>
  );
}
