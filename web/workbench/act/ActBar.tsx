/** At the foot of the case: what can be done, with its key; what cannot, with why. */
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { call, withKey } from '../../client.ts';
import { wordsFor } from '../../problem.ts';
import { useRefresh } from '../../queries.ts';
import { go } from '../../router/history.ts';
import { Link } from '../../router/Link.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { announce } from '../../ui/says.tsx';
import type { OpenedProps } from '../opened.ts';
import { useKeys } from '../keys.ts';
import { actPlace } from '../queue/place.ts';
import { w } from '../words.ts';
import { byKey, choicesOf, type Choice } from './choices.ts';
import { movedOn } from './send.ts';

/** Taking a case in hand and giving it back change nothing for anybody outside: one key. */
const atOnce = ['claim', 'hand-back'] as const;
type AtOnce = (typeof atOnce)[number];
const isAtOnce = (id: string): id is AtOnce => atOnce.some((one) => one === id);

/** Supervisors see that they only look. */
export function ActBar(props: OpenedProps) {
  const { view, me, at, onNext } = props;
  const [said, setSaid] = useState('');
  const choices = choicesOf(view);
  const doAtOnce = useAtOnce(props);
  const press = (choice: Choice) => {
    if (choice.why !== null) setSaid(w('act.why', { name: choice.name, why: choice.why }));
    else if (isAtOnce(choice.id)) void doAtOnce(choice.id, choice.name);
    else go(actPlace(at, choice.id));
  };
  const letters = [...new Set(choices.flatMap(({ key }) => (key === null ? [] : [key])))];
  const licence = view.licence !== null && me.roles.includes('decider');
  useKeys({
    ...Object.fromEntries(
      letters.map((key) => [
        key,
        () => {
          const choice = byKey(choices, key);
          if (choice) press(choice);
        },
      ]),
    ),
    L: licence ? () => go(actPlace(at, 'licence')) : undefined,
  });
  const now = choices.filter(({ why }) => why === null);
  const not = choices.filter(({ why }) => why !== null);
  const works = ['clerk', 'reviewer', 'decider'].some((role) =>
    (me.roles as string[]).includes(role),
  );
  return (
    <section className="act-bar" aria-label={w('act.bar')}>
      <output className="act-said">{said}</output>
      <div className="act-row">
        {!works && <span>{w('act.readOnly')}</span>}
        {works && now.length === 0 && <span>{w('act.none')}</span>}
        {now.map((choice) => (
          <Offer key={choice.id} choice={choice} at={at} press={press} />
        ))}
      </div>
      <div className="act-more">
        {not.length > 0 && <Cannot not={not} />}
        <button type="button" className={buttonClass('text')} onClick={onNext}>
          {w('act.next')}
          <kbd aria-hidden="true">J</kbd>
        </button>
      </div>
    </section>
  );
}

/** What cannot be done now, each with its reason, open to every way of pointing. */
function Cannot({ not }: { not: Choice[] }) {
  return (
    <details>
      <summary>{w('act.cannot', { n: not.length })}</summary>
      <ul className="plain cannot">
        {not.map((choice) => (
          <li key={choice.id}>
            <b>{choice.name}</b> <small>{choice.why}</small>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Offer({
  choice,
  at,
  press,
}: {
  choice: Choice;
  at: OpenedProps['at'];
  press: (choice: Choice) => void;
}) {
  const inside = (
    <>
      {choice.name}
      {choice.key && <kbd aria-hidden="true">{choice.key}</kbd>}
    </>
  );
  const looks = buttonClass(choice.tone);
  if (isAtOnce(choice.id)) {
    return (
      <button type="button" className={looks} onClick={() => press(choice)}>
        {inside}
      </button>
    );
  }
  return (
    <Link {...actPlace(at, choice.id)} className={looks}>
      {inside}
    </Link>
  );
}

function useAtOnce({ view, setStopped }: OpenedProps) {
  const refresh = useRefresh();
  const client = useQueryClient();
  return async (id: AtOnce, name: string) => {
    try {
      await withKey(`${id} ${view.id} ${view.seq}`, (key) =>
        call(`cases.${id}`, { id: view.id, seen: view.seq }, { key }),
      );
      setStopped(null);
      announce(w('act.done', { name }));
    } catch (error) {
      if (movedOn(error)) setStopped({ case: view.id, message: wordsFor(error) });
      else announce(wordsFor(error));
    }
    await client.invalidateQueries({ queryKey: ['cases.case', { id: view.id }] });
    await refresh('cases.queue');
  };
}
