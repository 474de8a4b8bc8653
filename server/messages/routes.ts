/** The street door of messages. */
import { z } from 'zod';
import type { Endpoints } from '#base';
import { endpoint, type Actor } from '#identity';
import { list, read, unread } from './inbox.ts';

const text = z.object({ zh: z.string(), en: z.string().optional() });
const message = z.object({
  id: z.string(), at: z.string(), title: text, body: text, case: z.string().optional(),
  read: z.boolean(),
});

export const messageEndpoints = {
  'messages.list': endpoint({
    method: 'GET', path: '/api/messages', who: 'signed-in',
    summary: { zh: '我的消息，最新的在前', en: 'My messages, the newest first' },
    input: z.object({ page: z.string().max(200).optional() }),
    output: z.object({
      messages: z.array(message), unread: z.number(), next: z.string().nullable(),
    }),
    run: list,
  }),
  'messages.unread': endpoint({
    method: 'GET', path: '/api/messages/unread', who: 'signed-in',
    summary: { zh: '未读消息有几条', en: 'How many messages are unread' },
    input: z.object({}), output: z.object({ unread: z.number() }), run: unread,
  }),
  'messages.read': endpoint({
    method: 'POST', path: '/api/messages/:id/read', who: 'signed-in', refusals: [404],
    summary: { zh: '标为已读', en: 'Mark one as read' },
    input: z.object({ id: z.uuid('编号的格式不对，请从列表里打开') }), output: z.object({}),
    run: read,
  }),
} satisfies Endpoints<Actor>;
