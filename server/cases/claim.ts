/** Takes a case in hand, and gives it back. */
import { z } from 'zod';
import { act, actInput, actOutput } from './act.ts';
import type { Cx } from './cx.ts';

export const claimInput = z.object(actInput);
export const claimOutput = actOutput;

export async function claim(cx: Cx, input: z.output<typeof claimInput>) {
  return act(cx, { action: 'claim', input }, () => ({
    set: { owner: cx.actor.id },
    columns: { owner_name: cx.actor.name },
  }));
}

export async function handBack(cx: Cx, input: z.output<typeof claimInput>) {
  return act(cx, { action: 'hand-back', input }, () => ({ set: { owner: null } }));
}
