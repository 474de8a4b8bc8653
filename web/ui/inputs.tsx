/** Controls for text: native elements with the kit's look. */
import type {
  InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes,
} from 'react';
import { t } from '../texts/index.ts';
import type { Kept } from './Zh.tsx';
import { Field, type FieldProps } from './Field.tsx';
import { zhMark } from './Zh.tsx';

type Write = { value: string; onChange: (value: string) => void };

/** One line of text with its label. */
export function TextInput({
  id, label, hint, problem, optional, note, value, onChange, short, unit, ...rest
}: FieldProps & Write & { short?: boolean; unit?: ReactNode } & Omit<
    InputHTMLAttributes<HTMLInputElement>,
    'onChange' | 'value' | 'id'
  >) {
  return (
    <Field {...{ id, label, hint, problem, optional: optional ?? false, note }}>
      {(aria) => {
        const input = (
          <input
            type="text"
            {...rest}
            {...aria}
            className={short ? 'input short' : 'input'}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        );
        return unit ? (
          <div className="with-unit">
            {input}
            <span>{unit}</span>
          </div>
        ) : (
          input
        );
      }}
    </Field>
  );
}

/** Several lines of text with their label. */
export function TextArea({
  id, label, hint, problem, optional, note, value, onChange, ...rest
}: FieldProps & Write & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value' | 'id'>) {
  return (
    <Field {...{ id, label, hint, problem, optional: optional ?? false, note }}>
      {(aria) => (
        <textarea
          rows={4}
          {...rest}
          {...aria}
          className="input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** `kept`: why the label holds Chinese also on an English page. */
export type Option = { value: string; label: string; hint?: string | undefined; kept?: Kept };

/** Choice from a long list: the browser's own. */
export function Select({
  id, label, hint, problem, optional, note, value, onChange, options, ...rest
}: FieldProps & Write & { options: Option[] } & Omit<
    SelectHTMLAttributes<HTMLSelectElement>,
    'onChange' | 'value' | 'id'
  >) {
  return (
    <Field {...{ id, label, hint, problem, optional: optional ?? false, note }}>
      {(aria) => (
        <select
          {...rest}
          {...aria}
          className="input"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t('kit.choose')}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value} {...(option.kept && zhMark(option.label, option.kept))}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
