import type { Engine } from '../engine.ts';
import { elasticsearch } from './elasticsearch.ts';
import { kafka } from './kafka.ts';
import { redis } from './redis.ts';
import { s3 } from './s3.ts';

/** Every engine that can run here; a new one is one file and one line. */
export const registry = { kafka, elasticsearch, redis, s3 } as const satisfies Record<string, Engine>;

export type LocalEngineName = keyof typeof registry;

export const localEngineNames = Object.keys(registry) as readonly LocalEngineName[];

export const isLocalEngineName = (name: string): name is LocalEngineName => Object.hasOwn(registry, name);
