/** Things to press. */
import { useId, type ButtonHTMLAttributes, type ReactNode } from 'react';
import { Link } from '../router/Link.tsx';
import type { Place } from '../paths.ts';
import { t } from '../texts/index.ts';

export type ButtonKind = 'main' | 'quiet' | 'danger' | 'text';

type ButtonProps = {
  children: ReactNode;
  kind?: ButtonKind;
  wide?: boolean;
  busy?: boolean;
  /** Why it cannot be pressed now: the button stays reachable and says so. */
  why?: string | undefined;
} & Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'>;

/** Class names of a button of this kind, for links and labels that look like one. */
export function buttonClass(kind: ButtonKind = 'main', wide = false): string {
  return ['btn', kind === 'main' ? '' : kind, wide ? 'wide' : ''].filter(Boolean).join(' ');
}

/** A button. It is never `disabled`: what cannot be pressed keeps its place and tells why. */
export function Button({ children, kind, wide, busy, why, ...rest }: ButtonProps) {
  const id = useId();
  const off = busy === true || why !== undefined;
  const button = (
    <button
      type="button"
      {...rest}
      className={buttonClass(kind, wide)}
      aria-disabled={off || undefined}
      aria-describedby={why === undefined ? rest['aria-describedby'] : id}
      onClick={(event) => {
        if (off) event.preventDefault();
        else rest.onClick?.(event);
      }}
    >
      {busy ? t('busy.sending') : children}
    </button>
  );
  if (why === undefined) return button;
  return (
    <span className="act">
      {button}
      <small id={id}>{why}</small>
    </span>
  );
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton({
  kind, wide, children, ...place
}: Place & { kind?: ButtonKind; wide?: boolean; children: ReactNode }) {
  return (
    <Link {...place} className={buttonClass(kind, wide)}>
      {children}
    </Link>
  );
}
