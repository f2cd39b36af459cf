import { Client, type ClientOptions, errors } from '@elastic/elasticsearch';
import { IndexOutage } from './elasticsearch-faults.ts';

export interface ServerOptions {
  /** One address, or several with commas between. */
  readonly url: string;
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
  /** Tries after a lost connection, a timeout or a 502, 503 or 504; every request here can be repeated. */
  readonly maxRetries?: number;
  readonly requestTimeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Lines of JSON, each ended by a line feed; in place of `body`. */
  readonly lines?: string;
}

/** A cluster reached by HTTP. */
export interface Server {
  /** Any answer below 500. @throws IndexOutage */
  call(request: Request): Promise<Answer>;
  /** The body of a 2xx answer. @throws IndexOutage */
  expect(request: Request): Promise<unknown>;
  close(): Promise<void>;
}

/** `type` of an error body, such as index_not_found_exception. https://www.elastic.co/guide/en/elasticsearch/reference/8.19/common-options.html */
export const errorTypeOf = (body: unknown): string | undefined => {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  return typeof error === 'object' && error !== null && 'type' in error && typeof error.type === 'string' ? error.type : undefined;
};

const authOf = ({ apiKey, username, password }: ServerOptions): Pick<ClientOptions, 'auth'> => {
  if (apiKey !== undefined) return { auth: { apiKey } };
  return username === undefined || password === undefined ? {} : { auth: { username, password } };
};

const answered = (error: unknown): Answer => {
  if (error instanceof errors.ResponseError && error.statusCode !== undefined && error.statusCode < 500) {
    return { status: error.statusCode, body: error.body };
  }
  if (error instanceof errors.ResponseError) throw new IndexOutage(`answered ${error.statusCode} ${errorTypeOf(error.body) ?? ''}`.trim());
  // Errors of the client carry the whole request, documents too: only their names go on.
  throw new IndexOutage(error instanceof errors.ElasticsearchClientError ? error.name : 'the request failed');
};

export const connectServer = (options: ServerOptions): Server => {
  const client = new Client({
    nodes: options.url.split(',').map((address) => address.trim()),
    ...authOf(options),
    maxRetries: options.maxRetries ?? 2,
    requestTimeout: options.requestTimeoutMs ?? 30_000,
    // A label may have any name, `__proto__` too; nothing here merges keys into objects.
    disablePrototypePoisoningProtection: true,
  });
  const call = async ({ method, path, query, body, lines }: Request): Promise<Answer> => {
    try {
      const { statusCode, body: found } = await client.transport.request(
        {
          method,
          path,
          ...(query === undefined ? {} : { querystring: { ...query } }),
          ...(body === undefined ? {} : { body }),
          ...(lines === undefined ? {} : { bulkBody: lines }),
        },
        { meta: true },
      );
      return { status: statusCode, body: found };
    } catch (error) {
      return answered(error);
    }
  };
  return {
    call,
    expect: async (request) => {
      const { status, body } = await call(request);
      if (status >= 300)
        throw new IndexOutage(`${request.method} ${request.path} was answered ${status} ${errorTypeOf(body) ?? ''}`.trim());
      return body;
    },
    close: () => client.close(),
  };
};
