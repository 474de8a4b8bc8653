/** Sends an act, and asks beforehand what it would lead to. */
import { useQuery } from '@tanstack/react-query';
import { call } from '../../client.ts';
import type { EndpointName, Input, Output } from '../../endpoints.ts';
import { codeOf } from '../../problem.ts';
import type { ActId } from './choices.ts';

export type CaseActName = Exclude<
  Extract<EndpointName, `cases.${Exclude<ActId, 'licence'>}` | 'cases.decide'>,
  'cases.supplement' | 'cases.withdraw' | 'cases.submit' | 'cases.attach' | 'cases.give-opinion' | 'cases.place'
  | 'cases.check-promise' | 'cases.archive'
>;
export type Foreseen = NonNullable<Output<'cases.accept'>['foreseen']> & { state: string };

/** The endpoint of an act. */
export function endpointOf(id: ActId): CaseActName {
  return (id === 'grant' || id === 'refuse' ? 'cases.decide' : `cases.${id}`) as CaseActName;
}

/** What is sent with every act: the case, and how long its log was when one looked. */
export function actInput(
  on: { id: string; seen: number },
  input: Record<string, unknown>,
): Input<CaseActName> {
  return { ...input, id: on.id, seen: on.seen } as Input<CaseActName>;
}

/** What would happen, told by the server that would do it; nothing is kept. */
export function useForesight(
  id: ActId,
  on: { id: string; seen: number },
  sample: Record<string, unknown> | null,
) {
  return useQuery<Foreseen | null>({
    queryKey: ['preview', id, on, sample],
    queryFn: async ({ signal }) => {
      const answer = await call(endpointOf(id), actInput(on, { ...sample, preview: true }), {
        signal,
      });
      return answer.foreseen ? { ...answer.foreseen, state: answer.state } : null;
    },
    enabled: sample !== null && id !== 'licence' && id !== 'supplement',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** Somebody was there before: the case has to be looked at anew. */
export function movedOn(error: unknown): boolean {
  return ['moved-on', 'taken', 'wrong-state'].includes(codeOf(error) ?? '');
}
