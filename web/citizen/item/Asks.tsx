/** The questions of the guide: answered ones in a line each, the next one open. */
import { useEffect, useRef, useState } from 'react';
import type { Guide } from '../../contract.ts';
import { go, useRoute } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { say, t } from '../../texts/index.ts';
import { Button } from '../../ui/Button.tsx';
import { RadioGroup } from '../../ui/choices.tsx';
import { withAnswer, written } from './answers.ts';

type Ask = Guide['asks'][number];

/** What is asked, was answered, and need not be asked any more. */
export function Asks({ guide, query }: { guide: Guide; query: Record<string, string> }) {
  const { params } = useRoute();
  const item = params.item ?? '';
  const asked = query.edit ?? guide.next;
  const ask = guide.asks.find((one) => one.id === asked);
  const answered = guide.asks.filter((one) => one.state === 'answered' && one.id !== asked);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) document.getElementById('ask')?.focus();
    moved.current = false;
  }, [asked]);
  if (guide.asks.length === 0) return <h2>{t('item.noAsks')}</h2>;
  const answer = (value: Parameters<typeof withAnswer>[2]) => {
    if (ask === undefined) return;
    moved.current = true;
    go({ to: 'item', params: { item }, query: withAnswer(query, ask, value) }, { stay: true });
  };
  return (
    <section>
      <h2>{ask ? t('item.asks') : t('item.asksDone')}</h2>
      <ul className="plain answered">
        {answered.map((one) => (
          <li key={one.id}>
            <span>{say(one.ask)}</span>
            <span className="answer">
              <b>{labelOf(one)}</b>
              <Link
                to="item"
                params={{ item }}
                query={{ ...query, edit: one.id }}
                stay
                className="no-print"
              >
                {t('kit.edit')}
                <span className="only-heard">{t('list.colon')}{say(one.ask)}</span>
              </Link>
            </span>
          </li>
        ))}
      </ul>
      {ask && <OneAsk key={ask.id} ask={ask} left={guide.remaining} onAnswer={answer} />}
      {!ask && (
        <p id="ask" tabIndex={-1} className="small">
          <DeadLine guide={guide} />
        </p>
      )}
      {answered.length > 0 && (
        <p className="no-print">
          <Link to="item" params={{ item }} stay>
            {t('item.again')}
          </Link>
        </p>
      )}
    </section>
  );
}

function OneAsk({
  ask, left, onAnswer,
}: { ask: Ask; left: number; onAnswer: (value: Ask['options'][number]['value']) => void }) {
  const [chosen, setChosen] = useState<string | null>(
    ask.value === undefined ? null : written(ask.value),
  );
  const [missing, setMissing] = useState(false);
  const next = () => {
    const option = ask.options.find((one) => written(one.value) === chosen);
    if (option) onAnswer(option.value);
    else setMissing(true);
  };
  return (
    <form
      className="one-ask no-print"
      onSubmit={(event) => {
        event.preventDefault();
        next();
      }}
    >
      <RadioGroup
        id="ask"
        big
        label={say(ask.ask)}
        hint={say(ask.help) || undefined}
        problem={missing && chosen === null ? t('item.choose') : undefined}
        options={ask.options.map((one) => ({ value: written(one.value), label: say(one.label) }))}
        value={chosen}
        onChange={setChosen}
      />
      <div className="row-wrap after">
        <Button type="submit">{t('item.next')}</Button>
        <small>{left > 1 ? t('item.left', { n: left }) : t('item.lastOne')}</small>
      </div>
    </form>
  );
}

function DeadLine({ guide }: { guide: Guide }) {
  const dead = guide.asks.filter((one) => one.state === 'dead').length;
  return dead > 0 ? t('item.dead', { n: dead }) : null;
}

function labelOf(ask: Ask): string {
  const option = ask.options.find((one) => one.value === ask.value);
  return option ? say(option.label) : '';
}
