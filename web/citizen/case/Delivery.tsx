/** How the result is received: the choice, the pick-up code, what is on its way. */
import { useState } from 'react';
import type { CaseView } from '../../contract.ts';
import { chosenWay, WayFields, type Receiving } from '../../draft/Receive.tsx';
import { fieldProblems } from '../../problem.ts';
import { useRefresh, useWrite } from '../../queries.ts';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Panel, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/inputs.tsx';
import { announce } from '../../ui/says.tsx';

const mayDo = (one: CaseView, name: string): boolean =>
  one.actions.some(({ action, allowed }) => action === name && allowed);

/** Nothing once the case is over: then the paper of delivery tells it. */
export function Delivery({ one }: { one: CaseView }) {
  const [choosing, setChoosing] = useState(false);
  const choose = mayDo(one, 'choose-delivery') && one.delivery.posted === null;
  const { delivery } = one;
  if (!mayDo(one, 'choose-delivery')) return null;
  return (
    <Panel title={t('deliver.title')}>
      <div className="inside stack">
        <p>
          <b>{say(delivery.wayName)}</b>
        </p>
        {delivery.waits && <p>{t('deliver.waits')}</p>}
        {delivery.way === 'post' && (
          <p className="muted">
            {t('deliver.to', {
              recipient: delivery.recipient ?? '',
              phone: delivery.phone ?? '',
              address: delivery.address ?? '',
            })}
          </p>
        )}
        {delivery.code && (
          <div>
            <p className="muted">{t('deliver.code')}</p>
            <p className="due-day">{delivery.code}</p>
            <p>{t('deliver.codeBody', { unit: say(one.unit) })}</p>
          </div>
        )}
        {delivery.posted && <Posted one={one} posted={delivery.posted} />}
        {choose && (
          <p className="acts no-print">
            <Button kind="quiet" onClick={() => setChoosing(true)}>
              {t('deliver.change')}
            </Button>
          </p>
        )}
        {choosing && <Choose one={one} onClose={() => setChoosing(false)} />}
      </div>
    </Panel>
  );
}

function Posted({
  one,
  posted,
}: {
  one: CaseView;
  posted: NonNullable<CaseView['delivery']['posted']>;
}) {
  const [asking, setAsking] = useState(false);
  const confirm = useWrite('cases.confirm-receipt');
  const refresh = useRefresh();
  const received = async () => {
    if ((await confirm.run({ id: one.id, seen: one.seq })) === null) return;
    announce(t('deliver.confirmed'));
    await refresh('cases.case', 'cases.mine', 'feedback.mine');
  };
  const { carrier, tracking } = posted;
  return (
    <>
      <p>{t('deliver.posted', { carrier, tracking, at: moment(posted.at) })}</p>
      <Trouble error={confirm.error} />
      <p className="acts no-print">
        <Button busy={confirm.busy} onClick={() => void received()}>
          {t('deliver.confirm')}
        </Button>
        <Button kind="quiet" onClick={() => setAsking(true)}>
          {t('deliver.notArrived')}
        </Button>
      </p>
      {asking && <NotArrived one={one} onClose={() => setAsking(false)} />}
    </>
  );
}

function NotArrived({ one, onClose }: { one: CaseView; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const write = useWrite('cases.not-arrived');
  const refresh = useRefresh();
  const tell = async () => {
    if ((await write.run({ id: one.id, seen: one.seq, reason })) === null) return;
    onClose();
    announce(t('deliver.notArrivedDone'));
    await refresh('cases.case');
  };
  const problem = fieldProblems(write.error).find(({ at }) => at === 'reason')?.message;
  return (
    <Dialog
      title={t('deliver.notArrived')}
      onClose={onClose}
      acts={
        <Button busy={write.busy} onClick={() => void tell()}>
          {t('deliver.notArrived')}
        </Button>
      }
    >
      <div className="stack">
        {!problem && <Trouble error={write.error} />}
        <TextArea
          id="reason"
          label={t('deliver.notArrivedWhy')}
          hint={t('deliver.notArrivedHint')}
          maxLength={500}
          value={reason}
          onChange={setReason}
          problem={problem}
        />
      </div>
    </Dialog>
  );
}

function Choose({ one, onClose }: { one: CaseView; onClose: () => void }) {
  const { delivery } = one;
  const [value, setValue] = useState<Receiving>({
    way: delivery.way,
    recipient: delivery.recipient ?? '',
    phone: delivery.phone ?? '',
    address: delivery.address ?? '',
  });
  const write = useWrite('cases.choose-delivery');
  const refresh = useRefresh();
  const save = async () => {
    if ((await write.run({ id: one.id, to: chosenWay(value) as { way: 'download' } })) === null) return;
    onClose();
    announce(t('deliver.saved'));
    await refresh('cases.case');
  };
  const problems = fieldProblems(write.error);
  return (
    <Dialog
      title={t('deliver.title')}
      onClose={onClose}
      acts={
        <Button busy={write.busy} onClick={() => void save()}>
          {t('deliver.save')}
        </Button>
      }
    >
      <div className="stack-5">
        {problems.length === 0 && <Trouble error={write.error} />}
        <WayFields
          value={value}
          onChange={setValue}
          problem={(at) => problems.find((one) => one.at === `to.${at}`)?.message}
        />
      </div>
    </Dialog>
  );
}
