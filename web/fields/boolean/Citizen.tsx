import { say, t } from '../../texts/index.ts';
import { RadioGroup } from '../../ui/choices.tsx';
import type { FieldControl } from '../model.ts';

/** Two big options; a lone box would take "not answered" for "no". */
export function BooleanControl({ field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  return (
    <div onBlur={onLeave}>
      <RadioGroup
        {...rest}
        inLine
        label={say(field.name)}
        hint={say(field.help) || undefined}
        options={[
          { value: 'yes', label: t('kit.yes') },
          { value: 'no', label: t('kit.no') },
        ]}
        value={typed === true ? 'yes' : typed === false ? 'no' : null}
        onChange={(value) => onTyped(value === 'yes')}
      />
    </div>
  );
}
