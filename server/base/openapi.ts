/** OpenAPI 3.1 from the endpoint declarations: the reference cannot drift from the code. */
import { z } from 'zod';
import type { AnyEndpoint } from './endpoint.ts';

type Json = Record<string, unknown>;

const errorSchema = {
  type: 'object', required: ['error'],
  properties: {
    error: {
      type: 'object', required: ['code', 'message'],
      properties: {
        code: { type: 'string' }, message: { type: 'string' }, fault: { type: 'string' },
        fields: {
          type: 'array',
          items: { type: 'object', properties: { at: { type: 'string' }, message: { type: 'string' } } },
        },
        details: { type: 'object' },
      },
    },
  },
};

const refusalNames: Record<number, string> = {
  400: 'Bad input, by field', 401: 'Sign in first', 403: 'Not with this role', 404: 'Not there, or not yours',
  409: 'Wrong state, or changed meanwhile', 413: 'Too large', 415: 'Not a file we take',
  422: 'Key reused with another content', 423: 'Locked for a while', 429: 'Too many', 503: 'Away, try again',
};

type Place = { name: string; io: 'input' | 'output'; shared: Record<string, unknown> };

/** A schema as it stands in the document: what it refers to goes to the shared ones. */
function jsonSchema(schema: z.ZodType, { name, io, shared }: Place): Json {
  const { $schema: _, $defs = {}, ...own } =
    z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Json;
  const prefix = `${name}.${io}.`;
  const moved = (part: unknown): Json => JSON.parse(JSON.stringify(part)
    .replaceAll('"#/$defs/', `"#/components/schemas/${prefix}`)) as Json;
  for (const [key, part] of Object.entries($defs as Json)) shared[`${prefix}${key}`] = moved(part);
  return moved(own);
}

function operation(name: string, endpoint: AnyEndpoint<never>, shared: Json): Json {
  const [room = 'base'] = name.split('.');
  const input = jsonSchema(endpoint.input as z.ZodType, { name, io: 'input', shared });
  const properties = (input['properties'] ?? {}) as Record<string, Json>;
  const required = new Set((input['required'] ?? []) as string[]);
  const inPath = [...endpoint.path.matchAll(/:(\w+)/g)].map((m) => m[1] ?? '');
  const rest = Object.keys(properties).filter((key) => !inPath.includes(key));
  const query = endpoint.method === 'GET' || endpoint.body === 'bytes';
  const parameters = [
    ...inPath.map((key) => ({ name: key, in: 'path', required: true, schema: properties[key] ?? { type: 'string' } })),
    ...(query ? rest.map((key) => (
      { name: key, in: 'query', required: required.has(key), schema: properties[key] })) : []),
    ...(endpoint.method === 'GET' ? [] : [
      { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } },
    ]),
  ];
  const refusals = new Set([400, 429, 503, ...(endpoint.who === 'anyone' ? [] : [401, 403]),
    ...(inPath.length > 0 ? [404] : []), ...(endpoint.refusals ?? [])]);
  const json = (schema: Json): Json => ({ 'application/json': { schema } });
  const answer = endpoint.answer === 'file' ? { 'application/octet-stream': {} }
    : endpoint.answer === 'stream' ? { 'text/event-stream': {} }
      : json(jsonSchema(endpoint.output as z.ZodType, { name, io: 'output', shared }));
  return {
    operationId: name, tags: [room], summary: endpoint.summary.en, description: endpoint.summary.zh,
    'x-who': endpoint.who, parameters,
    ...(query ? (endpoint.body === 'bytes' ? { requestBody: { content: { '*/*': {} } } } : {})
      : { requestBody: { content: json(bodyOf(input, inPath)) } }),
    ...(endpoint.who === 'anyone' ? {} : { security: [{ session: [] }] }),
    responses: {
      200: { description: 'OK', content: answer },
      ...Object.fromEntries([...refusals].sort().map((status) => [status, {
        description: refusalNames[status] ?? 'Refused', content: json({ $ref: '#/components/schemas/Error' }),
      }])),
    },
  };
}

/** The body is the input without the path parameters. */
function bodyOf(input: Json, inPath: string[]): Json {
  const properties = Object.fromEntries(
    Object.entries((input['properties'] ?? {}) as Json).filter(([key]) => !inPath.includes(key)));
  const required = ((input['required'] ?? []) as string[]).filter((key) => !inPath.includes(key));
  return { ...input, properties, required };
}

/** The whole reference as a plain object. */
export function openApi(endpoints: Record<string, AnyEndpoint<never>>, url: string): Json {
  const paths: Record<string, Json> = {};
  const shared: Json = { Error: errorSchema };
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const address = endpoint.path.replace(/:(\w+)/g, '{$1}');
    (paths[address] ??= {})[endpoint.method.toLowerCase()] = operation(name, endpoint, shared);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Bantuo 办妥', version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url }],
    paths,
    components: {
      schemas: shared,
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'bantuo' } },
    },
  };
}
