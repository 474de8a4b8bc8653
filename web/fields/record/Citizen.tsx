import { say } from '../../texts/index.ts';
import { FieldGroup } from '../../ui/Field.tsx';
import { FieldControlOf } from '../Control.tsx';
import type { FieldControl } from '../model.ts';
import { partOf, withPart } from '../parts.ts';

/** The parts under one heading. */
export function RecordControl({ id, field, typed, onTyped, onLeave, ...rest }: FieldControl) {
  return (
    <FieldGroup {...rest} id={id} label={say(field.name)} hint={say(field.help) || undefined}>
      <div className="fields">
        {(field.fields ?? []).map((part) => (
          <FieldControlOf
            key={part.address}
            id={`${id}.${part.address}`}
            field={part}
            typed={partOf(typed, part.address)}
            onTyped={(next) => onTyped(withPart(typed, part.address, next))}
            onLeave={onLeave}
          />
        ))}
      </div>
    </FieldGroup>
  );
}
