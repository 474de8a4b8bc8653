/** The h1 of a page: names the window and takes the focus after a navigation. */
import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../texts/index.ts';
import { takeFocusWish } from './history.ts';

/** `title` is plain text for the window; `children` may show it richer. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${t('brand')}`;
  }, [title]);
  useEffect(() => {
    if (takeFocusWish()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
