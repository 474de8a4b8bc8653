/** What may be promised: conditions instead of papers (告知承诺), and materials that come later (容缺受理). */
import { useState } from 'react';
import { call } from '../client.ts';
import type { Draft } from '../contract.ts';
import { wordsFor } from '../problem.ts';
import { useRead } from '../queries.ts';
import { duration } from '../texts/format.ts';
import { say, t } from '../texts/index.ts';
import { Notice } from '../ui/boxes.tsx';
import { Checkbox, RadioGroup } from '../ui/choices.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { useDraftNow } from './useDraft.ts';

/** The choice between handing in and promising, with the whole text; nothing where it is not offered. */
export function PromiseChoice({ keeper }: StepProps) {
  const { draft } = useDraftNow(keeper);
  const item = useRead('catalogue.item', { id: draft.item });
  const [wrong, setWrong] = useState<string | null>(null);
  const promise = item.data?.promise;
  if (!promise || !draft.promise.offered) return null;
  if (draft.promise.blocked) {
    return <Notice tone="warn" title={say(promise.name)}><p>{say(draft.promise.blocked)}</p></Notice>;
  }
  const choose = async (promised: boolean) => {
    setWrong(null);
    const input = { id: draft.id, facts: {}, promise: promised };
    try {
      await keeper.step((version, key) => call('cases.save', input, { ifMatch: version, key }));
    } catch (error) {
      setWrong(wordsFor(error));
    }
  };
  const covers = promise.covers.map(({ name }) => say(name)).join(t('list.and'));
  return (
    <section className="stack">
      <RadioGroup
        id="promise" label={t('promise.how')} value={draft.promise.chosen ? 'promise' : 'papers'}
        problem={wrong ?? undefined} onChange={(next) => void choose(next === 'promise')}
        options={[
          { value: 'papers', label: t('promise.papers'), hint: t('promise.papersHint') },
          { value: 'promise', label: say(promise.name), hint: t('promise.promiseHint', { covers }) },
        ]}
      />
      {draft.promise.chosen && (
        <Notice tone="info" title={t('promise.text')}>
          <p>{say(promise.text)}</p>
          <p>{t('promise.check', { time: duration(promise.check) })}</p>
        </Notice>
      )}
    </section>
  );
}

type LaterProps = { draft: Draft; promised: boolean; problem: string | undefined; onChange: (on: boolean) => void };

/** What is not there yet and may come later: ticked, it is promised with the application. */
export function LaterPromise({ draft, promised, problem, onChange }: LaterProps) {
  if (draft.later.length === 0) return null;
  if (draft.promise.blocked) {
    return <Notice tone="warn" title={t('promise.laterTitle')}><p>{say(draft.promise.blocked)}</p></Notice>;
  }
  return (
    <section className="stack">
      <Notice tone="info" title={t('promise.laterTitle')}>
        <ul>{draft.later.map((one) => <li key={one.material}>{one.words}</li>)}</ul>
        <p>{t('promise.laterBody')}</p>
      </Notice>
      <Checkbox id="later" checked={promised} onChange={onChange} problem={problem}>
        {t('promise.later')}
      </Checkbox>
    </section>
  );
}
