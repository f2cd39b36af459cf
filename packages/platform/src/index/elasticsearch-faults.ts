/**
 * The server did not answer, or not with what was asked: an outage, never a fault of a document. Names statuses and error types only, because
 * the server's own words quote documents.
 */
export class IndexOutage extends Error {
  constructor(what: string) {
    super(`elasticsearch: ${what}`);
    this.name = 'IndexOutage';
  }
}
