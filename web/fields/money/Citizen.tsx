import { say, t } from '../../texts/index.ts';
import { TextInput } from '../../ui/inputs.tsx';
import type { FieldControl } from '../model.ts';

/** An amount with 元 behind it. */
export function MoneyControl({ field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  return (
    <TextInput
      {...rest}
      short
      inputMode="decimal"
      autoComplete="off"
      label={say(field.name)}
      hint={say(field.help) || undefined}
      unit={say(field.unit) || t('field.money.unit')}
      value={typeof typed === 'string' ? typed : ''}
      onChange={onTyped}
      onBlur={onLeave}
    />
  );
}
