import { stateName, type State } from '#cases/states';
import { say } from '../texts/index.ts';

/** The name of a state as an officer says it. */
export function stateWords(state: string): string {
  return say(stateName(state as State, 'officer'));
}
