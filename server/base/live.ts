/** Live events: one LISTEN a web process, passed on to the open pages as server-sent events. */
import type { ServerResponse } from 'node:http';
import pg from 'pg';

type Page = { response: ServerResponse; channels: Set<string> };

export class Live {
  readonly #url: string;
  readonly #pages = new Set<Page>();
  #client: pg.Client | undefined;
  #closed = false;
  readonly #beat: NodeJS.Timeout;

  constructor(url: string) {
    this.#url = url;
    // A comment now and then keeps proxies from closing a quiet stream.
    this.#beat = setInterval(() => this.#all(': \n\n'), 20_000).unref();
  }

  /** Connects, and again whenever the connection is lost; pages are told to look again after that. */
  async start(): Promise<void> {
    if (this.#closed) return;
    const client = new pg.Client({ connectionString: this.#url });
    const again = (): void => {
      if (this.#client !== client) return;
      this.#client = undefined;
      client.removeAllListeners();
      client.on('error', () => undefined);
      void client.end().catch(() => undefined);
      if (!this.#closed) setTimeout(() => void this.start(), 500).unref();
    };
    this.#client = client;
    client.on('error', again);
    client.on('end', again);
    client.on('notification', (m) => this.#tell(m.payload ?? ''));
    try {
      await client.connect();
      await client.query('listen bantuo_live');
      this.#all(`data: ${JSON.stringify({ topic: 'again' })}\n\n`);
    } catch {
      again();
    }
  }

  /** A page that listens on channels until it closes. */
  open(response: ServerResponse, channels: string[]): void {
    const page = { response, channels: new Set(channels) };
    response.writeHead(200, {
      'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    response.write('retry: 2000\n\n');
    this.#pages.add(page);
    response.on('close', () => this.#pages.delete(page));
  }

  #tell(text: string): void {
    const { topic, to } = JSON.parse(text) as { topic: string; to: string[] };
    for (const page of this.#pages) {
      if (!to.some((channel) => page.channels.has(channel))) continue;
      page.response.write(`data: ${JSON.stringify({ topic })}\n\n`);
    }
  }

  #all(text: string): void {
    for (const page of this.#pages) page.response.write(text);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#beat);
    for (const page of this.#pages) page.response.end();
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }
}
