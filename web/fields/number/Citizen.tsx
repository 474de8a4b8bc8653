import { say } from '../../texts/index.ts';
import { TextInput } from '../../ui/inputs.tsx';
import type { FieldControl } from '../model.ts';

/** A short box with its unit behind it; never the browser's number wheel. */
export function NumberControl({ field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  return (
    <TextInput
      {...rest}
      short
      inputMode={(field.scale ?? 0) > 0 ? 'decimal' : 'numeric'}
      autoComplete="off"
      label={say(field.name)}
      hint={say(field.help) || undefined}
      unit={say(field.unit) || undefined}
      value={typeof typed === 'string' ? typed : ''}
      onChange={onTyped}
      onBlur={onLeave}
    />
  );
}
