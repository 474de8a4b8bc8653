/** Mandates given and held; either side may end one at any time. */
import { useState } from 'react';
import type { Mandate } from '../../contract.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { longDate } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Empty, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Chip } from '../../ui/marks.tsx';
import { announce } from '../../ui/says.tsx';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { GiveMandate } from './GiveMandate.tsx';
import { inZh } from '../../ui/Zh.tsx';

/** Ended ones stay in the list. */
export function Mandates() {
  const read = useRead('identity.mandates', {});
  return (
    <SignedInOnly>
      <LoadedPage read={read}>
        {({ given, held }) => (
          <div className="narrow stack-6">
            <div className="page-head">
              <PageTitle title={t('mandates.title')} />
              <p>{t('mandates.intro')}</p>
            </div>
            <Group name={t('mandates.given')} none={t('mandates.givenNone')} mandates={given} />
            <Group name={t('mandates.held')} none={t('mandates.heldNone')} mandates={held} />
            <GiveMandate />
          </div>
        )}
      </LoadedPage>
    </SignedInOnly>
  );
}

function Group({ name, none, mandates }: { name: string; none: string; mandates: Mandate[] }) {
  return (
    <section className="stack">
      <h2>{name}</h2>
      {mandates.length === 0 ? (
        <Empty>{none}</Empty>
      ) : (
        <ul className="list">
          {mandates.map((one) => (
            <One key={one.id} one={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function One({ one }: { one: Mandate }) {
  const items = useRead('catalogue.items', {});
  const names =
    one.items === 'all'
      ? t('mandates.itemsAll')
      : one.items
          .map((id) => say(items.data?.items.find((item) => item.id === id)?.name))
          .join(t('list.and'));
  return (
    <li className="row">
      <span>
        <b>
          {inZh(
            t('mandates.who', { agent: one.agentName, organisation: one.organisationName }),
            'name', one.agentName, one.organisationName,
          )}
        </b>
        {names !== '' && <small>{t('mandates.itemsList', { items: names })}</small>}
        <small>{t('mandates.period', { from: longDate(one.from), until: longDate(one.until) })}</small>
        {one.endedBy && <small>{t(`mandates.endedBy.${one.endedBy}`)}</small>}
      </span>
      <span className="row-wrap">
        <Chip tone={one.state === 'active' ? 'ok' : 'plain'}>{t(`mandates.state.${one.state}`)}</Chip>
        {one.state === 'active' && <End one={one} />}
      </span>
    </li>
  );
}

function End({ one }: { one: Mandate }) {
  const [open, setOpen] = useState(false);
  const write = useWrite('identity.end-mandate');
  const refresh = useRefresh();
  const end = async () => {
    if ((await write.run({ id: one.id })) === null) return;
    setOpen(false);
    announce(t('mandates.ended'));
    await refresh('identity.mandates', 'identity.me');
  };
  return (
    <>
      <Button kind="danger" onClick={() => setOpen(true)}>
        {t('mandates.end')}
      </Button>
      {open && (
        <Dialog
          title={t('mandates.endTitle')}
          onClose={() => setOpen(false)}
          acts={
            <Button kind="danger" busy={write.busy} onClick={() => void end()}>
              {t('mandates.end')}
            </Button>
          }
        >
          <Trouble error={write.error} />
          <p>
            {inZh(
              t('mandates.endBody', { agent: one.agentName, organisation: one.organisationName }),
              'name', one.agentName, one.organisationName,
            )}
          </p>
        </Dialog>
      )}
    </>
  );
}
