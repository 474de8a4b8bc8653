/** Five levels, none chosen; what is asked next follows from the level. */
import { useState } from 'react';
import type { Output } from '../../endpoints.ts';
import { say, t } from '../../texts/index.ts';
import { Trouble } from '../../ui/boxes.tsx';
import { Button } from '../../ui/Button.tsx';
import { CheckGroup, RadioGroup } from '../../ui/choices.tsx';
import { Select, TextArea } from '../../ui/inputs.tsx';

export type Form = Output<'feedback.contact'>;
export type Said = {
  level: number;
  indicators: string[];
  words?: string;
  about?: Pick<Form['about'][number], 'kind' | 'id'>;
};

/** `onSend` does it; `error` is what came of it. */
export function RateForm({
  form, busy, error, onSend,
}: { form: Form; busy: boolean; error: unknown; onSend: (said: Said) => void }) {
  const [level, setLevel] = useState<string | null>(null);
  const [indicators, setIndicators] = useState<string[]>([]);
  const [words, setWords] = useState('');
  const [about, setAbout] = useState('');
  const [lacks, setLacks] = useState(false);
  const chosen = form.levels.find((one) => String(one.level) === level);
  const send = () => {
    setLacks(!chosen);
    if (!chosen) {
      document.getElementById('level')?.focus();
      return;
    }
    const place = form.about.find((one) => `${one.kind} ${one.id}` === about);
    onSend({
      level: chosen.level,
      indicators,
      ...(words.trim() ? { words: words.trim() } : {}),
      ...(place ? { about: { kind: place.kind, id: place.id } } : {}),
    });
  };
  return (
    <form
      className="stack-6"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <RadioGroup
        id="level"
        big
        label={t('rate.level')}
        hint={t('rate.levelHint')}
        problem={lacks && !chosen ? t('rate.levelEmpty') : undefined}
        value={level}
        onChange={(next) => {
          setLevel(next);
          setIndicators([]);
        }}
        options={form.levels.map((one) => ({ value: String(one.level), label: say(one.name) }))}
      />
      {chosen && (
        <Reasons {...{ form, chosen, indicators, setIndicators, words, setWords, about, setAbout }} />
      )}
      <Trouble error={error} />
      <div className="stack">
        <p className="muted">{t('rate.once')}</p>
        <p className="acts">
          <Button type="submit" busy={busy}>
            {t('rate.submit')}
          </Button>
        </p>
      </div>
    </form>
  );
}

type Set = (value: string) => void;

/** What is asked once a level is chosen; all of it may be left out. */
function Reasons({
  form, chosen, indicators, setIndicators, words, setWords, about, setAbout,
}: {
  form: Form; chosen: Form['levels'][number]; indicators: string[]; setIndicators: (value: string[]) => void;
  words: string; setWords: Set; about: string; setAbout: Set;
}) {
  return (
    <>
      <CheckGroup
        id="indicators"
        label={t('rate.indicators')}
        hint={t('rate.indicatorsHint')}
        optional
        inLine
        value={indicators}
        onChange={setIndicators}
        options={chosen.indicators.map(({ id, name }) => ({ value: id, label: say(name) }))}
      />
      <TextArea
        id="words"
        label={t('rate.words')}
        hint={t('rate.wordsHint')}
        optional
        rows={3}
        maxLength={500}
        value={words}
        onChange={setWords}
      />
      <Select
        id="about"
        label={t('rate.about')}
        hint={t('rate.aboutHint')}
        optional
        value={about}
        onChange={setAbout}
        options={form.about.map((one) => ({ value: `${one.kind} ${one.id}`, label: say(one.name) }))}
      />
    </>
  );
}
