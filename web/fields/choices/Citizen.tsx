import { say } from '../../texts/index.ts';
import { CheckGroup } from '../../ui/choices.tsx';
import type { FieldControl } from '../model.ts';

/** Boxes to tick. */
export function ChoicesControl({ field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  return (
    <div onBlur={onLeave}>
      <CheckGroup
        {...rest}
        label={say(field.name)}
        hint={say(field.help) || undefined}
        options={(field.options ?? []).map(({ value, label }) => ({ value, label: say(label) }))}
        value={Array.isArray(typed) ? typed.map(String) : []}
        onChange={onTyped}
      />
    </div>
  );
}
