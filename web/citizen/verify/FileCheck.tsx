import { useState } from 'react';
import { newKey, sendFile } from '../../client.ts';
import type { Output } from '../../endpoints.ts';
import { wordsFor } from '../../problem.ts';
import { say, t } from '../../texts/index.ts';
import { Notice } from '../../ui/boxes.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import { VerifiedCard } from './VerifiedCard.tsx';

type Checked = Output<'licences.verify-file'>;

/** Two questions, two answers: are the bytes unchanged, and what is it worth today. */
export function FileCheck() {
  const [busy, setBusy] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const check = async (file: File) => {
    setBusy(t('file.sending', { name: file.name }));
    setWrong(null);
    setChecked(null);
    try {
      setChecked(await sendFile<Checked>('/api/verify/file', file, newKey()));
    } catch (error) {
      setWrong(wordsFor(error));
    }
    setBusy(null);
  };
  return (
    <div className="inside stack-5">
      <p className="small">{t('verify.fileHint')}</p>
      <FileDrop
        what={t('verify.fileWhat')}
        kinds={['pdf']}
        busy={busy}
        problem={wrong}
        onFile={(file) => void check(file)}
        onRefused={setWrong}
      />
      {checked && (
        <div className="stack-5" aria-live="polite">
          <Notice tone={checked.intact ? 'ok' : 'bad'}>
            <p>{bytesWords(checked)}</p>
          </Notice>
          {checked.signed && <VerifiedCard verified={checked} />}
        </div>
      )}
    </div>
  );
}

/** An altered licence of ours is told as that, with what the true one is worth today. */
function bytesWords(checked: Checked): string {
  if (checked.known && !checked.intact) return say(checked.message);
  if (!checked.signed) return t('verify.fileUnsigned');
  if (!checked.intact) return t('verify.fileChanged');
  return checked.known ? t('verify.fileIntact') : t('verify.fileUnknown');
}
