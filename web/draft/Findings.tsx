/** What the automatic review found at a place, with how to mend it. */
import { say, t } from '../texts/index.ts';
import { Notice } from '../ui/boxes.tsx';
import type { StepProps } from './DraftEditor.tsx';
import { findingsAt } from './places.ts';
import { useDraftNow } from './useDraft.ts';

/** Shows nothing where nothing was found. */
export function Findings({ keeper, on }: Pick<StepProps, 'keeper'> & { on: string }) {
  const { draft } = useDraftNow(keeper);
  const found = findingsAt(draft, on);
  if (found.length === 0) return null;
  return (
    <div className="findings stack" aria-live="polite">
      {found.map((one) => (
        <Notice
          key={one.point}
          tone={one.level === 'block' ? 'bad' : 'warn'}
          title={t(one.level === 'block' ? 'apply.finding' : 'apply.findingAsk', {
            name: say(one.name),
          })}
        >
          <p>{say(one.fix)}</p>
        </Notice>
      ))}
    </div>
  );
}
