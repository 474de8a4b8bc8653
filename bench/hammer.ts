/** A client that costs little: raw keep-alive connections, one request under way on each. */
import net from 'node:net';

/** A whole HTTP/1.1 request for a JSON body. */
export function request(path: string, body: unknown): Buffer {
  const text = JSON.stringify(body);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}

export type Hammered = { answers: number; bytes: number; seconds: number; failed: number };

type Load = {
  port: number;
  requests: readonly Buffer[];
  connections: number;
  /** Stops after so many seconds, or after each request was answered once. */
  until: number | 'once';
};

/** One connection: sends, waits for the whole answer, sends the next. */
class Line {
  readonly socket: net.Socket;
  readonly #next: () => Buffer | undefined;
  readonly #count: Hammered;
  #left = -1;
  #head: Buffer = Buffer.alloc(0);

  constructor(port: number, next: () => Buffer | undefined, count: Hammered) {
    this.#next = next;
    this.#count = count;
    this.socket = net.connect(port, '127.0.0.1', () => this.#send());
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk) => this.#take(chunk));
  }

  #send(): void {
    const one = this.#next();
    if (one) this.socket.write(one);
    else this.socket.end();
  }

  #take(chunk: Buffer): void {
    let rest = chunk;
    if (this.#left < 0) {
      this.#head = this.#head.length > 0 ? Buffer.concat([this.#head, chunk]) : chunk;
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = this.#head.toString('latin1', 0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
      if (!Number.isInteger(length)) throw new Error(`no content-length in ${head}`);
      if (!head.startsWith('HTTP/1.1 200')) this.#count.failed++;
      rest = this.#head.subarray(end + 4);
      this.#head = Buffer.alloc(0);
      this.#left = length;
      this.#count.bytes += length;
    }
    this.#left -= rest.length;
    if (this.#left > 0) return;
    this.#left = -1;
    this.#count.answers++;
    this.#send();
  }
}

/** Sends the requests in turn over some connections and counts the answers. */
export async function hammer(load: Load): Promise<Hammered> {
  const count: Hammered = { answers: 0, bytes: 0, seconds: 0, failed: 0 };
  const began = performance.now();
  const last = load.until === 'once' ? Infinity : began + load.until * 1000;
  let sent = 0;
  const next = (): Buffer | undefined => {
    if (load.until === 'once' && sent >= load.requests.length) return undefined;
    if (performance.now() >= last) return undefined;
    return load.requests[sent++ % load.requests.length];
  };
  const lines = Array.from({ length: load.connections }, () => new Line(load.port, next, count));
  await Promise.all(
    lines.map(
      ({ socket }) =>
        new Promise<void>((resolve, reject) => {
          socket.on('close', () => resolve());
          socket.on('error', reject);
        }),
    ),
  );
  count.seconds = (performance.now() - began) / 1000;
  return count;
}

/** Median and spread of some figures. */
export function spread(values: readonly number[]): { median: number; least: number; most: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const at = (i: number): number => sorted[i] ?? Number.NaN;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    least: at(0),
    most: at(sorted.length - 1),
  };
}
