import { say } from '../../texts/index.ts';
import { TextArea, TextInput } from '../../ui/inputs.tsx';
import type { FieldControl } from '../model.ts';

const ONE_LINE = 120;

/** A line, or a larger box where long answers are wanted. */
export function TextControl({ field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  const Box = (field.maxLength ?? 0) > ONE_LINE ? TextArea : TextInput;
  return (
    <Box
      {...rest}
      label={say(field.name)}
      hint={say(field.help) || undefined}
      value={typeof typed === 'string' ? typed : ''}
      onChange={onTyped}
      onBlur={onLeave}
    />
  );
}
