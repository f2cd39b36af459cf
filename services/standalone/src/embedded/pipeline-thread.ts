// A worker thread that runs the fused pipeline on a data folder, as one member of the consumer group.
import { parentPort, workerData } from 'node:worker_threads';
import { decodeRaw, fuse, indexSink, runStage } from '@earshot/engine';
import { announceIndexed } from '@earshot/indexer';
import { createTelemetry, systemClock } from '@earshot/platform';
import { analyseHop, cleanHop, composeDocument, normaliseHop } from '@earshot/stages';
import { openFolderPorts } from './folder-ports.ts';
import { warmUp } from './warm-up.ts';
import { type FromThread, type PipelineData, pipelineGroup, type ToThread } from './messages.ts';

if (parentPort === null) throw new Error('pipeline-thread.ts runs as a worker thread only');
const port = parentPort;
const { dir, settings, worker, version } = workerData as PipelineData;
const clock = systemClock;
const telemetry = createTelemetry({ service: `pipeline-${worker}`, version, clock });
const ports = await openFolderPorts({ dir, clock });
const send = (message: FromThread): void => port.postMessage(message);

const announce = announceIndexed(telemetry, (events) => send({ tag: 'indexed', events }));

warmUp(settings);
const stage = runStage({
  stage: 'pipeline',
  log: ports.log,
  topic: 'raw',
  group: pipelineGroup,
  decode: decodeRaw,
  hops: fuse(cleanHop, normaliseHop, analyseHop),
  bypass: ({ deleted }) => deleted,
  sink: indexSink({ index: ports.index, clock, generation: 0, toDocument: composeDocument, onIndexed: announce }),
  memory: ports.seen,
  clock,
  telemetry,
  settings,
});

const drain = async (deadlineMs: number): Promise<void> => {
  const outcome = await stage.drain(deadlineMs);
  await ports.close();
  send({ tag: 'drained', outcome });
  port.close();
};

port.on('message', (message: ToThread) => {
  if (message.tag === 'drain') drain(message.deadlineMs).catch(fail);
  else telemetry.snapshot().then((snapshot) => send({ tag: 'metrics', request: message.request, snapshot }), fail);
});

// A bug of the engine ends the thread loudly; the main thread hears it as an `error` event.
function fail(error: unknown): void {
  setImmediate(() => {
    throw error;
  });
}
stage.done.catch(fail);
send({ tag: 'ready' });
