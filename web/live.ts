/** News from the server while the page is open: what it touches is read anew. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EndpointName } from './endpoints.ts';

const touched: Record<string, EndpointName[]> = {
  messages: ['messages.list', 'messages.unread'],
  cases: [
    'cases.mine', 'cases.case', 'cases.queue', 'cases.drafts', 'licences.mine', 'licences.of-case', 'feedback.mine',
  ],
  consents: ['cases.consents', 'cases.consent', 'cases.draft', 'messages.list', 'messages.unread'],
  queue: ['cases.queue', 'cases.case'],
  ratings: ['feedback.mine'],
  identity: ['identity.me', 'identity.mandates'],
};

/** Listens while `on`; the browser reconnects by itself, and then everything is read anew once. */
export function useLive(on: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!on) return;
    const source = new EventSource('/api/live');
    let lost = false;
    const refresh = (names: EndpointName[]) => {
      for (const name of names) void client.invalidateQueries({ queryKey: [name] });
    };
    source.onmessage = (event) => {
      const news = JSON.parse(String(event.data)) as { topic?: string };
      // `again`: the server had lost its own connection and may have missed something.
      refresh(news.topic === 'again' ? Object.values(touched).flat() : (touched[news.topic ?? ''] ?? []));
    };
    source.onerror = () => {
      lost = true;
    };
    source.onopen = () => {
      if (lost) refresh(Object.values(touched).flat());
      lost = false;
    };
    return () => source.close();
  }, [client, on]);
}
