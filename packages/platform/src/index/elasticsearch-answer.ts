import { SchemaDrift, TooManyBuckets } from './faults.ts';
import { IndexOutage } from './elasticsearch-faults.ts';
import { errorTypeOf, type Server } from './elasticsearch-server.ts';

/** What a read refuses is told by the causes of its error. */
const causes = (body: unknown): string => JSON.stringify((body as { error?: unknown } | null)?.error ?? '');

export const bucketLimit = 65_536;

/** Turns the answer of a read below 500 into its error. @throws always */
const refused = (status: number, body: unknown): never => {
  if (causes(body).includes('too_many_buckets_exception')) throw new TooManyBuckets(bucketLimit);
  if (errorTypeOf(body) === 'index_not_found_exception') throw new SchemaDrift('the index has gone: earshot index apply');
  throw new IndexOutage(`a read was answered ${status} ${errorTypeOf(body) ?? ''}`.trim());
};

/** A search that counts every shard or fails: a part of an answer would be a wrong number. @throws IndexOutage, TooManyBuckets, SchemaDrift */
export const searchBody = async (server: Server, path: string, body: object): Promise<unknown> => {
  const query = { allow_partial_search_results: 'false' };
  const { status, body: answer } = await server.call({ method: 'POST', path, query, body });
  return status === 200 ? answer : refused(status, answer);
};

const searchesAtOnce = 64;

/** Many searches in few requests, one answer for each. @throws as `searchBody` */
export const searchMany = async (server: Server, index: string, bodies: readonly object[]): Promise<readonly unknown[]> => {
  const answers: unknown[] = [];
  for (let at = 0; at < bodies.length; at += searchesAtOnce) {
    const some = bodies.slice(at, at + searchesAtOnce);
    const lines = some.map((body) => `{"allow_partial_search_results":false}\n${JSON.stringify(body)}\n`).join('');
    const { status, body } = await server.call({ method: 'POST', path: `/${index}/_msearch`, lines });
    const responses = status === 200 ? (body as { responses?: unknown }).responses : refused(status, body);
    if (!Array.isArray(responses) || responses.length !== some.length) throw new IndexOutage('fewer answers than searches');
    for (const response of responses as { status?: number }[])
      answers.push(response.status === 200 ? response : refused(response.status ?? 500, response));
  }
  return answers;
};
