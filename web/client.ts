/**
 * Calls to the server. A write carries one key per intent, kept over all retries, so that pressing
 * twice or losing the network does nothing twice. Reads and writes are tried again by themselves
 * when the network fails or the server says it is busy.
 */
import { calls, readOnly, type EndpointName, type Input, type Output } from './endpoints.ts';
import type { Me } from './contract.ts';
import { startWaiting } from './network.ts';
import { CallFailed, type Said } from './problem.ts';
import { lang } from './texts/language.ts';

/** Waits between the tries, in milliseconds; together longer than a database restart or a tunnel. */
const WAITS = [400, 800, 1600, 3200, 5000, 8000, 8000];

/** The token that proves a write comes from our own page, and whose session it belongs to. */
let session: { csrf: string; id: string } | null = null;

const watchers = new Set<(code: string) => void>();

/** Hears the code of every call that fails for good; the returned function ends the hearing. */
export function onFailure(watcher: (code: string) => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** A new key for one intent (128 random bits; works on plain http too). */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export type CallOptions = { key?: string; ifMatch?: number; signal?: AbortSignal };

/** Calls an endpoint by name. Throws CallFailed with what the server said. */
export async function call<N extends EndpointName>(
  name: N,
  input: Input<N>,
  options: CallOptions = {},
): Promise<Output<N>> {
  const { method, url, rest } = requestFor(name, input as Record<string, unknown>);
  const headers: Record<string, string> = {};
  if (options.ifMatch !== undefined) headers['If-Match'] = String(options.ifMatch);
  const writes = method !== 'GET' && !readOnly.has(name);
  const answer = await send({
    url,
    method,
    headers,
    writes,
    key: options.key ?? newKey(),
    signal: options.signal ?? null,
    body: method === 'GET' ? null : JSON.stringify(rest),
    type: 'application/json',
  });
  const output = answer as Output<N>;
  if (isMe(output)) session = { csrf: output.csrf, id: output.signedIn ? output.id : '' };
  return output;
}

/** Sends a file as it is. `path` is the full path with its query; answers the parsed JSON. */
export async function sendFile<T>(path: string, file: Blob, key: string): Promise<T> {
  const type = file.type === '' ? 'application/octet-stream' : file.type;
  return (await send({
    url: path, method: 'POST', headers: {}, writes: true, key, signal: null, body: file, type,
  })) as T;
}

/** Keys of intents whose answer has not come yet. */
const unanswered = new Map<string, string>();

/**
 * Does what one intent asks, with its key. Pressed again after a lost answer it goes with the same key,
 * so that nothing is done twice; an answer, yes or no, ends the intent.
 */
export async function withKey<T>(intent: string, act: (key: string) => Promise<T>): Promise<T> {
  const key = unanswered.get(intent) ?? newKey();
  unanswered.set(intent, key);
  try {
    const done = await act(key);
    unanswered.delete(intent);
    return done;
  } catch (failure) {
    const answered = failure instanceof CallFailed && failure.status !== 0 && failure.status < 500;
    if (answered) unanswered.delete(intent);
    throw failure;
  }
}

/** Sends a file once, however often it is chosen again while no answer came. */
export function sendFileOnce<T>(path: string, file: File): Promise<T> {
  const intent = `${path} ${file.name} ${file.size} ${file.lastModified}`;
  return withKey(intent, (key) => sendFile<T>(path, file, key));
}

type Sending = {
  url: string;
  method: string;
  headers: Record<string, string>;
  writes: boolean;
  key: string;
  signal: AbortSignal | null;
  body: string | Blob | null;
  type: string;
};

async function send(sending: Sending): Promise<unknown> {
  let settled = () => {};
  let refreshed = false;
  try {
    for (let n = 0; ; n += 1) {
      const outcome = await attempt(sending);
      if (!(outcome instanceof CallFailed)) return outcome.body;
      if (outcome.said.code === 'stale-page' && !refreshed) {
        refreshed = true;
        if (await sameSession()) continue;
      }
      const wait = WAITS[n];
      if (wait === undefined || !worthRetrying(outcome)) {
        for (const watcher of watchers) watcher(outcome.said.code);
        throw outcome;
      }
      if (n === 0) settled = startWaiting();
      await sleep(Math.max(wait, Math.min(outcome.retryAfter ?? 0, 15) * 1000), sending.signal);
    }
  } finally {
    settled();
  }
}

async function attempt(sending: Sending): Promise<CallFailed | { body: unknown }> {
  const headers: Record<string, string> = {
    accept: 'application/json', 'accept-language': lang === 'en' ? 'en' : 'zh-CN', ...sending.headers,
  };
  if (sending.body !== null) headers['content-type'] = sending.type;
  if (sending.writes) headers['idempotency-key'] = sending.key;
  if (sending.method !== 'GET') {
    if (session === null) await call('identity.me', {});
    headers['x-csrf'] = session?.csrf ?? '';
  }
  try {
    const response = await fetch(sending.url, {
      method: sending.method,
      headers,
      body: sending.body,
      signal: sending.signal,
      credentials: 'same-origin',
    });
    const text = await response.text();
    if (response.ok) return { body: text === '' ? {} : JSON.parse(text) };
    const after = response.headers.get('retry-after');
    return new CallFailed(response.status, saidIn(text), after === null ? null : Number(after));
  } catch (error) {
    if (sending.signal?.aborted) throw error;
    return new CallFailed(0, { code: 'network', message: '' });
  }
}

/** No answer, or a server that will be back: 502 and 504 come from a gateway in front of it. */
function worthRetrying(failure: CallFailed): boolean {
  return [0, 502, 503, 504].includes(failure.status);
}

function saidIn(text: string): Said {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'error' in parsed) {
      return parsed.error as Said;
    }
  } catch {
    // Not JSON: a gateway's page; the status says enough.
  }
  return { code: 'unreadable', message: '' };
}

function requestFor(name: EndpointName, input: Record<string, unknown>) {
  const [method = 'GET', pattern = '/'] = calls[name].split(' ');
  const rest = { ...input };
  const path = pattern.replace(/:([a-zA-Z]+)/g, (_, param: string) => {
    const value = rest[param];
    delete rest[param];
    return encodeURIComponent(String(value));
  });
  if (method !== 'GET') return { method, url: path, rest };
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) {
    if (value !== undefined && value !== '') query.set(key, String(value));
  }
  const tail = query.toString();
  return { method, url: tail === '' ? path : `${path}?${tail}`, rest };
}

/** Asks for the token anew; false when somebody else has signed in here meanwhile. */
async function sameSession(): Promise<boolean> {
  const before = session?.id;
  const me = await call('identity.me', {});
  return me.signedIn && me.id === before;
}

function isMe(output: unknown): output is Me {
  return typeof output === 'object' && output !== null && 'csrf' in output && 'signedIn' in output;
}

function sleep(ms: number, signal: AbortSignal | null): Promise<void> {
  return new Promise((done, failed) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      failed(signal.reason);
    });
  });
}
