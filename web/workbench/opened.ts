/** What pages and the parts of an open case are given. */
import type { CaseView, SignedIn } from '../contract.ts';
import type { DeskPlace } from './queue/place.ts';

export type PageProps = { me: SignedIn };

/** Why an act was not done, kept for the case it was about. */
export type Stopped = { case: string; message: string };

export type OpenedProps = PageProps & {
  at: DeskPlace;
  view: CaseView;
  stopped: Stopped | null;
  setStopped: (stopped: Stopped | null) => void;
  onNext: () => void;
};
