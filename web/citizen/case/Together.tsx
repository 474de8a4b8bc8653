/** Where several persons are in a case: who agreed, one's own result, the number of a registration. */
import { useState } from 'react';
import { call, withKey } from '../../client.ts';
import type { CaseView } from '../../contract.ts';
import { go } from '../../router/history.ts';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Notice, Panel, Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { inZh } from '../../ui/Zh.tsx';

/** Nothing in a case of one person. */
export function Together({ one }: { one: CaseView }) {
  return (
    <>
      {one.onlyLooks && (
        <Notice>
          <p>{inZh(t('case.looksOnly', { name: one.filer }), 'name', one.filer)}</p>
        </Notice>
      )}
      {one.registration !== null && (
        <Notice tone="ok">
          <p className="strong">{t('case.registration', { number: one.registration })}</p>
        </Notice>
      )}
      {one.results.map((result) => (
        <Panel key={result.party} title={t('case.resultTitle')}>
          <div className="inside stack">
            {result.id === null ? (
              <p>{t('case.resultWait')}</p>
            ) : (
              <>
                <p>
                  <a href={`/api/files/${result.id}`} download>
                    {inZh(t('case.resultOpen', { name: result.name }), 'typed', result.name)}
                  </a>
                </p>
                <p className="small muted">{t('case.resultOnly')}</p>
              </>
            )}
          </div>
        </Panel>
      ))}
      {one.consents.length > 0 && (
        <Panel title={t('case.consentsTitle')}>
          <ul className="inside">
            {one.consents.map((k) => (
              <li key={k.name}>
                {inZh(
                  t('case.consentAt', { name: k.name, party: say(k.partyName), at: k.at === null ? '' : moment(k.at) }),
                  'name', k.name,
                )}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

/** 再办一件: a new draft of the same item with what he filled in himself. */
export function Like({ one }: { one: CaseView }) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (one.onlyLooks || one.registration !== null) return null;
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      const draft = await withKey(`like ${one.id}`, (key) =>
        call('cases.start', { item: one.item, like: one.id }, { key }),
      );
      go({ to: 'draft', params: { draft: draft.id } });
    } catch (wrong) {
      setError(wrong);
      setBusy(false);
    }
  };
  return (
    <div className="stack no-print">
      <Trouble error={error} />
      <p className="acts">
        <Button kind="quiet" busy={busy} onClick={() => void start()}>
          {t('case.like')}
        </Button>
      </p>
    </div>
  );
}
