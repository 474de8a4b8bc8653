/** Back from the provider: what it said is verified by our server, once. */
import { useEffect, useRef, useState } from 'react';
import type { SignedIn } from '../contract.ts';
import { useWrite } from '../queries.ts';
import { PageTitle } from '../router/PageTitle.tsx';
import { t } from '../texts/index.ts';
import { Skeleton, Trouble } from '../ui/boxes.tsx';
import { SecondStep } from './SecondStep.tsx';
import type { Half } from './SignInForm.tsx';

/** `signIn`: the address of the page to begin again. */
export function ProviderReturn({
  signIn,
  onIn,
}: {
  signIn: string;
  onIn: (me: SignedIn, back: string) => void;
}) {
  const write = useWrite('identity.finish-provider');
  const [half, setHalf] = useState<{ half: Half; back: string } | null>(null);
  const begun = useRef(false);
  const [broken] = useState(() => !new URLSearchParams(location.search).get('state'));
  useEffect(() => {
    if (begun.current || broken) return;
    begun.current = true;
    void write.run({ query: location.search.slice(1) }).then((done) => {
      // The code behind the question mark is used up, and nobody's business.
      history.replaceState(history.state, '', location.pathname);
      if (!done) return;
      if (done.answer.signedIn) onIn(done.answer, done.back);
      else setHalf({ half: done.answer, back: done.back });
    });
  });
  if (half) {
    return (
      <SecondStep
        half={half.half}
        onIn={(me) => onIn(me, half.back)}
        onBack={() => location.assign(signIn)}
      />
    );
  }
  return (
    <div className="entry stack-5">
      <PageTitle title={t(write.error || broken ? 'entry.providerFailed' : 'entry.providerTitle')} />
      <Trouble error={write.error} />
      {broken && <p>{t('entry.providerBroken')}</p>}
      {write.error || broken ? (
        <p>
          <a href={signIn}>{t('entry.providerAgain')}</a>
        </p>
      ) : (
        <>
          <p>{t('entry.providerBody')}</p>
          <Skeleton lines={3} />
        </>
      )}
    </div>
  );
}
