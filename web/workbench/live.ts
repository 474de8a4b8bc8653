/** News for officers: the queue is read anew; an open case only when the queue shows that it moved. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

const PAUSE = 800;

/**
 * Listens while `on`. Reading a case is a row in its holder's ledger, so a case is not read again
 * for every piece of news of its unit (see `useCase`).
 */
export function useWorkLive(on: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!on) return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        void client.invalidateQueries({ queryKey: ['cases.queue'] });
      }, PAUSE);
    };
    const source = new EventSource('/api/live');
    source.onmessage = (event) => {
      const news = JSON.parse(String(event.data)) as { topic?: string };
      if (news.topic === 'identity') void client.invalidateQueries({ queryKey: ['identity.me'] });
      else if (news.topic === 'ratings') void client.invalidateQueries({ queryKey: ['feedback.tasks'] });
      else refresh();
    };
    let lost = false;
    source.onerror = () => {
      lost = true;
    };
    source.onopen = () => {
      if (lost) refresh();
      lost = false;
    };
    return () => {
      clearTimeout(waiting);
      source.close();
    };
  }, [client, on]);
}
