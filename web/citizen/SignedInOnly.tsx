import type { ReactNode } from 'react';
import { addressHere } from '../router/history.ts';
import { PageTitle } from '../router/PageTitle.tsx';
import { useMe, useUnknown } from '../session.ts';
import { t } from '../texts/index.ts';
import { Skeleton, Trouble } from '../ui/boxes.tsx';
import { LinkButton } from '../ui/Button.tsx';

/** Shows what is inside to who is signed in; others are led to signing in and back. */
export function SignedInOnly({ children }: { children: ReactNode }) {
  const me = useMe();
  const unknown = useUnknown();
  if (unknown) {
    return (
      <div className="wrap page">
        <Trouble {...unknown} />
      </div>
    );
  }
  if (me === undefined) {
    return (
      <div className="wrap page">
        <Skeleton />
      </div>
    );
  }
  if (me !== null) return <>{children}</>;
  return (
    <div className="wrap page stack">
      <PageTitle title={t('signInFirst.title')} />
      <p className="read">{t('signInFirst.body')}</p>
      <p>
        <LinkButton to="signIn" query={{ back: addressHere() }}>
          {t('signIn.go')}
        </LinkButton>
      </p>
    </div>
  );
}
