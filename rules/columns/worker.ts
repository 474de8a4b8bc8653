/** A worker of the pool: takes blocks of a job until there are none left. */
import { parentPort } from 'node:worker_threads';
import type { Program } from './program.ts';
import type { Source } from './run.ts';
import { blocksOf, runBlocks } from './run.ts';

/** What a worker is told: to keep programs by number, to forget them, to take part in a run. */
export type Order =
  | { do: 'keep'; number: number; program: Program; columns: Source[] }
  | { do: 'forget' }
  | { do: 'run'; number: number; outs: Uint32Array[]; words: number; control: Int32Array };

/** Places in the control array of a run: the next block, and how many workers are done. */
export const NEXT = 0;
/** How many workers are done with a run. */
export const DONE = 1;

const kept = new Map<number, { program: Program; columns: Source[] }>();

function run({ number, outs, words, control }: Extract<Order, { do: 'run' }>): void {
  const job = kept.get(number);
  if (job === undefined) throw new Error('a program that was never kept');
  const blocks = blocksOf(words);
  runBlocks({ ...job, outs, words }, () => {
    const block = Atomics.add(control, NEXT, 1);
    return block < blocks ? block : null;
  });
  Atomics.add(control, DONE, 1);
  Atomics.notify(control, DONE);
}

parentPort?.on('message', (order: Order) => {
  if (order.do === 'keep') kept.set(order.number, order);
  else if (order.do === 'forget') kept.clear();
  else run(order);
});
