/** Handing a result over or posting it: what has to be checked, typed and uploaded. */
import { useState, type ChangeEvent } from 'react';
import type { CaseView } from '../../contract.ts';
import { sendFileOnce } from '../../client.ts';
import { useRefresh } from '../../queries.ts';
import { say } from '../../texts/index.ts';
import { Notice, Trouble } from '../../ui/boxes.tsx';
import { Checkbox, RadioGroup } from '../../ui/choices.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { w } from '../words.ts';
import type { DeliveryValues } from './delivering.ts';

type Props = {
  view: CaseView;
  values: DeliveryValues;
  problem: (at: string) => string | undefined;
  change: (part: Partial<DeliveryValues>) => void;
};

/** The ways with what each wants as its proof. */
export function DeliverFields(props: Props) {
  const { view, values, problem, change } = props;
  return (
    <>
      <p className="muted">{w('deliver.chosen', { way: say(view.delivery.wayName) })}</p>
      {view.delivery.waits && <Notice tone="info"><p>{w('deliver.waits')}</p></Notice>}
      <RadioGroup
        id="by"
        label={w('form.by')}
        value={values.by}
        onChange={(by) => change({ by })}
        problem={problem('by')}
        options={[
          ...(view.delivery.waits ? [] : [{ value: 'download', label: w('form.byDownload') }]),
          { value: 'counter', label: w('form.byCounter') },
          { value: 'post', label: w('form.byPost') },
        ]}
      />
      {values.by === 'counter' && <CounterFields {...props} />}
      {values.by === 'post' && <ProofField {...props} />}
    </>
  );
}

function CounterFields({ values, problem, change }: Props) {
  return (
    <>
      <TextInput
        id="code"
        label={w('deliver.code')}
        hint={w('deliver.codeHint')}
        inputMode="numeric"
        autoComplete="off"
        maxLength={12}
        value={values.code}
        onChange={(code) => change({ code })}
        problem={problem('code')}
      />
      {values.code.trim() === '' && (
        <TextInput
          id="noCode"
          label={w('deliver.noCode')}
          optional
          maxLength={200}
          value={values.noCode}
          onChange={(noCode) => change({ noCode })}
        />
      )}
      <Checkbox
        id="checked"
        checked={values.checked}
        onChange={(checked) => change({ checked })}
        problem={problem('checked')}
      >
        {w('deliver.checked')}
      </Checkbox>
      <TextInput
        id="receiver"
        label={w('deliver.receiver')}
        autoComplete="off"
        maxLength={60}
        value={values.receiver}
        onChange={(receiver) => change({ receiver })}
        problem={problem('receiver')}
      />
      <Checkbox
        id="signed"
        checked={values.signed}
        onChange={(signed) => change({ signed })}
        problem={problem('signed')}
      >
        {w('deliver.signed')}
      </Checkbox>
    </>
  );
}

function ProofField({ view, problem }: Props) {
  const refresh = useRefresh();
  const [error, setError] = useState<unknown>(null);
  const { posted, proof } = view.delivery;
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    setError(null);
    try {
      const query = new URLSearchParams({ name: file.name }).toString();
      await sendFileOnce(`/api/cases/${view.id}/delivery/proof?${query}`, file);
      await refresh('cases.case');
    } catch (failure) {
      setError(failure);
    }
  };
  if (posted === null) return <Notice tone="warn"><p>{w('deliver.postFirst')}</p></Notice>;
  return (
    <>
      <p className="muted">{w('deliver.posted', { carrier: posted.carrier, tracking: posted.tracking })}</p>
      <Trouble error={error} />
      <Field
        id="proof"
        label={w('deliver.proof')}
        hint={w('deliver.proofHint')}
        problem={proof === null ? problem('proof') : undefined}
        note={proof === null ? null : <p>{w('deliver.proofHas', { name: proof })}</p>}
      >
        {(aria) => (
          <input
            {...aria}
            className="input"
            type="file"
            accept="application/pdf,image/jpeg,image/png"
            onChange={(event) => void take(event)}
          />
        )}
      </Field>
    </>
  );
}

/** Where it goes, and with whom. */
export function PostFields({ view, values, problem, change }: Props) {
  const { recipient, phone, address } = view.delivery;
  return (
    <>
      <dl className="summary">
        <div>
          <dt>{w('post.to')}</dt>
          <dd>
            {recipient} {phone}
            <br />
            {address}
          </dd>
        </div>
      </dl>
      <TextInput
        id="carrier"
        label={w('post.carrier')}
        autoComplete="off"
        maxLength={60}
        value={values.carrier}
        onChange={(carrier) => change({ carrier })}
        problem={problem('carrier')}
      />
      <TextInput
        id="tracking"
        label={w('post.tracking')}
        autoComplete="off"
        maxLength={40}
        value={values.tracking}
        onChange={(tracking) => change({ tracking })}
        problem={problem('tracking')}
      />
    </>
  );
}
