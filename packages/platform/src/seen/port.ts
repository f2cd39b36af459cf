/** A claim on a fingerprint by the record that `owner` identifies. */
export interface Claim {
  readonly fingerprint: string;
  /** Record id: the same record claiming again gets its own claim back. */
  readonly owner: string;
  /** Small data kept with the first claim and given to later ones, at most 1 KiB. */
  readonly note?: string;
}

export interface FirstSeen {
  readonly owner: string;
  /** When the first claim was made, milliseconds since the Unix epoch. */
  readonly at: number;
  readonly note?: string;
}

/** Claim a fingerprint once within a window: a hint, never the guarantee. */
export interface Seen {
  /** Who came first, in the order of the claims; durable before it settles. Claims of one call count in order. */
  claim(claims: readonly Claim[], windowMs: number): Promise<readonly FirstSeen[]>;
  /** Forget every claim whose owner is given (erasure). */
  forget(owners: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
