import { PageTitle } from '../router/PageTitle.tsx';
import { t } from '../texts/index.ts';

const questions = [1, 2, 3, 4, 5, 6] as const;

/** How things work here, in few words. */
export function Help() {
  return (
    <div className="wrap page">
      <div className="narrow stack-5">
        <div className="page-head">
          <PageTitle title={t('help.title')} />
          <p>{t('help.intro')}</p>
        </div>
        {questions.map((n) => (
          <section key={n} className="read">
            <h2>{t(`help.${n}.q`)}</h2>
            <p>{t(`help.${n}.a`)}</p>
          </section>
        ))}
      </div>
    </div>
  );
}
