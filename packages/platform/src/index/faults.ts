/** The cursor was not given out for this query and order. */
export class BadCursor extends Error {
  constructor() {
    super('the cursor is not one that was given out for this query and order');
    this.name = 'BadCursor';
  }
}

/** An aggregate would have more buckets than anybody reads: a shorter period or a longer interval is needed. */
export class TooManyBuckets extends Error {
  constructor(limit: number) {
    super(`the aggregate has more than ${limit} buckets; shorten the period or lengthen the interval`);
    this.name = 'TooManyBuckets';
  }
}

/** There is no index file yet, or it was built for another shape of the document. */
export class SchemaDrift extends Error {
  constructor(drift: string) {
    super(drift);
    this.name = 'SchemaDrift';
  }
}

/** A rebuilt index is not what it was built from. */
export class ReindexFault extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'ReindexFault';
  }
}
