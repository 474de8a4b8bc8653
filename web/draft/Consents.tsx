/** Second persons of a draft: asking them, and how it stands with each. */
import { useEffect } from 'react';
import type { Draft } from '../contract.ts';
import { addressOf } from '../paths.ts';
import { useRead, useWrite } from '../queries.ts';
import { say, t } from '../texts/index.ts';
import { Panel, Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip, type Tone } from '../ui/marks.tsx';
import { Qr } from '../ui/Qr.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { useDraftNow } from './useDraft.ts';

type Consent = Draft['consents'][number];

const tones: Record<Consent['state'], Tone> = {
  'not-asked': 'plain', 'asked': 'warn', 'given': 'ok', 'declined': 'late', 'taken-back': 'late',
};

/** Follows the other person’s answer while it is open. */
export function Consents(props: StepProps) {
  const { keeper } = props;
  const { draft } = useDraftNow(keeper);
  const live = useRead('cases.draft', { id: draft.id }, { again: () => 4000 });
  const [states, now] = [live.data?.consents, draft.consents].map((list) => JSON.stringify(list));
  useEffect(() => {
    if (states !== undefined && states !== now && !keeper.unsaved) void keeper.aside(async () => undefined);
  }, [states, now, keeper]);
  if (draft.consents.length === 0) return null;
  return (
    <Panel title={t('together.title')}>
      <div className="inside stack-5">
        <p>{t('together.intro')}</p>
        {draft.consents.map((one) => (
          <One key={one.party} {...props} one={one} />
        ))}
        <p className="small muted">{t('together.changeNote')}</p>
      </div>
    </Panel>
  );
}

function One({ keeper, one }: StepProps & { one: Consent }) {
  const { draft } = useDraftNow(keeper);
  const write = useWrite('cases.invite');
  const name = one.name ?? say(one.partyName);
  const ask = async () => {
    await keeper.aside(async () => {
      await write.run({ id: draft.id, party: one.party });
    });
  };
  const open = one.id !== null && one.state !== 'not-asked' && one.state !== 'given';
  const link = one.id === null ? '' : location.origin + addressOf({ to: 'consent', params: { consent: one.id } });
  return (
    <section className="stack" id={`consent.${one.party}`} tabIndex={-1} aria-label={name}>
      <p>
        <Chip tone={tones[one.state]}>{t(`together.${one.state}`, { name })}</Chip>
      </p>
      <Trouble error={write.error} />
      {open && (
        <>
          <p>{t('together.how')}</p>
          <div className="consent-code">
            <Qr text={link} label={t('together.qr', { name })} />
          </div>
        </>
      )}
      {one.state !== 'given' && (
        <p>
          <Button
            kind={one.state === 'not-asked' ? 'main' : 'quiet'}
            busy={write.busy}
            why={one.name === null ? t('together.askNameless') : undefined}
            onClick={() => void ask()}
          >
            {t(one.state === 'not-asked' ? 'together.ask' : 'together.askAgain', { name })}
          </Button>
        </p>
      )}
    </section>
  );
}
