/** Boxes around things. */
import type { ReactNode } from 'react';
import { t } from '../texts/index.ts';
import { wordsFor } from '../problem.ts';
import { Button } from './Button.tsx';

/** A framed part of a page with a heading of its own. */
export function Panel({
  title, aside, children, live, className,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  live?: boolean;
  className?: string;
}) {
  return (
    <section
      className={className ? `panel ${className}` : 'panel'}
      aria-live={live ? 'polite' : undefined}
    >
      <header>
        <h2>{title}</h2>
        {aside && <small>{aside}</small>}
      </header>
      {children}
    </section>
  );
}

export type NoticeTone = 'info' | 'warn' | 'bad' | 'ok';

/** Something to know now. */
export function Notice({
  tone = 'info', title, children, alert,
}: { tone?: NoticeTone; title?: ReactNode; children?: ReactNode; alert?: boolean }) {
  return (
    <div className={`notice ${tone}`} role={alert ? 'alert' : undefined}>
      {title && <p className="strong">{title}</p>}
      {children}
    </div>
  );
}

/** What went wrong, in words, with a way to try again. Shows nothing when nothing did. */
export function Trouble({ error, again }: { error: unknown; again?: (() => void) | undefined }) {
  if (error === null || error === undefined) return null;
  return (
    <Notice tone="bad" alert>
      <p>{wordsFor(error, again !== undefined)}</p>
      {again && (
        <p className="acts no-print">
          <Button kind="quiet" onClick={again}>
            {t('problem.again')}
          </Button>
        </p>
      )}
    </Notice>
  );
}

/** Grey lines in place of what is on its way. */
export function Skeleton({ lines = 5 }: { lines?: number }) {
  return (
    <div className="skeleton">
      <span className="only-heard" aria-live="polite">
        {t('busy.loading')}
      </span>
      {Array.from({ length: lines }, (_, i) => (
        <i key={i} aria-hidden="true" />
      ))}
    </div>
  );
}

/** An empty list: what would be here and how to get it. */
export function Empty({ children }: { children: ReactNode }) {
  return <div className="empty">{children}</div>;
}
