import { indexedEvent, type IndexedEvent } from '@earshot/model';
import type { Telemetry, Versioned } from '@earshot/platform';

/** What happens when documents became visible: freshness is measured, and the live feed hears of them. For `IndexSinkParts.onIndexed`. */
export const announceIndexed =
  (telemetry: Telemetry, publish: (events: readonly IndexedEvent[]) => void) =>
  (written: readonly Versioned[]): void => {
    const events = written.flatMap((operation): IndexedEvent[] => {
      if (operation.tag === 'delete') return [];
      const { receivedAt, indexedAt } = operation.document;
      if (indexedAt !== undefined) telemetry.observe('earshot_freshness_seconds', (Date.parse(indexedAt) - Date.parse(receivedAt)) / 1000);
      return [indexedEvent(operation.document)];
    });
    if (events.length > 0) publish(events);
  };
