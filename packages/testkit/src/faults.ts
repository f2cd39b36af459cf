import { seededRandom } from './random.ts';

/** An outage on purpose. */
export class InjectedFault extends Error {
  constructor(place: string) {
    super(`injected fault at ${place}`);
    this.name = 'InjectedFault';
  }
}

export interface FaultInjector {
  /** @throws InjectedFault with the chance that was set for the place */
  pass(place: string): void;
  /** Chance in [0, 1] for a place; without a place for all others. */
  set(probability: number, place?: string): void;
  /** How often it struck. */
  count(): number;
}

/** Fails calls by a seeded chance: the same seed fails the same calls. */
export const faultInjector = (seed: number): FaultInjector => {
  const random = seededRandom(seed);
  const chances = new Map<string, number>();
  let general = 0;
  let struck = 0;
  return {
    pass: (place) => {
      if (!random.chance(chances.get(place) ?? general)) return;
      struck += 1;
      throw new InjectedFault(place);
    },
    set: (probability, place) => {
      if (place === undefined) general = probability;
      else chances.set(place, probability);
    },
    count: () => struck,
  };
};
