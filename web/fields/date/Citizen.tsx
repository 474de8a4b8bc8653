import { say } from '../../texts/index.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import type { FieldControl } from '../model.ts';

/** Typed in any usual way or picked from the calendar. */
export function DateControl({ field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  return (
    <div onBlur={onLeave}>
      <DateInput
        {...rest}
        label={say(field.name)}
        hint={say(field.help) || undefined}
        example={field.example}
        value={typeof typed === 'string' ? typed : ''}
        onChange={onTyped}
      />
    </div>
  );
}
