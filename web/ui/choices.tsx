/** Choosing: every option is a big target with its words beside it. */
import type { ReactNode } from 'react';
import { FieldGroup, type FieldProps } from './Field.tsx';
import type { Option } from './inputs.tsx';
import { ZhRuns } from './Zh.tsx';

type GroupProps = FieldProps & { options: Option[]; inLine?: boolean; big?: boolean };

/** One of a few. `big` shows the question in the size of a heading (the guide's asks). */
export function RadioGroup({
  options, value, onChange, inLine, big, ...field
}: GroupProps & { value: string | null; onChange: (value: string) => void }) {
  return (
    <FieldGroup {...field} big={big ?? false}>
      <div className={inLine ? 'opts in-line' : 'opts'}>
        {options.map((option) => (
          <label className="opt" key={option.value}>
            <input
              type="radio"
              name={field.id}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            <OptionWords option={option} />
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}

/** Any number of a few. */
export function CheckGroup({
  options, value, onChange, inLine, big, ...field
}: GroupProps & { value: string[]; onChange: (value: string[]) => void }) {
  const toggle = (one: string, on: boolean) =>
    onChange(on ? [...value, one] : value.filter((other) => other !== one));
  return (
    <FieldGroup {...field} big={big ?? false}>
      <div className={inLine ? 'opts in-line' : 'opts'}>
        {options.map((option) => (
          <label className="opt" key={option.value}>
            <input
              type="checkbox"
              value={option.value}
              checked={value.includes(option.value)}
              onChange={(event) => toggle(option.value, event.target.checked)}
            />
            <OptionWords option={option} />
          </label>
        ))}
      </div>
    </FieldGroup>
  );
}

/** One thing to agree to or not. */
export function Checkbox({
  id, checked, onChange, problem, children,
}: {
  id: string;
  checked: boolean;
  onChange: (on: boolean) => void;
  problem?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className={problem ? 'field bad' : 'field'}>
      {problem && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      <label className="opt">
        <input
          id={id}
          type="checkbox"
          checked={checked}
          aria-describedby={problem ? `${id}-problem` : undefined}
          aria-invalid={problem ? true : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{children}</span>
      </label>
    </div>
  );
}

function OptionWords({ option }: { option: Option }) {
  return (
    <span>
      {option.kept ? <ZhRuns as={option.kept}>{option.label}</ZhRuns> : option.label}
      {option.hint && <small>{option.hint}</small>}
    </span>
  );
}
