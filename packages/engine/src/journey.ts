/** One stage of a record's way, as it stands in the document's `journey`. */
export interface JourneyEntry {
  readonly stage: string;
  /** When the stage finished, ISO 8601 UTC with milliseconds. */
  readonly at: string;
  /** Time in the stage, milliseconds. */
  readonly ms: number;
}

/** CloudEvents extension attribute: carries the journey from worker to worker. */
const header = 'ce_journey';
const maxEntries = 16;

export const roundedMs = (ms: number): number => Math.round(ms * 1000) / 1000;

const isEntry = (value: unknown): value is JourneyEntry => {
  if (typeof value !== 'object' || value === null) return false;
  const { stage, at, ms } = value as Record<string, unknown>;
  return typeof stage === 'string' && typeof at === 'string' && typeof ms === 'number' && !Number.isNaN(Date.parse(at));
};

/** The way so far; empty where the header is absent or no journey. Never throws. */
export const readJourney = (headers: Readonly<Record<string, string>>): readonly JourneyEntry[] => {
  const text = headers[header];
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length <= maxEntries && value.every(isEntry)
      ? value.map(({ stage, at, ms }) => ({ stage, at, ms }))
      : [];
  } catch {
    return [];
  }
};

export const writeJourney = (
  headers: Readonly<Record<string, string>>,
  journey: readonly JourneyEntry[],
): Readonly<Record<string, string>> =>
  journey.length === 0 ? headers : { ...headers, [header]: JSON.stringify(journey.slice(-maxEntries)) };
