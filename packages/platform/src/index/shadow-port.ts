import type { Query } from '@earshot/model';
import type { Index } from './port.ts';

/** An index that is built beside the live one; nobody reads it. */
export interface Shadow {
  readonly index: Index;
  /** Replay generation above every one in the live index: what the shadow holds wins over what the live one holds of the same revision. */
  readonly generation: number;
}

export interface Difference {
  readonly count: number;
  /** Ids, at most ten. */
  readonly samples: readonly string[];
}

/** What a shadow holds other than the live index. */
export interface IndexDiff {
  /** Documents alike but for their stamps (`indexedAt`, `journey`). */
  readonly same: number;
  readonly onlyLive: Difference;
  readonly onlyShadow: Difference;
  /** Another `contentHash`: the source said something else. */
  readonly different: Difference;
  /** The same content, read otherwise: another sentiment, another redaction … */
  readonly relabelled: Difference;
}

export interface SwapReport {
  /** Documents and tombstones of the live index that the shadow did not have, or had older. */
  readonly carried: number;
}

/** Build an index beside the live one, compare, and put it in its place. */
export interface ShadowIndexes {
  /** Empty: an earlier shadow of the name is thrown away. The live index stays as it is, whatever happens to the shadow. */
  openShadow(name: string): Promise<Shadow>;
  /** @param within the live documents that the shadow is expected to have */
  diff(name: string, within: Query): Promise<IndexDiff>;
  /** Carries over what the shadow lacks, by version, then takes the live index's place in one step. */
  swap(name: string): Promise<SwapReport>;
  close(): Promise<void>;
}
