/** Processor time of a town's processes, by the kernel's own count. */
import fs from 'node:fs';
import type { ChildProcess } from 'node:child_process';
import type { Town } from './town.ts';

/** The kernel counts in ticks of 10 ms. */
const tick = 10;

function spent(pid: number): number {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tick;
}

function childrenOf(pid: number): number[] {
  return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** Milliseconds of processor so far: the web process, the database with all its connections, the worker. */
export function spentBy(town: Town, worker: ChildProcess): { web: number; database: number; worker: number } {
  const postmaster = town.databasePid() ?? 0;
  return {
    web: spent(town.web.pid ?? 0),
    database: [postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + spent(pid), 0),
    worker: spent(worker.pid ?? 0),
  };
}
