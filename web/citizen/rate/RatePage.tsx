/** Rating one contact: one's own from the case, or by a code given at a counter. */
import { useState, type ReactNode } from 'react';
import { go, useRoute } from '../../router/history.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead, useRefresh, useWrite } from '../../queries.ts';
import { longDate, moment } from '../../texts/format.ts';
import { say, t } from '../../texts/index.ts';
import { Notice } from '../../ui/boxes.tsx';
import { Button, LinkButton } from '../../ui/Button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { LoadedPage } from '../Loaded.tsx';
import { SignedInOnly } from '../SignedInOnly.tsx';
import { RateForm, type Form, type Said } from './RateForm.tsx';

/** A phone is a channel of its own in the figures. */
const onPhone = (): boolean => matchMedia('(max-width: 599px)').matches;

/** A contact of a case of one's own. */
export function RatePage() {
  const { params } = useRoute();
  const id = params.contact ?? '';
  const read = useRead('feedback.contact', { id });
  const write = useWrite('feedback.rate');
  const refresh = useRefresh();
  const [done, setDone] = useState<{ bad: boolean; due: string | null } | null>(null);
  const send = async (said: Said) => {
    const answer = await write.run({ id, ...said, phone: onPhone() });
    if (answer === null) return;
    setDone(answer);
    await refresh('feedback.mine');
  };
  return (
    <SignedInOnly>
      <LoadedPage read={read}>
        {(form) => (
          <Rating form={form} done={done} backTo={params.case}>
            <RateForm
              form={form}
              busy={write.busy}
              error={write.error}
              onSend={(said) => void send(said)}
            />
          </Rating>
        )}
      </LoadedPage>
    </SignedInOnly>
  );
}

/** By code: nobody has to sign in. */
export function RateCodePage() {
  const { params } = useRoute();
  const code = params.code ?? '';
  return code === '' ? <AskCode /> : <ByCode code={code} />;
}

function ByCode({ code }: { code: string }) {
  const read = useRead('feedback.code', { code });
  const write = useWrite('feedback.rate-code');
  const [done, setDone] = useState<{ bad: boolean; due: string | null } | null>(null);
  const send = async (said: Said) => {
    const answer = await write.run({ code, ...said });
    if (answer !== null) setDone({ ...answer, due: null });
  };
  return (
    <LoadedPage read={read}>
      {(form) => (
        <Rating form={form} done={done} backTo={undefined}>
          <RateForm
            form={form}
            busy={write.busy}
            error={write.error}
            onSend={(said) => void send(said)}
          />
        </Rating>
      )}
    </LoadedPage>
  );
}

function AskCode() {
  const [code, setCode] = useState('');
  const [lacks, setLacks] = useState(false);
  return (
    <div className="wrap page">
      <form
        className="entry stack-5"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setLacks(code.trim() === '');
          if (code.trim() !== '') go({ to: 'rateCode', params: { code: code.trim() } });
        }}
      >
        <div>
          <PageTitle title={t('rate.code')} />
          <p className="read">{t('rate.codeBody')}</p>
        </div>
        <TextInput
          id="code"
          label={t('rate.code')}
          value={code}
          onChange={setCode}
          autoComplete="off"
          problem={lacks ? t('rate.codeEmpty') : undefined}
        />
        <div className="acts">
          <Button type="submit">{t('rate.codeGo')}</Button>
        </div>
      </form>
    </div>
  );
}

function Rating({
  form, done, backTo, children,
}: {
  form: Form;
  done: { bad: boolean; due: string | null } | null;
  backTo: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="narrow stack-6">
      <div>
        <PageTitle title={t('rate.title')} />
        <p className="muted">
          {form.itemName && <>{say(form.itemName)} · </>}
          {say(form.unit)} · {t('rate.what', { name: say(form.kindName), at: moment(form.at) })}
        </p>
      </div>
      {done && (
        <Notice tone="ok" title={t('rate.done')} alert>
          <p>{doneWords(done)}</p>
        </Notice>
      )}
      {!done && form.rated !== null && (
        <Notice tone="info" title={t('rate.ratedTitle')}>
          <p>{t('rate.ratedBody')}</p>
        </Notice>
      )}
      {!done && form.rated === null && !form.open && (
        <Notice tone="info">
          <p>{t('rate.tooLate')}</p>
        </Notice>
      )}
      {!done && form.open && children}
      {backTo !== undefined && (done || !form.open) && (
        <p className="acts no-print">
          <LinkButton to="case" params={{ case: backTo }} kind="quiet">
            {t('rate.back')}
          </LinkButton>
        </p>
      )}
    </div>
  );
}

function doneWords({ bad, due }: { bad: boolean; due: string | null }): string {
  if (!bad) return t('rate.doneGood');
  return due === null ? t('rate.doneBadCode') : t('rate.doneBad', { date: longDate(due) });
}
