import type { Topic } from '@earshot/model';
import type { GroupName } from './port.ts';

/**
 * The consumer group that takes a topic's records on. Named after the topic and not after the worker: whether stages run fused or apart,
 * there is one position per topic, and a change from one to the other goes on where the other stopped.
 */
export const groupOf = (topic: Topic): GroupName => `earshot.${topic}`;
