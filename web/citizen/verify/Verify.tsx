/** Anyone: is this licence true, and is it worth something today? */
import { useState, type FormEvent } from 'react';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { PageTitle } from '../../router/PageTitle.tsx';
import { useRead } from '../../queries.ts';
import { t } from '../../texts/index.ts';
import { Panel } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextInput } from '../../ui/inputs.tsx';
import { Loaded } from '../Loaded.tsx';
import { FileCheck } from './FileCheck.tsx';
import { VerifiedCard } from './VerifiedCard.tsx';

/** A code in the address (of a QR code) is answered at once. */
export function Verify() {
  const { params } = useRoute();
  const code = params.code;
  return (
    <div className="wrap page">
      <div className="narrow stack-6">
        <div className="page-head">
          <PageTitle title={t('verify.title')} />
          <p>{t('verify.intro')}</p>
        </div>
        {code === undefined ? <Forms /> : <Answer code={code} />}
      </div>
    </div>
  );
}

function Answer({ code }: { code: string }) {
  const read = useRead('licences.verify', { code });
  return (
    <>
      <Loaded read={read}>{(verified) => <VerifiedCard verified={verified} />}</Loaded>
      <p className="no-print">
        <Link to="verify">{t('verify.again')}</Link>
      </p>
    </>
  );
}

function Forms() {
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = code.trim();
    setEmpty(typed === '');
    if (typed !== '') go({ to: 'verifyCode', params: { code: typed } });
  };
  return (
    <>
      <form className="stack" noValidate onSubmit={submit}>
        <TextInput
          id="code"
          label={t('verify.code')}
          hint={t('verify.codeHint')}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={120}
          value={code}
          onChange={setCode}
          problem={empty ? t('verify.codeEmpty') : undefined}
        />
        <Button type="submit">{t('verify.go')}</Button>
      </form>
      <Panel title={t('verify.file')}>
        <FileCheck />
      </Panel>
    </>
  );
}
