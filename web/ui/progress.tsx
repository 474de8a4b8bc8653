/** Where something is on its way. */
import type { ReactNode } from 'react';

export type Stage = { id: string; name: ReactNode; state: 'done' | 'now' | 'ahead' };

/** A line of stages from left to right. */
export function Steps({ stages, label }: { stages: Stage[]; label: string }) {
  return (
    <ol className="steps" aria-label={label}>
      {stages.map((stage) => (
        <li
          key={stage.id}
          className={stage.state}
          aria-current={stage.state === 'now' ? 'step' : undefined}
        >
          {stage.name}
        </li>
      ))}
    </ol>
  );
}

export type Event = { id: string; state: 'done' | 'now' | 'ahead'; children: ReactNode };

/** Events from top to bottom, like a parcel on its way. */
export function Timeline({ events, label }: { events: Event[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {events.map((event) => (
        <li
          key={event.id}
          className={event.state}
          aria-current={event.state === 'now' ? 'step' : undefined}
        >
          {event.children}
        </li>
      ))}
    </ol>
  );
}
