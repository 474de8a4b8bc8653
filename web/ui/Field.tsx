/** Label, hint and problem around something one fills in. */
import { useId, type ReactNode } from 'react';
import { t } from '../texts/index.ts';

/** What the control inside must carry so that everything around it is read out with it. */
export type Aria = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
  'aria-required': boolean | undefined;
};

export type FieldProps = {
  /** Also the place an error summary links to. */
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  problem?: string | undefined;
  optional?: boolean;
  /** Said under the control: where a prefilled value comes from, what a typed date was read as. */
  note?: ReactNode;
};

/** One control with its label. */
export function Field({
  id, label, hint, problem, optional, note, children,
}: FieldProps & { children: (aria: Aria) => ReactNode }) {
  const ids = useParts(hint, problem);
  return (
    <div className={problem ? 'field bad' : 'field'}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="muted">{t('kit.optional')}</span>}
      </label>
      <Parts hint={hint} problem={problem} ids={ids} />
      {children(ariaOf(id, ids, { problem, optional }))}
      {note}
    </div>
  );
}

/** Several controls that answer one question together: options, or the parts of an account. */
export function FieldGroup({
  id, label, hint, problem, optional, note, big, children,
}: FieldProps & { big?: boolean; children: ReactNode }) {
  const ids = useParts(hint, problem);
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className={problem ? 'field bad' : 'field'}
      aria-describedby={ids.described}
    >
      <legend className={big ? 'ask' : undefined}>
        {label}
        {optional && <span className="muted">{t('kit.optional')}</span>}
      </legend>
      <Parts hint={hint} problem={problem} ids={ids} />
      {children}
      {note}
    </fieldset>
  );
}

type PartIds = { hint: string; problem: string; described: string | undefined };

function useParts(hint: ReactNode, problem: string | undefined): PartIds {
  const base = useId();
  const ids = { hint: `${base}h`, problem: `${base}p` };
  const described = [hint ? ids.hint : '', problem ? ids.problem : ''].filter(Boolean).join(' ');
  return { ...ids, described: described === '' ? undefined : described };
}

function ariaOf(
  id: string,
  ids: PartIds,
  state: { problem?: string | undefined; optional?: boolean | undefined },
): Aria {
  return {
    id,
    'aria-describedby': ids.described,
    'aria-invalid': state.problem ? true : undefined,
    'aria-required': state.optional ? undefined : true,
  };
}

function Parts({
  hint, problem, ids,
}: { hint?: ReactNode; problem?: string | undefined; ids: PartIds }) {
  return (
    <>
      {hint && (
        <p className="hint" id={ids.hint}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="problem" id={ids.problem}>
          <span className="only-heard">{t('kit.problem')}</span>
          {problem}
        </p>
      )}
    </>
  );
}
