/** An item that is offered no longer: since when, why, and what goes on. */
import { PageTitle } from '../../router/PageTitle.tsx';
import type { Text } from '../../contract.ts';
import { CallFailed } from '../../problem.ts';
import { moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Notice } from '../../ui/boxes.tsx';
import { LinkButton } from '../../ui/Button.tsx';

type Details = { name: Text; since: string; why: string | null };

/** `error`: the refusal with code `withdrawn`. */
export function Withdrawn({ error }: { error: unknown }) {
  if (!(error instanceof CallFailed)) return null;
  const { name, since, why } = error.said.details as Details;
  return (
    <div className="wrap page stack read">
      <PageTitle title={say(name)} />
      <Notice tone="warn" title={t('withdrawn.since', { since: moment(since) })}>
        {why === null ? (
          <p>{t('withdrawn.ended')}</p>
        ) : (
          <p lang="zh-CN">{t('withdrawn.why', { why })}</p>
        )}
      </Notice>
      <ul className="stack">
        <li>{t('withdrawn.open')}</li>
        <li>{t('withdrawn.papers')}</li>
        <li>{t('withdrawn.drafts')}</li>
      </ul>
      <p className="acts">
        <LinkButton to="cases">{t('noDraft.cases')}</LinkButton>
        <LinkButton to="verify" kind="quiet">
          {t('verify.title')}
        </LinkButton>
      </p>
    </div>
  );
}
