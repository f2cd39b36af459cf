import { type Fault, faultTable } from '@earshot/model';

/** RFC 9457 problem details, with the stable fault code and, for several fields, one entry each. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: Fault['code'];
  readonly detail?: string;
  readonly path?: string;
  readonly remedy: string;
  readonly errors?: readonly { readonly path: string; readonly detail: string }[];
}

/** Answers the request with the fault; thrown by handlers, mapped in one place. */
export class RequestFault extends Error {
  readonly fault: Fault;
  readonly errors: Problem['errors'];
  readonly headers: Readonly<Record<string, string>>;

  constructor(fault: Fault, more: { errors?: Problem['errors']; headers?: Readonly<Record<string, string>> } = {}) {
    super(`${fault.code}${fault.detail === undefined ? '' : `: ${fault.detail}`}`);
    this.name = 'RequestFault';
    this.fault = fault;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

export const problemOf = (fault: Fault, errors?: Problem['errors']): Problem => {
  const { status, meaning, remedy } = faultTable[fault.code];
  return {
    type: `/docs/faults#${fault.code}`,
    title: meaning,
    status,
    code: fault.code,
    ...(fault.detail === undefined ? {} : { detail: fault.detail }),
    ...(fault.path === undefined ? {} : { path: fault.path }),
    remedy,
    ...(errors === undefined ? {} : { errors }),
  };
};
