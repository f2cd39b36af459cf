import { type Fused, decodeRaw, type Hop, type LogRecord, type NewRecord, type SinkItem } from '@earshot/engine';
import type { RawRecord, Topic } from '@earshot/model';
import { type WorkerStage, workerStages } from '@earshot/platform';
import {
  analyseHop,
  type AnalysedRecord,
  cleanHop,
  decodeCleaned,
  decodeNormalised,
  encodeAnalysed,
  encodeCleaned,
  encodeNormalised,
  normaliseHop,
} from '@earshot/stages';

interface Ends {
  readonly from: Topic;
  readonly decode: (record: LogRecord) => RawRecord;
  readonly hop: Hop<never, RawRecord>;
  readonly to: Topic;
  readonly encode: (item: SinkItem<RawRecord, AnalysedRecord>) => NewRecord;
}

const ends: Readonly<Record<WorkerStage, Ends>> = {
  clean: { from: 'raw', decode: decodeRaw, hop: cleanHop, to: 'cleaned', encode: encodeCleaned },
  normalise: { from: 'cleaned', decode: decodeCleaned, hop: normaliseHop, to: 'normalised', encode: encodeNormalised },
  analyse: { from: 'normalised', decode: decodeNormalised, hop: analyseHop, to: 'analysed', encode: encodeAnalysed },
};

/** From which topic to which a worker goes, and what it does between them. */
export interface HopChain {
  readonly from: Topic;
  readonly decode: Ends['decode'];
  readonly hops: Fused<RawRecord, AnalysedRecord>;
  readonly to: Topic;
  readonly encode: Ends['encode'];
}

/** Whether the stages follow each other without a gap, in the order of the way. */
export const isChain = (stages: readonly WorkerStage[]): boolean => {
  const first = workerStages.indexOf(stages[0] ?? 'clean');
  return stages.length > 0 && stages.every((stage, at) => workerStages[first + at] === stage);
};

const outer = (stages: readonly WorkerStage[]): { readonly first: Ends; readonly last: Ends } => {
  const [first] = stages;
  const last = stages.at(-1);
  if (first === undefined || last === undefined || !isChain(stages)) {
    throw new RangeError(
      `${stages.join(',') || 'nothing'} is no run of ${workerStages.join(',')}: stages fuse only where they follow each other`,
    );
  }
  return { first: ends[first], last: ends[last] };
};

/** Its consumer group is named after it, so that fused and single workers share one position. */
export const inputTopic = (stages: readonly WorkerStage[]): Topic => outer(stages).first.from;

/** @throws RangeError where the stages do not follow each other */
export const hopChain = (stages: readonly WorkerStage[]): HopChain => {
  const { first, last } = outer(stages);
  // The records of a chain are typed by its ends; that each hop gets what the one before made is what isChain has checked.
  return {
    from: first.from,
    decode: first.decode,
    hops: { hops: stages.map((stage) => ends[stage].hop) },
    to: last.to,
    encode: last.encode,
  };
};
