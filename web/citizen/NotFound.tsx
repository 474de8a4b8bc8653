import { PageTitle } from '../router/PageTitle.tsx';
import { t } from '../texts/index.ts';
import { LinkButton } from '../ui/Button.tsx';

/** No such page. */
export function NotFound() {
  return (
    <div className="wrap page stack">
      <PageTitle title={t('notFound.title')} />
      <p className="read">{t('notFound.body')}</p>
      <p>
        <LinkButton to="home">{t('notFound.home')}</LinkButton>
      </p>
    </div>
  );
}

/** No such item, or not offered any more. */
export function NoSuchItem() {
  return (
    <div className="wrap page stack">
      <PageTitle title={t('noItem.title')} />
      <p className="read">{t('noItem.body')}</p>
      <p>
        <LinkButton to="search">{t('noItem.all')}</LinkButton>
      </p>
    </div>
  );
}

/** An application that was handed in meanwhile, or given up: who goes back comes here. */
export function NoSuchDraft() {
  return (
    <div className="wrap page stack">
      <PageTitle title={t('noDraft.title')} />
      <p className="read">{t('noDraft.body')}</p>
      <p>
        <LinkButton to="cases">{t('noDraft.cases')}</LinkButton>
      </p>
    </div>
  );
}

/** Something that is not there, or not for the one who asks: both look the same. */
export function NotYours() {
  return (
    <div className="wrap page stack">
      <PageTitle title={t('notYours.title')} />
      <p className="read">{t('notYours.body')}</p>
      <p>
        <LinkButton to="mine">{t('nav.mine')}</LinkButton>
      </p>
    </div>
  );
}
