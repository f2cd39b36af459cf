import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { addresses, topicOf } from './space.ts';

const script = fileURLToPath(new URL('quix_sink.py', import.meta.url));
let groups = 0;

/** One copy by the sink of Quix Streams, in a process of its own. @param python of the environment it is installed in. @returns seconds */
export const playQuix = async (python: string, from: string, index: string, records: number): Promise<number> => {
  groups += 1;
  const words = [addresses.kafka, topicOf(from, 'analysed'), `${from}quix-${groups}`, addresses.elasticsearch, index, String(records)];
  const { stdout } = await promisify(execFile)(python, [script, ...words]);
  return Number(stdout.trim().split('\n').at(-1));
};
