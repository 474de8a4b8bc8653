import type { ComponentType } from 'react';
import { say } from '../../texts/index.ts';
import { FieldGroup } from '../../ui/Field.tsx';
import type { FieldControl } from '../model.ts';
import { partOf, withPart } from '../parts.ts';

/** The parts under one heading. */
export function RecordControl({
  id, field, typed, onTyped, onLeave, Part, ...rest
}: FieldControl & { Part: ComponentType<FieldControl> }) {
  return (
    <FieldGroup {...rest} id={id} label={say(field.name)} hint={say(field.help) || undefined}>
      <div className="fields">
        {(field.fields ?? []).map((part) => (
          <Part
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
