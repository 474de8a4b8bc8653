import { stateName, type State } from '#cases/states';

/** The name of a state as an officer says it. */
export function stateWords(state: string): string {
  return stateName(state as State, 'officer').zh;
}
