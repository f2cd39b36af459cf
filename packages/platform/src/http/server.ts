import { fault, type FaultCode } from '@earshot/model';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Clock } from '../clock/port.ts';
import type { Telemetry } from '../telemetry/port.ts';
import { problemOf, RequestFault } from './problem.ts';

export interface HttpOptions {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** Largest request body, bytes. */
  readonly bodyBytes: number;
}

const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

/** Failures that fastify itself finds before a handler runs. */
const frameworkFaults: Readonly<Record<string, FaultCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'err:intake:client:too-large',
  FST_REQ_FILE_TOO_LARGE: 'err:intake:client:too-large',
  FST_FILES_LIMIT: 'err:intake:client:too-many-items',
  FST_FIELDS_LIMIT: 'err:intake:client:too-many-items',
  FST_PARTS_LIMIT: 'err:intake:client:too-many-items',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'err:intake:client:unsupported-media-type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'err:intake:client:unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'err:request:client:invalid-parameter',
};

const requestFaultOf = (error: FastifyError | RequestFault, bodyBytes: number): RequestFault => {
  if (error instanceof RequestFault) return error;
  const code = frameworkFaults[error.code];
  if (code !== undefined) {
    return new RequestFault(fault(code, code === 'err:intake:client:too-large' ? { detail: `the limit is ${bodyBytes} bytes` } : {}));
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return new RequestFault(fault('err:request:client:invalid-parameter', { detail: error.message }));
  }
  return new RequestFault(fault('err:platform:platform:internal'));
};

/** Sends a fault as `application/problem+json`. */
export const sendProblem = (reply: FastifyReply, error: RequestFault): FastifyReply => {
  const problem = problemOf(error.fault, error.errors);
  return reply.code(problem.status).headers(error.headers).type('application/problem+json').send(problem);
};

const observe = ({ clock, telemetry }: HttpOptions, app: FastifyInstance): void => {
  const started = new WeakMap<FastifyRequest, number>();
  app.addHook('onRequest', async (request) => {
    started.set(request, clock.elapsed());
  });
  app.addHook('onResponse', async (request, reply) => {
    const seconds = (clock.elapsed() - (started.get(request) ?? clock.elapsed())) / 1000;
    const route = request.routeOptions.url ?? 'unknown';
    telemetry.observe('earshot_http_request_duration_seconds', seconds, { route, method: request.method, status: `${reply.statusCode}` });
  });
};

/** The HTTP shell that every service shares: raw bodies, problem details, security headers, request metrics. */
export const createHttpServer = (options: HttpOptions): FastifyInstance => {
  const app = fastify({
    bodyLimit: options.bodyBytes,
    logger: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 512 },
  });
  observe(options, app);
  app.addHook('onSend', async (_request, reply) => {
    for (const [name, value] of Object.entries(securityHeaders)) if (!reply.hasHeader(name)) reply.header(name, value);
  });
  // Bodies stay bytes: connectors own decoding, and the raw layer keeps what came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new RequestFault(fault('err:request:client:not-found', { detail: `no ${request.method} ${request.url.split('?')[0]} here` })),
    ),
  );
  app.setErrorHandler((error: FastifyError | RequestFault, request, reply) => {
    const answer = requestFaultOf(error, options.bodyBytes);
    if (answer.fault.code === 'err:platform:platform:internal') {
      options.telemetry.log('error', 'request-failed', {
        requestId: request.id,
        route: request.routeOptions.url ?? 'unknown',
        error: error.stack ?? error.message,
      });
    }
    return sendProblem(reply, answer);
  });
  return app;
};
