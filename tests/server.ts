/** A real server on a real port over a test world, and a client that behaves like our browser. */
import crypto from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Live, type Answered } from '#base';
import { allEndpoints, makeApp, type Contracts } from '../server/app.ts';
import { testWorld, type TestWorld } from './world.ts';

export type TestServer = TestWorld & {
  url: string;
  app: FastifyInstance;
  answered: Answered[];
  client: () => Client;
};

/** Starts it. Close it in afterAll. */
export async function testServer(at?: string): Promise<TestServer> {
  const test = await testWorld(at);
  const answered: Answered[] = [];
  const app = await makeApp({
    world: test.world, databaseUrl: test.databaseUrl, onAnswer: (a) => void answered.push(a),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    ...test, url, app, answered,
    client: () => new Client(url),
    close: async () => {
      await app.close();
      await test.close();
    },
  };
}

const addresses = allEndpoints(new Live('')) as Record<string, { method: string; path: string; body?: string }>;

export type Answer<T> = {
  status: number;
  body: T & { error?: { code: string; message: string; fields?: { at: string; message: string }[];
    details?: Record<string, unknown> } };
  headers: Headers;
};

export type CallOptions = {
  key?: string; version?: number; file?: Buffer; type?: string; csrf?: string | null;
  /** The language asked for; without it none is named. */
  lang?: string;
};

/** Keeps a cookie and a CSRF token; sends an Idempotency-Key with every write. */
export class Client {
  readonly #url: string;
  cookie = '';
  csrf = '';

  constructor(url: string) {
    this.#url = url;
  }

  /** Calls an endpoint by its name. Never throws for a refusal: look at `status`. */
  async call<N extends keyof Contracts & string>(
    name: N, input: Contracts[N]['input'], options: CallOptions = {},
  ): Promise<Answer<Contracts[N]['output']>> {
    const endpoint = addresses[name];
    if (!endpoint) throw new Error(`no endpoint ${name}`);
    const rest: Record<string, unknown> = { ...(input as object) };
    const path = endpoint.path.replace(/:(\w+)/g, (_, key: string) => {
      const value = String(rest[key]);
      delete rest[key];
      return encodeURIComponent(value);
    });
    const inQuery = endpoint.method === 'GET' || endpoint.body === 'bytes';
    const query = new URLSearchParams();
    if (inQuery) for (const [k, v] of Object.entries(rest)) if (v !== undefined) query.set(k, String(v));
    const search = query.size > 0 ? `?${query.toString()}` : '';
    const answer = await this.send(endpoint.method, `${path}${search}`, {
      ...options, ...(inQuery ? {} : { json: rest }),
    });
    return answer as Answer<Contracts[N]['output']>;
  }

  /** A request as it is, for tests of bad input. */
  async send(
    method: string, path: string, options: CallOptions & { json?: unknown } = {},
  ): Promise<Answer<Record<string, unknown>>> {
    const headers: Record<string, string> = {};
    if (this.cookie) headers['cookie'] = this.cookie;
    if (options.lang) headers['accept-language'] = options.lang;
    if (method !== 'GET') {
      const csrf = options.csrf === undefined ? this.csrf : options.csrf;
      if (csrf) headers['x-csrf'] = csrf;
      headers['idempotency-key'] = options.key ?? crypto.randomUUID();
    }
    if (options.version !== undefined) headers['if-match'] = String(options.version);
    let body: string | Uint8Array<ArrayBuffer> | undefined;
    if (options.file) {
      headers['content-type'] = options.type ?? 'application/octet-stream';
      body = new Uint8Array(options.file);
    } else if (options.json !== undefined) {
      headers['content-type'] = 'application/json';
      body = JSON.stringify(options.json);
    }
    const response = await fetch(`${this.#url}${path}`, { method, headers, ...(body ? { body } : {}) });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0] ?? '';
    const type = response.headers.get('content-type') ?? '';
    const bytes = Buffer.from(await response.arrayBuffer());
    const parsed = type.includes('json') ? JSON.parse(bytes.toString()) : { bytes };
    if (typeof parsed.csrf === 'string') this.csrf = parsed.csrf;
    return { status: response.status, body: parsed, headers: response.headers };
  }

  /** Signs in and remembers the CSRF token. Throws with the words when it is refused. */
  async signIn(account: string, password: string): Promise<this> {
    const answer = await this.call('identity.sign-in', { account, password });
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return this;
  }
}
