/** How the result is to be received: the ways with what each wants, and the choice on the page of checking. */
import { useState } from 'react';
import { call } from '../client.ts';
import type { CaseView } from '../contract.ts';
import { fieldProblems } from '../problem.ts';
import { t } from '../texts/index.ts';
import { Trouble } from '../ui/boxes.tsx';
import { Button } from '../ui/Button.tsx';
import { RadioGroup } from '../ui/choices.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { TextArea, TextInput } from '../ui/inputs.tsx';
import { announce } from '../ui/says.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { useDraftNow } from './useDraft.ts';

export type Way = CaseView['delivery']['way'];
export type PostAddress = { recipient: string; phone: string; address: string };
export type Receiving = { way: Way } & PostAddress;

type WayProps = {
  value: Receiving;
  onChange: (value: Receiving) => void;
  problem: (at: string) => string | undefined;
};

/** The three ways; for the post also name, telephone number and address. */
export function WayFields({ value, onChange, problem }: WayProps) {
  return (
    <>
      <RadioGroup
        id="way" label={t('deliver.way')} value={value.way} onChange={(way) => onChange({ ...value, way: way as Way })}
        options={(['download', 'counter', 'post'] as const).map((way) => ({
          value: way, label: t(`deliver.${way}`), hint: t(`deliver.${way}Hint`),
        }))}
      />
      {value.way === 'post' && (
        <>
          <TextInput
            id="to.recipient" label={t('deliver.recipient')} autoComplete="name" value={value.recipient}
            onChange={(recipient) => onChange({ ...value, recipient })} problem={problem('recipient')}
          />
          <TextInput
            id="to.phone" label={t('deliver.phone')} autoComplete="tel" inputMode="tel" value={value.phone}
            onChange={(phone) => onChange({ ...value, phone })} problem={problem('phone')}
          />
          <TextArea
            id="to.address" label={t('deliver.address')} hint={t('deliver.addressHint')} rows={2} value={value.address}
            onChange={(address) => onChange({ ...value, address })} problem={problem('address')}
          />
        </>
      )}
    </>
  );
}

/** As it is sent: an address goes along with the post alone. */
export const chosenWay = ({ way, ...to }: Receiving) => (way === 'post' ? { way, ...to } : { way });

/** On the page of checking: the way as it stands, and a door to another. */
export function ReceiveChoice({ keeper }: StepProps) {
  const { draft } = useDraftNow(keeper);
  const [choosing, setChoosing] = useState(false);
  const way = draft.delivery?.way ?? (draft.channel === 'counter' ? 'counter' : 'download');
  const { recipient = '', phone = '', address = '' } = draft.delivery ?? {};
  return (
    <section className="stack">
      <h3>{t('deliver.title')}</h3>
      <p><b>{t(`deliver.${way}`)}</b> <span className="muted">{t(`deliver.${way}Hint`)}</span></p>
      {way === 'post' && <p>{t('deliver.to', { recipient, phone, address })}</p>}
      <p className="acts">
        <Button kind="quiet" onClick={() => setChoosing(true)}>{t('deliver.change')}</Button>
      </p>
      <p className="muted small">{t('deliver.later')}</p>
      {choosing && (
        <ChooseNow keeper={keeper} first={{ way, recipient, phone, address }} onClose={() => setChoosing(false)} />
      )}
    </section>
  );
}

type NowProps = Pick<StepProps, 'keeper'> & { first: Receiving; onClose: () => void };

function ChooseNow({ keeper, first, onClose }: NowProps) {
  const { draft } = useDraftNow(keeper);
  const [value, setValue] = useState(first);
  const [error, setError] = useState<unknown>(null);
  const save = async () => {
    setError(null);
    const input = { id: draft.id, facts: {}, delivery: chosenWay(value) };
    try {
      await keeper.step((version, key) => call('cases.save', input, { ifMatch: version, key }));
      announce(t('deliver.saved'));
      onClose();
    } catch (failure) {
      setError(failure);
    }
  };
  const problems = fieldProblems(error);
  return (
    <Dialog
      title={t('deliver.title')} onClose={onClose}
      acts={<Button onClick={() => void save()}>{t('deliver.save')}</Button>}
    >
      <div className="stack-5">
        {problems.length === 0 && error !== null && <Trouble error={error} />}
        <WayFields
          value={value} onChange={setValue}
          problem={(at) => problems.find((one) => one.at === `delivery.${at}`)?.message}
        />
      </div>
    </Dialog>
  );
}
