import { stateNames, type State } from '#cases/states';
import { w } from './words.ts';

/** The name of a state as an officer says it: what waits for the applicant is not “您”. */
export function stateWords(state: string): string {
  if (state === 'supplement-asked') return w('state.supplementAsked');
  return stateNames[state as State].zh;
}
