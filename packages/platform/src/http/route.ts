import { fault } from '@earshot/model';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ApiKey, authorise, type Caller, type KeyRole } from './keys.ts';
import { RequestFault } from './problem.ts';

export interface Call<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly caller: Caller;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** One documented call: what it takes, what it answers, who may use it. OpenAPI and validation follow from it. */
export interface RouteSpec<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly summary: string;
  readonly tag: string;
  /** Absent: open to all. */
  readonly role?: KeyRole;
  readonly params?: Params;
  readonly query?: Query;
  /** JSON body; leave out where the handler reads raw bytes. */
  readonly body?: Body;
  /** Media types of a raw body, for the documentation. */
  readonly consumes?: readonly string[];
  readonly responses: Readonly<Record<number, z.ZodType | string>>;
  handle(call: Call<z.infer<Params>, z.infer<Query>, z.infer<Body>>): Promise<unknown>;
}

const pointer = (path: readonly PropertyKey[]): string =>
  `/${path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;

const checked = <S extends z.ZodType>(schema: S | undefined, value: unknown, place: string): z.infer<S> => {
  if (schema === undefined) return undefined as z.infer<S>;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ path: `${place}${pointer(path)}`, detail: message }));
  const first = errors[0];
  throw new RequestFault(
    fault('err:request:client:invalid-parameter', first === undefined ? {} : { path: first.path, detail: first.detail }),
    { errors },
  );
};

const jsonBody = (body: unknown): unknown => {
  try {
    return JSON.parse(Buffer.isBuffer(body) ? body.toString('utf8') : '');
  } catch (error) {
    throw new RequestFault(fault('err:intake:client:malformed-json', { detail: (error as Error).message }));
  }
};

const jsonSchema = (schema: z.ZodType): unknown => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  return rest;
};

const documentation = (spec: RouteSpec<z.ZodType, z.ZodType, z.ZodType>): Record<string, unknown> => ({
  summary: spec.summary,
  tags: [spec.tag],
  ...(spec.role === undefined ? {} : { security: [{ key: [] }] }),
  ...(spec.params === undefined ? {} : { params: jsonSchema(spec.params) }),
  ...(spec.query === undefined ? {} : { querystring: jsonSchema(spec.query) }),
  ...(spec.body === undefined ? {} : { body: jsonSchema(spec.body) }),
  ...(spec.consumes === undefined ? {} : { consumes: spec.consumes }),
  response: Object.fromEntries(
    Object.entries(spec.responses).map(([status, what]) => [
      status,
      typeof what === 'string' ? { description: what, type: 'null' } : jsonSchema(what),
    ]),
  ),
});

/** Registers calls on an app; validation answers 422 with one reason for each field. */
export const routesOn =
  (app: FastifyInstance, keys: readonly ApiKey[]) =>
  <Params extends z.ZodType = z.ZodUndefined, Query extends z.ZodType = z.ZodUndefined, Body extends z.ZodType = z.ZodUndefined>(
    spec: RouteSpec<Params, Query, Body>,
  ): void => {
    app.route({
      method: spec.method,
      url: spec.url,
      schema: documentation(spec as unknown as RouteSpec<z.ZodType, z.ZodType, z.ZodType>),
      // The schemas above only document: zod validates, and answers are sent as the handler made them.
      validatorCompiler: () => () => true,
      serializerCompiler: () => (data) => JSON.stringify(data),
      // Before the body is read: nobody without a key makes us buffer megabytes.
      onRequest: async (request) => {
        if (spec.role !== undefined) authorise(keys, request.headers.authorization, spec.role);
      },
      handler: async (request, reply) =>
        spec.handle({
          params: checked(spec.params, request.params, 'params'),
          query: checked(spec.query, request.query, 'query'),
          body: spec.body === undefined ? (undefined as z.infer<Body>) : checked(spec.body, jsonBody(request.body), 'body'),
          caller: authorise(spec.role === undefined ? [] : keys, request.headers.authorization, spec.role ?? 'ingest'),
          request,
          reply,
        }),
    });
  };
