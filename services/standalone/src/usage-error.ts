/** The caller's mistake: printed as one line with the way out, exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Some of the work failed and was reported: exit code 1. */
export class PartialFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PartialFailure';
  }
}
