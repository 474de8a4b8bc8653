/** Small marks. None says anything by its colour alone. */
import type { ReactNode } from 'react';
import { t } from '../texts/index.ts';

export type Tone = 'plain' | 'ok' | 'warn' | 'late' | 'info';

/** A word in a capsule. */
export function Chip({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={tone === 'plain' ? 'chip' : `chip ${tone}`}>{children}</span>;
}

export type LightColour = 'green' | 'yellow' | 'red' | 'purple' | 'grey';

/** 亮灯: colour, shape and words together. `words` says more than the usual (剩 2 天). */
export function Light({ colour, words }: { colour: LightColour; words?: string }) {
  return (
    <span className={`light ${colour}`}>
      <i aria-hidden="true" />
      {words ?? t(`light.${colour}`)}
    </span>
  );
}
