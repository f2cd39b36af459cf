/** Something of kafkajs that connects when it is first asked for, and again after it was thrown away. */
export interface Renewable<T> {
  get(): Promise<T>;
  /** Disconnects it and forgets it; a failure to do so is none of the caller's. */
  discard(): Promise<void>;
}

interface Connectable {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

export const renewable = <T extends Connectable>(make: () => T): Renewable<T> => {
  let connected: Promise<T> | null = null;
  return {
    get: () => {
      connected ??= (async () => {
        const one = make();
        await one.connect();
        return one;
      })();
      return connected;
    },
    discard: async () => {
      const old = connected;
      connected = null;
      await (await old?.catch(() => undefined))?.disconnect().catch(() => undefined);
    },
  };
};
