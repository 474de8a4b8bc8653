/** What licences do without a person. */
import type { Round, Subscriptions, Task } from '#base';
import { expire } from './expire.ts';
import { makeFiles, makeForgotten } from './make-file.ts';
import { dropShowCodes } from './store.ts';

const dayMs = 86_400_000;

export const licenceTasks: Record<string, Task> = {
  /** `{ events: [{ licence }] }` of `licence.issued`. */
  'licences.make-file': async (world, payload) => {
    const { events } = payload as { events: { licence: string }[] };
    await makeFiles(world, events.map(({ licence }) => licence));
  },
};

export const licenceSubscriptions: Subscriptions = {
  'licence.issued': [{ task: 'licences.make-file', batch: 20 }],
};

export const licenceRounds: Round[] = [
  { name: 'licences.expire', everySeconds: 600, run: async (world) => void await expire(world) },
  {
    name: 'licences.make-forgotten', everySeconds: 300,
    run: async (world) => void await makeForgotten(world),
  },
  {
    name: 'licences.drop-show-codes', everySeconds: 3600,
    run: (world) => dropShowCodes(world.db, new Date(world.clock.now().getTime() - dayMs)),
  },
];
