import type { AggregateRequest, Bucket, Problem, SearchPage } from './contract.ts';
import { authorisation, keyWanted } from './key.ts';
import type { FeedbackDocument } from '@earshot/model';
import type { SortId } from '../address/address.ts';

/** The server refused, or did not answer (status 0). */
export class RequestFailed extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'RequestFailed';
    this.problem = problem;
  }
}

const problemOf = async (response: Response): Promise<Problem> => {
  try {
    const body = (await response.json()) as Partial<Problem>;
    return { ...body, title: body.title ?? response.statusText, status: response.status };
  } catch {
    return { title: response.statusText, status: response.status };
  }
};

/** The answer of the server; `RequestFailed` for everything else than success. */
export const send = async (path: string, init: RequestInit): Promise<Response> => {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { ...authorisation(), ...(init.headers as Record<string, string> | undefined) } });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new RequestFailed({ title: '', status: 0 });
  }
  if (response.status === 401) keyWanted();
  if (!response.ok) throw new RequestFailed(await problemOf(response));
  return response;
};

const json = async <T>(path: string, init: RequestInit): Promise<T> => (await (await send(path, init)).json()) as T;

export const aggregate = (request: AggregateRequest, signal: AbortSignal): Promise<Bucket> =>
  json('/v1/aggregate', { method: 'POST', body: JSON.stringify(request), headers: { 'content-type': 'application/json' }, signal });

interface SearchRequest {
  readonly q: string;
  readonly sort: SortId;
  readonly size: number;
  readonly cursor?: string;
}

export const search = ({ q, sort, size, cursor }: SearchRequest, signal: AbortSignal): Promise<SearchPage> => {
  const params = new URLSearchParams({ q, sort, size: String(size), ...(cursor === undefined ? {} : { cursor }) });
  return json(`/v1/search?${params}`, { signal });
};

export const documentById = async (id: string, signal: AbortSignal): Promise<FeedbackDocument> =>
  (await json<{ document: FeedbackDocument }>(`/v1/documents/${encodeURIComponent(id)}`, { signal })).document;

export const receiptPath = (receipt: string): string => `/v1/receipts/${encodeURIComponent(receipt)}`;

export const exportPath = (q: string, format: 'csv' | 'ndjson'): string => `/v1/export?${new URLSearchParams({ format, q })}`;
