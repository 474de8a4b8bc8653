import { say } from '../../texts/index.ts';
import { TextInput } from '../../ui/inputs.tsx';
import type { FieldControl } from '../model.ts';

/** One line; the browser's help for this kind of answer. */
export function IdNumberControl({ field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  return (
    <TextInput
      {...rest}
      autoComplete="off"
      spellCheck={false}
      label={say(field.name)}
      hint={say(field.help) || undefined}
      value={typeof typed === 'string' ? typed : ''}
      onChange={onTyped}
      onBlur={onLeave}
    />
  );
}
