import type { Fault } from '@earshot/model';

/** A post of any network, before it becomes a record. */
export interface Post {
  /** Identity over all edits. */
  readonly id: string;
  readonly revision?: number;
  readonly deleted?: boolean;
  readonly text?: string;
  readonly title?: string;
  readonly createdAt?: string | number;
  readonly author?: { readonly address?: string; readonly name?: string };
  readonly inReplyTo?: string;
  readonly conversation?: string;
  readonly url?: string;
  readonly rating?: number | string;
  readonly ratingMax?: number;
  readonly language?: string;
  readonly labels: Readonly<Record<string, string>>;
}

export type PostRead =
  | { readonly tag: 'post'; readonly post: Post }
  /** News of the source that is about no post, such as a withheld account. */
  | { readonly tag: 'none' }
  | { readonly tag: 'fault'; readonly fault: Fault };

/** Identifier as text; numbers beyond 2^53 come as text already. */
export const idText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Without the keys whose value is undefined. */
export const present = <T extends object>(object: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;

/** Counters of a post as labels `metrics.<name>`. */
export const metricLabels = (metrics: unknown): Record<string, string> =>
  typeof metrics === 'object' && metrics !== null
    ? Object.fromEntries(
        Object.entries(metrics)
          .filter(([name, value]) => typeof value === 'number' && Number.isFinite(value) && name.length <= 64)
          .slice(0, 32)
          .map(([name, value]) => [`metrics.${name}`, String(value)]),
      )
    : {};

/** Strings, numbers and booleans as text; null for what is nested or absent. */
export const scalarText = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
