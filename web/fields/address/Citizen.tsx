import { say, t } from '../../texts/index.ts';
import { FieldGroup } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import type { FieldControl } from '../model.ts';
import { partOf, withPart } from '../parts.ts';

/** Area and the rest, under one question. */
export function AddressControl({ id, field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  return (
    <FieldGroup {...rest} id={id} label={say(field.name)} hint={say(field.help) || undefined}>
      <div className="fields" onBlur={onLeave}>
        {(['area', 'detail'] as const).map((part) => (
          <TextInput
            key={part}
            id={`${id}.${part}`}
            label={t(`field.address.${part}`)}
            hint={part === 'detail' ? t('field.address.hint') : undefined}
            autoComplete={part === 'detail' ? 'street-address' : 'off'}
            value={String(partOf(typed, part))}
            onChange={(next) => onTyped(withPart(typed, part, next))}
          />
        ))}
      </div>
    </FieldGroup>
  );
}
