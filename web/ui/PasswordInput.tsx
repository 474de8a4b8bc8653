/** A password that can be looked at while typing: fewer slips, above all on phones. */
import { useState } from 'react';
import { t } from '../texts/index.ts';
import { Button } from './Button.tsx';
import { Field, type FieldProps } from './Field.tsx';

type PasswordProps = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  autoComplete: 'current-password' | 'new-password';
};

/** The password stays hidden until the button beside it is pressed. */
export function PasswordInput({ value, onChange, autoComplete, ...field }: PasswordProps) {
  const [open, setOpen] = useState(false);
  return (
    <Field {...field}>
      {(aria) => (
        <div className="password">
          <input
            {...aria}
            className="input"
            type={open ? 'text' : 'password'}
            autoComplete={autoComplete}
            autoCapitalize="off"
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <Button
            kind="quiet"
            aria-label={t(open ? 'signIn.hidePassword' : 'signIn.showPassword')}
            onClick={() => setOpen(!open)}
          >
            {t(open ? 'kit.hide' : 'kit.show')}
          </Button>
        </div>
      )}
    </Field>
  );
}
