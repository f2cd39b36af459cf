import type { FaultCode } from '@earshot/model';

export interface ConfigProblem {
  /** JSON Pointer into the file, or the name of an environment variable. */
  readonly path: string;
  /** Never repeats the value: it may be a secret. */
  readonly message: string;
}

/** Everything that is wrong with the configuration, at once. */
export class ConfigFault extends Error {
  readonly code: FaultCode = 'err:platform:config:invalid';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(
      `err:platform:config:invalid: the configuration is not valid\n${problems.map(({ path, message }) => `  ${path || '/'}: ${message}`).join('\n')}`,
    );
    this.name = 'ConfigFault';
    this.problems = problems;
  }
}

/** RFC 6901. */
export const pointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
