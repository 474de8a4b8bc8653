import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { codeOf } from '../problem.ts';
import { Skeleton, Trouble } from '../ui/boxes.tsx';
import { NotYours } from './NotFound.tsx';

/** What is read, once it is there; grey lines before, words when it cannot be had. */
export function Loaded<T>({
  read, lines = 5, children,
}: { read: UseQueryResult<T, Error>; lines?: number; children: (data: T) => ReactNode }) {
  if (read.data !== undefined) return <>{children(read.data)}</>;
  if (read.error) return <Trouble error={read.error} again={() => void read.refetch()} />;
  return <Skeleton lines={lines} />;
}

/** True when what was asked for is not there, or not for the one who asks. */
export function isNotThere(error: unknown): boolean {
  return codeOf(error) === 'not-there' || codeOf(error) === 'bad-input';
}

/** A whole page about one thing. */
export function LoadedPage<T>({
  read, children,
}: { read: UseQueryResult<T, Error>; children: (data: T) => ReactNode }) {
  if (read.data === undefined && isNotThere(read.error)) return <NotYours />;
  return (
    <div className="wrap page">
      <Loaded read={read} lines={8}>
        {children}
      </Loaded>
    </div>
  );
}
