import { say } from '../../texts/index.ts';
import { CheckGroup } from '../../ui/choices.tsx';
import type { FieldControl } from '../model.ts';

/** Boxes to tick. */
export function ChoicesControl({ field, typed, onTyped, onLeave: _, ...rest }: FieldControl) {
  return (
    <CheckGroup
      {...rest}
      label={say(field.name)}
      hint={say(field.help) || undefined}
      options={(field.options ?? []).map(({ value, label }) => ({ value, label: say(label) }))}
      value={Array.isArray(typed) ? typed.map(String) : []}
      onChange={onTyped}
    />
  );
}
