/** In whose name one acts: oneself, or an organisation that one leads or has a mandate of. */
import { useState } from 'react';
import type { SignedIn } from '../contract.ts';
import { finishBeforeLeaving } from '../device.ts';
import { go } from '../router/history.ts';
import { useWrite } from '../queries.ts';
import { useTakeSession } from '../session.ts';
import { longDate } from '../texts/format.ts';
import { t } from '../texts/index.ts';
import { Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { RadioGroup } from '../ui/choices.tsx';
import { Dialog } from '../ui/Dialog.tsx';

const SELF = 'self';

/** After a change everything is read anew, and one starts from the own page. */
export function SwitchDialog({ me, onClose }: { me: SignedIn; onClose: () => void }) {
  const [chosen, setChosen] = useState(me.actingFor?.organisation ?? SELF);
  const write = useWrite('identity.act-for');
  const take = useTakeSession();
  const change = async () => {
    await finishBeforeLeaving();
    const now = await write.run({ organisation: chosen === SELF ? null : chosen });
    if (now === null) return;
    take(now);
    onClose();
    go({ to: 'mine' });
  };
  const options = [
    { value: SELF, label: t('nav.self', { name: me.name }), kept: 'name' as const },
    ...me.canActFor.map((one) => ({
      value: one.organisation,
      label: one.name,
      kept: 'name' as const,
      hint:
        one.as === 'legal-representative'
          ? t('nav.asLegal')
          : one.until
            ? t('nav.asAgent', { until: longDate(one.until) })
            : t('nav.asAgentPlain'),
    })),
  ];
  return (
    <Dialog
      title={t('nav.switchTitle')}
      onClose={onClose}
      acts={
        <Button busy={write.busy} onClick={() => void change()}>
          {t('nav.switch')}
        </Button>
      }
    >
      <Trouble error={write.error} />
      <RadioGroup
        id="acting"
        label={<span className="only-heard">{t('nav.switchTitle')}</span>}
        hint={t('nav.switchHint')}
        options={options}
        value={chosen}
        onChange={setChosen}
      />
    </Dialog>
  );
}
