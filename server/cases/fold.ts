/** Folding the log gives the columns again. Pure; the property test and `bantuo audit` use it. */
import { after, type Action, type Outcome, type Path, type Role, type State } from './states.ts';

/** One act as the log keeps it. `content` is what can be erased; what is folded never is. */
export type Act = {
  seq: number;
  action: Action;
  role: Role;
  actor: string;
  /** State after the act, as written. */
  state: State;
  content: ActContent | null;
};

export type ActContent = {
  /** Facts about the course of the case that the columns are made of. */
  set?: Partial<Columns>;
  [key: string]: unknown;
};

/** The columns that the log determines. */
export type Columns = {
  state: State;
  outcome: Outcome | null;
  owner: string | null;
  reviewer: string | null;
  opinion: string | null;
  decider: string | null;
  received_on: string | null;
  accepted_on: string | null;
  decided_on: string | null;
  ended_on: string | null;
  extended: boolean;
  raised: boolean;
  /** An officer asked something that was not answered yet. */
  asked: boolean;
};

export const blank: Columns = {
  state: 'draft', outcome: null, owner: null, reviewer: null, opinion: null, decider: null,
  received_on: null, accepted_on: null, decided_on: null, ended_on: null, extended: false, raised: false,
  asked: false,
};

/**
 * The columns after these acts. Throws RangeError where the table does not allow an act, or where
 * the state that was written is not the one the table gives.
 */
export function fold(path: Path, acts: readonly Act[]): Columns {
  let columns = blank;
  for (const act of acts) {
    const { state, outcome } = columns;
    const next = after({ path, state, outcome }, act.action, act.role);
    if (next !== act.state) {
      throw new RangeError(`第 ${act.seq} 步之后应是 ${next}，记的是 ${act.state}`);
    }
    columns = { ...columns, ...act.content?.set, state: next };
  }
  return columns;
}
