/** An officer's own document: chosen, shared or not, kept with the case. */
import { useState } from 'react';
import { sendFileOnce } from '../../client.ts';
import { wordsFor } from '../../problem.ts';
import { PageTitle } from '../../router/PageTitle.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { FileDrop } from '../../ui/FileDrop.tsx';
import type { OpenedProps } from '../opened.ts';
import { w } from '../words.ts';
import { partName } from './choices.ts';
import { Back, useFinish } from './finish.tsx';

/** Sent as soon as it is chosen. */
export function AttachPage(props: OpenedProps) {
  const [shared, setShared] = useState('no');
  const [busy, setBusy] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const finish = useFinish(props);
  const send = async (file: File) => {
    setBusy(w('attach.sending', { name: file.name }));
    setWrong(null);
    const where = new URLSearchParams({ name: file.name, shared });
    try {
      await sendFileOnce(`/api/cases/${props.view.id}/attach?${where.toString()}`, file);
      await finish({ done: partName('attach') });
    } catch (error) {
      setWrong(wordsFor(error));
    }
    setBusy(null);
  };
  return (
    <div className="act-page">
      <PageTitle title={partName('attach')} />
      <div className="fields">
        <RadioGroup
          id="shared" label={w('attach.who')} value={shared} onChange={setShared}
          options={[
            { value: 'no', label: w('attach.inside'), hint: w('attach.insideHint') },
            { value: 'yes', label: w('attach.shared'), hint: w('attach.sharedHint') },
          ]}
        />
        <FileDrop
          what={w('attach.file')} kinds={['pdf', 'jpeg', 'png', 'webp']} busy={busy} problem={wrong}
          onFile={(file) => void send(file)} onRefused={setWrong}
        />
      </div>
      <div className="acts commit"><Back at={props.at} /></div>
    </div>
  );
}
