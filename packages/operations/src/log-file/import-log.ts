import { createHash } from 'node:crypto';
import type { Topic } from '@earshot/model';
import type { Blobs, Log, NewRecord } from '@earshot/platform';
import { type BlobLine, type HeaderLine, type Line, lineLimit, readLine, type RecordLine, uncheckedLimits } from './format.ts';
import { importedEntry, type Places, places } from './imported-entry.ts';
import { LineTooLong, readLines } from './read-lines.ts';

export interface ImportParts {
  readonly log: Pick<Log, 'append'>;
  readonly blobs: Pick<Blobs, 'put'>;
  /** Bytes read so far, and records that are durable. */
  onProgress?(bytes: number, records: number): void;
}

export interface LogImportReport {
  /** Appended, by topic. */
  records: Partial<Record<Topic, number>>;
  blobs: number;
  /** Originals of letters: they stay dead, in their letters, and do not die a second time. */
  keptDead: number;
  /** Records over the size limit of their topic here, by place; at most 100. */
  refused: string[];
  refusedCount: number;
}

/** The file is not what an export wrote, or not all of it. What the report tells has gone in, and was whole. */
export class BrokenLogFile extends Error {
  readonly report: LogImportReport;

  constructor(message: string, report: LogImportReport) {
    super(message);
    this.name = 'BrokenLogFile';
    this.report = report;
  }
}

interface Run {
  readonly parts: ImportParts;
  readonly report: LogImportReport;
  readonly died: Places;
  /** Read, and not covered by a check yet. */
  pending: (RecordLine | BlobLine)[];
  pendingBytes: number;
  header: HeaderLine | null;
}

const broken = (run: Run, why: string): BrokenLogFile => new BrokenLogFile(why, run.report);

async function* piecesOf(lines: readonly BlobLine[]): AsyncGenerator<Uint8Array> {
  for (const { data } of lines) yield Buffer.from(data, 'base64');
}

const putBlobs = async (run: Run, lines: readonly BlobLine[]): Promise<void> => {
  let from = 0;
  for (const [at, { blob, last }] of lines.entries()) {
    if (!last) continue;
    const pieces = lines.slice(from, at + 1);
    from = at + 1;
    const { sha256 } = await run.parts.blobs.put(piecesOf(pieces));
    if (sha256 !== blob) throw broken(run, `the blob ${blob} holds other bytes`);
    run.report.blobs += 1;
  }
};

const recordOf = (run: Run, { topic, key, headers, value }: RecordLine): NewRecord => {
  const bytes = Buffer.from(value, 'base64');
  return { key, headers, value: topic === 'dead' ? importedEntry(bytes, run.header?.origin ?? '', run.died) : bytes };
};

const appendRun = async (run: Run, topic: Topic, lines: readonly RecordLine[]): Promise<void> => {
  const { report, died } = run;
  const alive = topic === 'dead' ? lines : lines.filter(({ partition, offset }) => !died.has(topic, partition, offset));
  report.keptDead += lines.length - alive.length;
  if (alive.length === 0) return;
  const outcomes = await run.parts.log.append(
    topic,
    alive.map((line) => recordOf(run, line)),
  );
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome.tag === 'appended') report.records[topic] = (report.records[topic] ?? 0) + 1;
    else {
      report.refusedCount += 1;
      const line = alive[at];
      if (report.refused.length < 100 && line !== undefined) report.refused.push(`${topic}/${line.partition}/${line.offset}`);
    }
  }
};

/** Takes in what a check covers: blobs first, so that no record points at nothing, then records topic by topic in their order. */
const takeIn = async (run: Run): Promise<void> => {
  const lines = run.pending;
  run.pending = [];
  run.pendingBytes = 0;
  await putBlobs(
    run,
    lines.filter((line) => 'blob' in line),
  );
  const byTopic = new Map<Topic, RecordLine[]>();
  for (const line of lines) if ('topic' in line) byTopic.set(line.topic, [...(byTopic.get(line.topic) ?? []), line]);
  for (const [topic, records] of byTopic) await appendRun(run, topic, records);
};

const hold = (run: Run, line: RecordLine | BlobLine, bytes: number): void => {
  const { header } = run;
  if ('topic' in line && header?.topics.includes(line.topic) !== true)
    throw broken(run, `a record of ${line.topic} stands in the file, which its first line does not name`);
  run.pending.push(line);
  run.pendingBytes += bytes;
  if (run.pending.length > uncheckedLimits.lines || run.pendingBytes > uncheckedLimits.bytes) {
    throw broken(run, 'the file goes on for too long without a check');
  }
};

const take = async (run: Run, line: Line, bytes: number, digest: () => string): Promise<'more' | 'end'> => {
  if ('earshot' in line) {
    if (run.header !== null) throw broken(run, 'a second first line stands in the file');
    run.header = line;
    return 'more';
  }
  if (run.header === null) throw broken(run, 'the first line is not that of an exported log');
  if ('topic' in line || 'blob' in line) {
    hold(run, line, bytes);
    return 'more';
  }
  if (('check' in line ? line.check : line.sha256) !== digest())
    throw broken(run, 'the file was changed since it was written: a check does not hold');
  await takeIn(run);
  return 'check' in line ? 'more' : 'end';
};

/**
 * Appends what `exportLog` wrote. Nothing goes in before a check covers it. Importing a file again is harmless: the index goes by id and
 * version, letters by their id. Order is kept by key.
 * @throws BrokenLogFile, with what has gone in
 */
export const importLog = async (bytes: AsyncIterable<Uint8Array>, parts: ImportParts): Promise<LogImportReport> => {
  const report: LogImportReport = { records: {}, blobs: 0, keptDead: 0, refused: [], refusedCount: 0 };
  const run: Run = { parts, report, died: places(), pending: [], pendingBytes: 0, header: null };
  const hash = createHash('sha256');
  let read = 0;
  let ended = false;
  try {
    for await (const text of readLines(bytes, lineLimit)) {
      if (ended) throw broken(run, 'something stands behind the last line');
      const line = readLine(text.toString('utf8'));
      if (line === null) throw broken(run, `byte ${read} begins no line of an exported log`);
      ended = (await take(run, line, text.length, () => hash.copy().digest('hex'))) === 'end';
      hash.update(text);
      read += text.length;
      parts.onProgress?.(
        read,
        Object.values(report.records).reduce((sum, count) => sum + count, 0),
      );
    }
  } catch (error) {
    throw error instanceof LineTooLong ? broken(run, error.message) : error;
  }
  if (!ended) throw broken(run, run.header === null ? 'the file holds no exported log' : 'the file ends before its last line');
  return report;
};
