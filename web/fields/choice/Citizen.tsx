import { say } from '../../texts/index.ts';
import { RadioGroup } from '../../ui/choices.tsx';
import { Select } from '../../ui/inputs.tsx';
import type { FieldControl } from '../model.ts';

const FEW = 6;

/** A few options stand open; many are in the browser's own list. */
export function ChoiceControl({ field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  const options = (field.options ?? []).map(({ value, label }) => ({ value, label: say(label) }));
  const shared = {
    ...rest,
    label: say(field.name),
    hint: say(field.help) || undefined,
    options,
    onChange: onTyped,
  };
  const value = typeof typed === 'string' ? typed : '';
  if (options.length <= FEW) return <RadioGroup {...shared} value={value} />;
  return <Select {...shared} value={value} onBlur={onLeave} />;
}
