import type { StageSettings } from '@earshot/engine';
import { claimFolder, type Clock, type TelemetryService } from '@earshot/platform';
import { type FolderPorts, openFolderPorts } from './folder-ports.ts';
import { startPipeline } from './pipeline.ts';
import { pipelineThreads } from './run-embedded.ts';

export interface PipelineFolderOptions {
  readonly dir: string;
  readonly clock: Clock;
  readonly telemetry: TelemetryService;
  readonly settings: StageSettings;
}

/** A data folder whose log somebody works on: a server that has it already, or threads of this process. */
export interface PipelineFolder {
  readonly ports: FolderPorts;
  close(): Promise<void>;
}

const drainDeadlineMs = 20_000;

/** Opens a folder for an import: where no server is at work on it, this process runs the pipeline itself. */
export const openPipelineFolder = async ({ dir, clock, telemetry, settings }: PipelineFolderOptions): Promise<PipelineFolder> => {
  const claim = claimFolder(dir);
  if (claim.tag === 'held') {
    const ports = await openFolderPorts({ dir, clock, readOnlyIndex: true });
    return { ports, close: () => ports.close() };
  }
  const ports = await openFolderPorts({ dir, clock, resetMembers: true });
  await ports.index.apply();
  const onFailure = (error: unknown): void => {
    throw error;
  };
  const pipeline = await startPipeline({ dir, settings, threads: pipelineThreads(), telemetry, onIndexed: () => undefined, onFailure });
  return {
    ports,
    close: async () => {
      await pipeline.drain(drainDeadlineMs);
      await ports.close();
      claim.release();
    },
  };
};
