import { useRead } from '../../queries.ts';
import { say, t } from '../../texts/index.ts';
import { FieldGroup } from '../../ui/Field.tsx';
import { Select, TextInput } from '../../ui/inputs.tsx';
import type { FieldControl } from '../model.ts';
import { partOf, withPart } from '../parts.ts';

/** The sub-district from the list, the rest typed, under one question. */
export function AddressControl({ id, field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  const units = useRead('identity.units', {});
  const areas = (units.data?.units ?? [])
    .filter((unit) => unit.kind === 'sub-district')
    .map((unit) => ({ value: unit.area, label: say(unit.name) }));
  return (
    <FieldGroup {...rest} id={id} label={say(field.name)} hint={say(field.help) || undefined}>
      <div className="fields" onBlur={onLeave}>
        <Select
          id={`${id}.area`}
          label={t('field.address.area')}
          options={areas}
          value={String(partOf(typed, 'area'))}
          onChange={(next) => onTyped(withPart(typed, 'area', next))}
        />
        <TextInput
          id={`${id}.detail`}
          label={t('field.address.detail')}
          hint={t('field.address.hint')}
          autoComplete="street-address"
          value={String(partOf(typed, 'detail'))}
          onChange={(next) => onTyped(withPart(typed, 'detail', next))}
        />
      </div>
    </FieldGroup>
  );
}
