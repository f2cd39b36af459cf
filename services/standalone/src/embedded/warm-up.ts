import { inMemoryMemory, runHopSync, type StageSettings } from '@earshot/engine';
import { analyseHop, cleanHop, normaliseHop } from '@earshot/stages';
import { analyseInput } from '../analyse-input.ts';

const receivedAt = '2026-01-01T00:00:00.000Z';
const texts = ['快递太慢了，三天还没到。', '請問什麼時候到貨？', 'The room was spotless, but breakfast was cold.'];

/** Loads models and dictionaries of both languages by using them once, so that the first customer does not wait for them. */
export const warmUp = (settings: StageSettings): void => {
  const memory = inMemoryMemory();
  const context = { now: Date.parse(receivedAt), settings };
  const lines = texts.map((text, number) =>
    analyseInput(JSON.stringify({ id: `warm-up-${number}`, text }), number + 1, { receivedAt, channel: 'web' }),
  );
  const records = lines.flatMap((line) => (line.tag === 'record' ? [line.record] : []));
  const cleaned = runHopSync(cleanHop, records, memory, context).flatMap((ended) =>
    ended?.outcome.tag === 'ok' ? [ended.outcome.value] : [],
  );
  const normalised = runHopSync(normaliseHop, cleaned, memory, context).flatMap((ended) =>
    ended?.outcome.tag === 'ok' ? [ended.outcome.value] : [],
  );
  runHopSync(analyseHop, normalised, memory, context);
};
