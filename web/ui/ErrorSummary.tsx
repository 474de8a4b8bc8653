/** Everything that is wrong, at the top, each line leading to its place. */
import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../texts/index.ts';

export type Fault = {
  /** Id of the element to go to. */
  at: string;
  message: string;
};

/** Takes the focus each time `turn` changes, so that it is read out after every try. */
export function ErrorSummary({
  faults, turn, children,
}: { faults: Fault[]; turn: number; children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (turn > 0) {
      box.current?.focus({ preventScroll: true });
      box.current?.scrollIntoView({ block: 'start' });
    }
  }, [turn]);
  if (faults.length === 0 && !children) return null;
  return (
    <div className="error-summary" ref={box} tabIndex={-1} role="alert">
      <h2>{faults.length > 0 ? t('problem.summary', { n: faults.length }) : t('problem.title')}</h2>
      {children}
      {faults.length > 0 && (
        <ul>
          {faults.map((fault) => (
            <li key={fault.at + fault.message}>
              <a href={`#${fault.at}`} onClick={(event) => {
                if (goThere(fault.at)) event.preventDefault();
              }}>
                {fault.message}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/**
 * Focuses the control with this id (in a group its first control), which a bare #link would not.
 * False when there is none on the page.
 */
export function goThere(id: string): boolean {
  const place = document.getElementById(id);
  if (place === null) return false;
  const control = place.matches('input, select, textarea, button')
    ? place
    : (place.querySelector<HTMLElement>('input, select, textarea, button') ?? place);
  control.focus({ preventScroll: true });
  (place.closest('.field') ?? place).scrollIntoView({ block: 'start' });
  return true;
}
