/** The questions of the guide, to answer or to change. */
import { RadioGroup } from '../ui/choices.tsx';
import type { Draft } from '../contract.ts';
import { say } from '../texts/index.ts';
import type { StepProps } from './DraftEditor.tsx';
import { asksOf } from './places.ts';
import { LackList, StepButtons, useLacks } from './steps.tsx';
import { useDraftNow } from './useDraft.ts';

type Ask = Draft['guide']['asks'][number];

/** Each answer is saved at once: it may change what else is asked. */
export function AnswersStep(props: StepProps) {
  const { keeper } = props;
  const { draft } = useDraftNow(keeper);
  const lacks = useLacks(props);
  return (
    <div className="stack-5">
      <LackList lacks={lacks} />
      <div className="fields">
        {asksOf(draft).map((ask) => (
          <RadioGroup
            key={ask.id}
            id={ask.address}
            label={say(ask.ask)}
            hint={say(ask.help) || undefined}
            problem={lacks.problemAt(ask.address) ?? lacks.problemAt(ask.id)}
            options={ask.options.map((one) => ({
              value: String(one.value),
              label: say(one.label),
            }))}
            value={chosen(ask, keeper.typedAt(ask.address))}
            onChange={(value) => {
              const option = ask.options.find((one) => String(one.value) === value);
              if (option) void keeper.change({ [ask.address]: option.value as string | boolean });
            }}
          />
        ))}
      </div>
      <StepButtons {...props} lacks={lacks} />
    </div>
  );
}

function chosen(ask: Ask, typed: unknown): string | null {
  const value = typed === '' || typed === null ? ask.value : typed;
  return value === undefined ? null : String(value);
}
