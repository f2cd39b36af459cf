/**
 * What an item's answer means. done: written. classify: a version is there already, and what is stored tells which case it is. absent: the
 * month's index is not there or takes no writes, which may be mended by looking again. Others as in `ItemOutcome`.
 */
export type Decision = 'done' | 'classify' | 'absent' | 'retry' | 'reject' | 'systemic';

interface Row {
  /** Any where absent. */
  readonly status?: number;
  /** Type of the error; any where absent. */
  readonly type?: string;
  readonly decision: Decision;
}

/** First match counts. Types: https://www.elastic.co/guide/en/elasticsearch/reference/8.19/docs-bulk.html and the server's exceptions. */
export const decisions: readonly Row[] = [
  { type: 'version_conflict_engine_exception', decision: 'classify' },
  // The flood-stage watermark comes as 429, a write block as 403: neither ends by itself.
  { type: 'cluster_block_exception', status: 503, decision: 'retry' },
  { type: 'cluster_block_exception', decision: 'absent' },
  { type: 'index_not_found_exception', decision: 'absent' },
  { type: 'index_closed_exception', decision: 'absent' },
  { type: 'security_exception', decision: 'systemic' },
  { type: 'invalid_index_name_exception', decision: 'systemic' },
  { type: 'es_rejected_execution_exception', decision: 'retry' },
  { type: 'circuit_breaking_exception', decision: 'retry' },
  { type: 'unavailable_shards_exception', decision: 'retry' },
  { type: 'process_cluster_event_timeout_exception', decision: 'retry' },
  { type: 'document_parsing_exception', decision: 'reject' },
  { type: 'mapper_parsing_exception', decision: 'reject' },
  { type: 'strict_dynamic_mapping_exception', decision: 'reject' },
  { type: 'illegal_argument_exception', decision: 'reject' },
  { status: 401, decision: 'systemic' },
  { status: 403, decision: 'systemic' },
  { status: 404, decision: 'systemic' },
  { status: 408, decision: 'retry' },
  { status: 409, decision: 'classify' },
  { status: 413, decision: 'reject' },
  { status: 429, decision: 'retry' },
];

/** @param type of the error, where the answer has one */
export const decide = (status: number, type?: string): Decision => {
  if (status >= 200 && status < 300 && type === undefined) return 'done';
  const row = decisions.find(
    (candidate) =>
      (candidate.status === undefined || candidate.status === status) && (candidate.type === undefined || candidate.type === type),
  );
  // An unknown refusal is the document's, an unknown failure the server's.
  return row?.decision ?? (status >= 400 && status < 500 ? 'reject' : 'retry');
};
