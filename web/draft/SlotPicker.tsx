/** Places on a day: a day, then a session with what is free; both fields are filled in at once. */
import { useRead } from '../queries.ts';
import { longDate } from '../texts/format.ts';
import { say, t } from '../texts/index.ts';
import { RadioGroup } from '../ui/choices.tsx';
import { Select } from '../ui/inputs.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { definitionsOf } from './places.ts';
import type { Lacks } from './steps.tsx';
import { useDraftNow } from './useDraft.ts';

/** In the place of the two fields. */
export function SlotPicker({ keeper, lacks }: StepProps & { lacks: Lacks }) {
  const { draft } = useDraftNow(keeper);
  const read = useRead('cases.slots', { item: draft.item });
  if (!draft.slots || !read.data) return null;
  const { date, session } = draft.slots;
  const day = String(keeper.typedAt(date) ?? '');
  const chosen = String(keeper.typedAt(session) ?? '');
  const names = new Map(
    definitionsOf(draft)
      .get(session)
      ?.options?.map((o) => [o.value, say(o.label)]),
  );
  const found = read.data.days.find((one) => one.date === day);
  return (
    <>
      <Select
        id={date}
        label={t('slots.day')}
        options={read.data.days
          .filter((one) => one.date === day || one.sessions.some((s) => s.free > 0))
          .map((one) => ({ value: one.date, label: longDate(one.date) }))}
        value={found ? day : ''}
        onChange={(value) => void keeper.change({ [date]: value })}
        problem={lacks.problemAt(date)}
      />
      {found && (
        <RadioGroup
          id={session}
          label={t('slots.title')}
          options={found.sessions
            .filter((s) => s.free > 0 || s.session === chosen)
            .map((s) => ({
              value: s.session,
              label: t(s.free > 0 ? 'slots.free' : 'slots.full', {
                session: names.get(s.session) ?? s.session,
                n: s.free,
              }),
            }))}
          value={chosen === '' ? null : chosen}
          onChange={(value) => void keeper.change({ [session]: value })}
          problem={lacks.problemAt(session)}
        />
      )}
    </>
  );
}
