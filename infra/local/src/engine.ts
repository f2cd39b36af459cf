import type { Tool } from './software/tools.ts';

/** Where one engine lives and listens. Kept between commands, so a restart finds the same data behind the same address. */
export interface Layout {
  /** Configuration, data and logs of this engine only. */
  readonly folder: string;
  /** `nodes` times `portsPerNode`, node by node. */
  readonly ports: readonly number[];
  readonly nodes: number;
}

/** One process of an engine. */
export interface Launch {
  /** The engine's name, or `<engine>-<number>` where it has several nodes. */
  readonly node: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whom to run as; absent means whoever starts it. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Written by the engine when the process that serves is a child of the one started here. */
  readonly pidFile?: string;
}

/** One server that can run here: a file in `engines/`. Stopping is the same for all: SIGTERM, then SIGKILL. */
export interface Engine {
  readonly tools: readonly Tool[];
  readonly portsPerNode: number;
  /** How many nodes the engine can have. */
  readonly nodesMax: number;
  /** Fetches the software and writes the configuration; leaves existing data alone. */
  prepare(layout: Layout): Promise<void>;
  launch(layout: Layout): readonly Launch[];
  /** Asks in the engine's own protocol whether every node serves. Throws or answers false while it does not. */
  healthy(layout: Layout): Promise<boolean>;
  /** The variables by which product and tests find it. */
  environment(layout: Layout): Readonly<Record<string, string>>;
}

export const nodeName = (engine: string, index: number, nodes: number): string => (nodes === 1 ? engine : `${engine}-${index + 1}`);
