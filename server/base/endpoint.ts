/**
 * One declaration of an endpoint serves route, permission, validation, OpenAPI and the typed
 * browser client. An endpoint without an access rule does not compile.
 */
import type { z } from 'zod';
import type { Context } from './context.ts';

export type Method = 'GET' | 'POST' | 'PATCH';

/** Anyone · whoever is signed in · one of the roles. Which rows is the query's business. */
export type Who<Role extends string> = 'anyone' | 'signed-in' | readonly Role[];

/** Bytes an endpoint answers with instead of JSON. */
export type FileAnswer = {
  bytes: Buffer;
  type: string;
  name: string;
  /** Shown in the page (a re-encoded picture) or handed over as a download. */
  disposition: 'inline' | 'attachment';
};

export type Limit = {
  /** Requests per minute from one address. */
  perMinute: number;
};

export type Endpoint<Actor, Role extends string, In extends z.ZodType, Out extends z.ZodType> = {
  method: Method;
  /** With :parameters, e.g. /api/cases/:id/decide. They are part of the input. */
  path: string;
  /** The endpoint in one sentence, Chinese and English, for the API reference. */
  summary: { zh: string; en: string };
  who: Who<Role>;
  /** Path parameters, query (GET) or JSON body, merged into one object. */
  input: In;
  /** What may leave the server: anything else is stripped. */
  output: Out;
  /** `bytes`: the body is a file, given to run as context.request.body. */
  body?: 'json' | 'bytes';
  /** `file`: run answers with a FileAnswer. `stream`: run takes over the reply (live events). */
  answer?: 'json' | 'file' | 'stream';
  limit?: Limit;
  /** Shown in OpenAPI: which refusals besides 400, 401, 403, 404 and 429 there are. */
  refusals?: readonly number[];
  /**
   * The answer; or its JSON as bytes where it is made of public parts written before, with nothing
   * to strip (the guide): they are sent as they are.
   */
  run: (
    context: Context<Actor>, input: z.output<In>,
  ) => Promise<z.input<Out> | FileAnswer | Uint8Array>;
};

/** An endpoint of any shape, as the server mounts it. */
export type AnyEndpoint<Actor> = {
  [K in keyof Endpoint<Actor, string, z.ZodType, z.ZodType>]: K extends 'run'
    ? (context: Context<Actor>, input: never) => Promise<unknown>
    : Endpoint<Actor, string, z.ZodType, z.ZodType>[K];
};

/**
 * Fixes the actor and role types once (identity does it); the result declares endpoints.
 * @example const endpoint = endpointFor<Actor, Role>();
 */
export function endpointFor<Actor, Role extends string>() {
  return <In extends z.ZodType, Out extends z.ZodType>(
    declaration: Endpoint<Actor, Role, In, Out>,
  ): Endpoint<Actor, Role, In, Out> => declaration;
}

/** What the browser client may know of an endpoint: addresses and shapes, never code. */
export type Contract<E> = E extends {
  input: infer In extends z.ZodType; output: infer Out extends z.ZodType;
  method: infer M; path: infer P;
}
  ? { method: M; path: P; input: z.input<In>; output: z.output<Out> }
  : never;
