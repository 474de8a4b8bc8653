/** From the guide into an application: signs in first where needed, goes on with a draft if there is one. */
import type { ReactNode } from 'react';
import type { Guide, Item, Json, SignedIn } from '../../contract.ts';
import { addressHere, go } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { useRead, useWrite } from '../../queries.ts';
import { useMe } from '../../session.ts';
import { t } from '../../texts/index.ts';
import { Skeleton, Trouble } from '../../ui/boxes.tsx';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { canBegin, OpeningNote } from './Opening.tsx';

/** The one button of the page; outside its window an item says so instead. */
export function Start({ item, guide }: { item: Item; guide: Guide }) {
  const opening = useRead('cases.opening', { item: item.id }, { when: item.limited });
  if (item.limited && !opening.data && !opening.error) return <Skeleton lines={2} />;
  return (
    <div className="stack">
      <Trouble error={opening.error} again={() => void opening.refetch()} />
      {opening.data && <OpeningNote opening={opening.data} />}
      {canBegin(opening.data) ? <StartNow item={item} guide={guide} /> : <Kept item={item} />}
    </div>
  );
}

/** Nothing can be begun now; a draft from before is still there to be read. */
function Kept({ item }: { item: Item }) {
  const me = useMe();
  const drafts = useRead('cases.drafts', {}, { when: me?.kind === 'citizen' });
  const draft = drafts.data?.drafts.find((one) => one.item === item.id);
  if (!draft) return null;
  return (
    <LinkButton kind="quiet" to="draft" params={{ draft: draft.id }} wide>
      {t('item.kept')}
    </LinkButton>
  );
}

function StartNow({ item, guide }: { item: Item; guide: Guide }) {
  const me = useMe();
  if (me === null || me === undefined) {
    return (
      <Frame>
        <LinkButton to="signIn" query={{ back: addressHere() }} wide>
          {t('item.start')}
        </LinkButton>
      </Frame>
    );
  }
  const why = whyNot(item, me);
  if (why !== null) {
    return (
      <Frame>
        <Button wide why={why}>
          {t('item.start')}
        </Button>
        {!me.actingFor && (
          <p className="after">
            <Link to="organisations">{t('item.switchFirst')}</Link>
          </p>
        )}
      </Frame>
    );
  }
  return <Begin item={item} guide={guide} />;
}

function Begin({ item, guide }: { item: Item; guide: Guide }) {
  const drafts = useRead('cases.drafts', {});
  const start = useWrite('cases.start');
  const draft = drafts.data?.drafts.find((one) => one.item === item.id);
  const begin = async () => {
    const made = await start.run({ item: item.id, answers: answersOf(guide) });
    if (made !== null) go({ to: 'draft', params: { draft: made.id } });
  };
  return (
    <Frame>
      <Trouble error={start.error} />
      {draft && (
        <LinkButton to="draft" params={{ draft: draft.id }} wide>
          {t('item.continue')}
        </LinkButton>
      )}
      <Button wide kind={draft ? 'quiet' : 'main'} busy={start.busy} onClick={() => void begin()}>
        {t('item.start')}
      </Button>
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <div className="stack no-print">
      {children}
      <small className="centred">{t('item.startHint')}</small>
    </div>
  );
}

function whyNot(item: Item, me: SignedIn): string | null {
  if (me.actingFor && !item.audience.includes('organisation')) return t('item.startPerson');
  if (!me.actingFor && !item.audience.includes('person')) return t('item.startOrganisation');
  return null;
}

/** Answers that count: those of asks that are answered and can still change something. */
function answersOf(guide: Guide): Record<string, Json> {
  return Object.fromEntries(
    guide.asks
      .filter((ask) => ask.state === 'answered' && ask.value !== undefined)
      .map((ask) => [ask.address, ask.value ?? null]),
  );
}
