/** Work at set times: sessions and counts of wrong passwords that mean nothing any more. */
import type { Round } from '#base';
import { deleteOld } from './store.ts';

export const forgetOldSessions: Round = {
  name: 'forget-old-sessions',
  everySeconds: 600,
  run: (world) => deleteOld(world.db),
};
