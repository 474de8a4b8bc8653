/** The street door: mounts declared endpoints on Fastify, with access, validation and refusals. */
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import fastify, {
  type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteShorthandOptions,
} from 'fastify';
import type { z } from 'zod';
import type { World } from './context.ts';
import { digestOf, transaction, type Context, type Intent } from './context.ts';
import type { AnyEndpoint, FileAnswer } from './endpoint.ts';
import { isLeaving } from './health.ts';
import type { Live } from './live.ts';
import { makeMetrics, mayMeter } from './metrics.ts';
import { openApi } from './openapi.ts';
import { referencePage, referenceStyle, type Reference } from './reference.ts';
import { langOf, shaped } from './english.ts';
import { answerOf, Refused, refuseRole, signInFirst } from './refusals.ts';
import { notThere } from './refused.ts';
import type { Settings } from './settings.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Name of the endpoint a route serves. */
    endpoint?: string;
  }
}

/** What base needs to know of whoever asks; identity knows the rest. */
export type Caller = {
  /** '' for nobody; otherwise the account, which owns idempotency keys. */
  id: string;
  roles: readonly string[];
  csrf: string;
};

export type Endpoints<Actor> = Record<string, AnyEndpoint<Actor>>;

export type Answered = { endpoint: string; roles: readonly string[]; status: number; code?: string };

export type ServeOptions<Actor extends Caller> = {
  world: World;
  live: Live;
  endpoints: Endpoints<Actor>;
  authenticate: (world: World, cookies: Record<string, string>) => Promise<Actor>;
  /** Live channels of a signed-in actor. */
  channels: (actor: Actor) => string[];
  /** Where the built pages are (dist/web); absent in most tests. */
  web?: string;
  /** Tests record what was answered to whom. */
  onAnswer?: (answered: Answered) => void;
};

const jsonLimit = 1_000_000;
const fileLimit = 21 * 1024 * 1024;

const csp = [
  "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
  "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
].join('; ');

const safetyHeaders: Record<string, string> = {
  'content-security-policy': csp,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), microphone=(), camera=(self)',
};

/** How many proxies in front are believed about the caller's address, or which. */
function trusted(setting: Settings['trustProxy']): boolean | string | ((address: string, hop: number) => boolean) {
  return typeof setting === 'number' ? (_address, hop) => hop < setting : setting;
}

/** Builds the server; `listen` is the caller's. */
export async function serve<Actor extends Caller>(
  options: ServeOptions<Actor>,
): Promise<FastifyInstance> {
  const app = fastify({
    logger: false, bodyLimit: jsonLimit, trustProxy: trusted(options.world.settings.trustProxy),
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // An address that cannot be read, or is longer than any id, is nowhere: told in our own words.
    frameworkErrors: (_error, request, reply: FastifyReply) => {
      const { status, body } = answerOf(notThere(), undefined, langOf(request.headers['accept-language']));
      void reply.status(status).headers(safetyHeaders).send(body);
    },
  });
  const { world } = options;
  app.addHook('onSend', async (request, reply) => {
    // A connection kept open would be cut in the middle of what comes next.
    if (isLeaving()) void reply.header('connection', 'close');
    // A stricter header of the answer's own (a file's sandbox) stays.
    for (const [name, value] of Object.entries(safetyHeaders)) {
      if (!reply.hasHeader(name)) void reply.header(name, value);
    }
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store');
  });
  app.setErrorHandler((error, request, reply) => {
    const { status, headers, body } = answerOf(error, world.log, langOf(request.headers['accept-language']));
    options.onAnswer?.({
      endpoint: String(request.routeOptions.config.endpoint ?? ''), roles: [], status,
      code: body.error.code,
    });
    // The limit says itself when to come again.
    for (const [name, value] of Object.entries(headers)) {
      if (!reply.hasHeader(name)) void reply.header(name, value);
    }
    return reply.status(status).send(body);
  });
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: fileLimit },
    (_request, body, done) => done(null, body));
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) => new Refused('too-many', 429,
      `请求太频繁了。请等 ${Math.ceil(context.ttl / 1000)} 秒再试，您已填的内容不会丢。`),
  });
  for (const [name, endpoint] of Object.entries(options.endpoints)) mount(app, name, endpoint, options);
  mountReference(app, options);
  mountMeters(app, world);
  await mountPages(app, options.web);
  return app;
}

/** The reference, for programs and for people; both from the declarations. */
function mountReference<Actor extends Caller>(app: FastifyInstance, options: ServeOptions<Actor>): void {
  const reference = openApi(options.endpoints, options.world.settings.url);
  app.get('/api/openapi.json', async () => reference);
  app.get('/api/docs', async (request, reply) => {
    const { lang } = request.query as { lang?: string };
    const asked = lang === undefined ? langOf(request.headers['accept-language']) : langOf(lang);
    void reply.type('text/html; charset=utf-8');
    return referencePage(reference as unknown as Reference, asked);
  });
  app.get('/api/docs.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(referenceStyle));
}

/** Meters for the operator's own machines; for everybody else the address does not exist. */
function mountMeters(app: FastifyInstance, world: World): void {
  const metrics = makeMetrics(world.db);
  app.addHook('onResponse', async (request, reply) => {
    const { endpoint } = request.routeOptions.config;
    if (endpoint !== undefined) {
      metrics.observe({ endpoint, status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
    }
  });
  app.get('/metrics', async (request, reply) => {
    if (!mayMeter(request, world.settings.metricsToken)) throw notThere();
    return reply.header('cache-control', 'no-store').type(metrics.type).send(await metrics.text());
  });
}

function mount<Actor extends Caller>(
  app: FastifyInstance, name: string, endpoint: AnyEndpoint<Actor>, options: ServeOptions<Actor>,
): void {
  const route: RouteShorthandOptions = {
    config: {
      endpoint: name,
      ...(endpoint.limit
        ? { rateLimit: { max: endpoint.limit.perMinute, timeWindow: 60_000 } }
        : {}),
    },
    ...(endpoint.body === 'bytes' ? { bodyLimit: fileLimit } : {}),
  };
  app.route({
    ...route, method: endpoint.method, url: endpoint.path,
    // A stream has no head to be asked for: it would stay open for nobody.
    exposeHeadRoute: endpoint.method === 'GET' && endpoint.answer !== 'stream',
    handler: (request, reply) => handle({ name, endpoint, options, request, reply }),
  });
}

type Handling<Actor extends Caller> = {
  name: string;
  endpoint: AnyEndpoint<Actor>;
  options: ServeOptions<Actor>;
  request: FastifyRequest;
  reply: FastifyReply;
};

async function handle<Actor extends Caller>(h: Handling<Actor>): Promise<unknown> {
  const { endpoint, options, request, reply } = h;
  const cookies = cookiesOf(request.headers.cookie);
  const actor = await options.authenticate(options.world, cookies);
  admit(endpoint, actor, request);
  const body = endpoint.body === 'bytes' ? bytesOf(request) : undefined;
  const merged = {
    ...(endpoint.method === 'GET' || body ? (request.query as object) : {}),
    ...(body || endpoint.method === 'GET' ? {} : objectOf(request.body)),
    ...(request.params as object),
  };
  const input: unknown = (endpoint.input as z.ZodType).parse(merged);
  const context = contextOf(h, { actor, cookies, body, merged });
  const result = await (endpoint.run as (c: Context<Actor>, i: unknown) => Promise<unknown>)(context, input);
  if (endpoint.answer === 'stream') {
    void reply.hijack();
    return undefined;
  }
  options.onAnswer?.({ endpoint: h.name, roles: actor.roles, status: 200 });
  if (endpoint.answer === 'file') return sendFile(reply, result as FileAnswer);
  void reply.type('application/json; charset=utf-8');
  if (result instanceof Uint8Array) {
    return reply.send(Buffer.from(result.buffer, result.byteOffset, result.length));
  }
  const output = shaped(endpoint.output as z.ZodType, result, context.request.lang);
  // Not the asker's mistake: what we made does not fit what we declared.
  if (!output.success) throw new Error(`output of ${h.name} at ${output.error.issues[0]?.path.join('.') ?? ''}`);
  return reply.send(JSON.stringify(output.data));
}

/** Role, then the token that proves the request came from our own page. */
function admit<Actor extends Caller>(
  endpoint: AnyEndpoint<Actor>, actor: Actor, request: FastifyRequest,
): void {
  if (endpoint.who !== 'anyone') {
    if (actor.id === '') throw signInFirst();
    if (endpoint.who !== 'signed-in' && !endpoint.who.some((role) => actor.roles.includes(role))) {
      throw refuseRole();
    }
  }
  if (endpoint.method !== 'GET' && actor.id !== '') {
    const token = request.headers['x-csrf'];
    if (typeof token !== 'string' || !sameText(token, actor.csrf)) {
      throw new Refused('stale-page', 403, '这个页面打开太久，或登录的人换过了。请刷新页面后再试一次。');
    }
  }
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && crypto.timingSafeEqual(x, y);
}

function bytesOf(request: FastifyRequest): Buffer {
  if (Buffer.isBuffer(request.body)) return request.body;
  // A JSON or text upload was parsed by Fastify's own parsers: it is a file all the same.
  if (typeof request.body === 'string') return Buffer.from(request.body);
  return request.body === undefined || request.body === null
    ? Buffer.alloc(0)
    : Buffer.from(JSON.stringify(request.body));
}

/** Nothing a form or a program sends is nested deeper; what walks values may then recurse. */
const deepest = 40;

function isDeeper(value: unknown, left: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return left === 0 || Object.values(value).some((v) => isDeeper(v, left - 1));
}

function objectOf(body: unknown): object {
  if (body === undefined || body === null) return {};
  if (isDeeper(body, deepest)) {
    throw new Refused('bad-input', 400, '提交的内容一层套一层，太深了，请刷新页面后再试。');
  }
  if (typeof body !== 'object' || Array.isArray(body) || Buffer.isBuffer(body)) {
    throw new Refused('bad-input', 400, '提交的内容格式不对，请刷新页面后再试。');
  }
  return body;
}

function contextOf<Actor extends Caller>(
  h: Handling<Actor>,
  got: { actor: Actor; cookies: Record<string, string>; body: Buffer | undefined; merged: object },
): Context<Actor> {
  const { name, endpoint, options, request, reply } = h;
  const { world } = options;
  const key = request.headers['idempotency-key'];
  let intent: Intent | undefined;
  if (endpoint.method !== 'GET' && typeof key === 'string' && got.actor.id !== '') {
    if (!/^[\w-]{8,80}$/.test(key)) {
      throw new Refused('bad-key', 400, 'Idempotency-Key 应是 8 到 80 位的字母、数字、横线。');
    }
    intent = { actor: got.actor.id, endpoint: name, key, digest: digestOf(got.merged, got.body) };
  }
  const version = Number(String(request.headers['if-match'] ?? '').replaceAll('"', ''));
  return {
    ...world,
    actor: got.actor,
    now: world.clock.now(),
    today: world.clock.today(),
    request: {
      ip: request.ip, agent: String(request.headers['user-agent'] ?? ''), cookies: got.cookies,
      ifMatch: Number.isInteger(version) && version > 0 ? version : undefined,
      contentType: String(request.headers['content-type'] ?? ''), body: got.body,
      lang: langOf(request.headers['accept-language']),
    },
    reply: {
      cookie: (cookie, value, seconds) => {
        const secure = world.settings.url.startsWith('https:') ? '; Secure' : '';
        void reply.header('set-cookie',
          `${cookie}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure}`);
      },
      header: (header, value) => void reply.header(header, value),
      raw: reply.raw,
    },
    tx: transaction(world.db, intent),
  };
}

function cookiesOf(header: string | undefined): Record<string, string> {
  const out: Record<string, string> = {};
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0) out[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  return out;
}

function sendFile(reply: FastifyReply, file: FileAnswer): FastifyReply {
  const name = encodeURIComponent(file.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return reply
    .type(file.type)
    .header('content-disposition', `${file.disposition}; filename*=UTF-8''${name}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(file.bytes);
}

/** Pages: hashed assets for a year, the apps' HTML always fresh; any other path is the app's own. */
async function mountPages(app: FastifyInstance, web: string | undefined): Promise<void> {
  const pages = web && fs.existsSync(web) ? web : undefined;
  if (pages) {
    await app.register(fastifyStatic, {
      root: pages, serve: true, wildcard: true, index: false, cacheControl: false, decorateReply: true,
      preCompressed: true,
      setHeaders: (response, file) => {
        const hashed = file.includes(`${path.sep}assets${path.sep}`);
        void response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  const html = (request: FastifyRequest): string =>
    /^\/workbench(\/|$|\?)/.test(request.url) ? 'workbench/index.html' : 'citizen/index.html';
  app.setNotFoundHandler((request, reply) => {
    const looks = request.method === 'GET' || request.method === 'HEAD';
    if (request.url.startsWith('/api/') || !looks || !pages) {
      const { body, status } = answerOf(notThere(), undefined, langOf(request.headers['accept-language']));
      return reply.status(status).send(body);
    }
    return reply.header('cache-control', 'no-cache').sendFile(html(request), pages);
  });
  if (!pages) return;
  // Both are folders of the build too: without these the files' own door would answer 403.
  for (const door of ['/', '/workbench/', '/citizen/']) {
    app.get(door, (request, reply) =>
      reply.header('cache-control', 'no-cache').sendFile(html(request), pages));
  }
}
