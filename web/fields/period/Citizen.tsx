import { say, t } from '../../texts/index.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { FieldGroup } from '../../ui/Field.tsx';
import type { FieldControl } from '../model.ts';
import { partOf, withPart } from '../parts.ts';

/** Two dates under one question. */
export function PeriodControl({ id, field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  return (
    <FieldGroup {...rest} id={id} label={say(field.name)} hint={say(field.help) || undefined}>
      <div className="fields" onBlur={onLeave}>
        {(['from', 'to'] as const).map((part) => (
          <DateInput
            key={part}
            id={`${id}.${part}`}
            label={t(`period.${part}`)}
            value={String(partOf(typed, part))}
            onChange={(next) => onTyped(withPart(typed, part, next))}
          />
        ))}
      </div>
    </FieldGroup>
  );
}
