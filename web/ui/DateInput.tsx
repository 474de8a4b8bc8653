/** A date: typed in whatever usual way, or picked; read back in words so that slips are seen. */
import { useRef } from 'react';
import { longDate } from '../texts/format.ts';
import { t } from '../texts/index.ts';
import { buttonClass } from './Button.tsx';
import { Field, type FieldProps } from './Field.tsx';
import { readDate } from './read-date.ts';

type DateProps = FieldProps & {
  /** What stands in the box: a date, or what was typed so far. */
  value: string;
  onChange: (typed: string) => void;
  /** A date as it might be typed, for the hint. */
  example?: string | undefined;
  min?: string;
  max?: string;
};

/** The value given back is `YYYY-MM-DD` as soon as the typed text can be read as a date. */
export function DateInput({
  value, onChange, min, max, note, example, ...field
}: DateProps) {
  const picker = useRef<HTMLInputElement>(null);
  const read = readDate(value);
  const readBack = read === null ? null : (
    <p className="read-back">{t('date.read', { date: longDate(read) })}</p>
  );
  return (
    <Field {...field} hint={field.hint ?? t('date.hint', { example: example ?? '2026-11-23' })} note={note ?? readBack}>
      {(aria) => (
        <div className="date">
          <input
            {...aria}
            type="text"
            className="input"
            autoComplete="off"
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onBlur={() => {
              if (read !== null && read !== value) onChange(read);
            }}
          />
          <span className="native">
            <button
              type="button"
              className={buttonClass('quiet')}
              onClick={() => picker.current?.showPicker()}
            >
              {t('date.pick')}
            </button>
            <input
              ref={picker}
              type="date"
              tabIndex={-1}
              aria-hidden="true"
              value={read ?? ''}
              min={min}
              max={max}
              onChange={(event) => {
                if (event.target.value !== '') onChange(event.target.value);
              }}
            />
          </span>
        </div>
      )}
    </Field>
  );
}
