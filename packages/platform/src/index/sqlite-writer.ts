import type { DatabaseSync } from 'node:sqlite';
import type { FeedbackDocument } from '@earshot/model';
import { transaction } from '../storage/database.ts';
import { StorageFault } from '../storage/fault.ts';
import { strangeField } from './document-shape.ts';
import type { ItemOutcome, QueryAnalyser, Versioned } from './port.ts';
import { documentRows } from './sqlite-rows.ts';

interface Known {
  readonly version: number;
  readonly document: number | null;
}

const done: ItemOutcome = { tag: 'done' };
const same: ItemOutcome = { tag: 'same' };
const stale: ItemOutcome = { tag: 'stale' };
const conflict: ItemOutcome = { tag: 'conflict' };

const hashOf = (body: string): string => (JSON.parse(body) as FeedbackDocument).contentHash;

const refusal = (operation: Versioned): string | undefined => {
  if (!Number.isSafeInteger(operation.version) || operation.version < 0) return `version ${operation.version} is no safe integer`;
  if (operation.tag === 'delete') return undefined;
  const { document, id } = operation;
  if (document.id !== id) return `the document carries the id ${document.id}`;
  if (Number.isNaN(Date.parse(document['@timestamp']))) return '@timestamp is no date';
  const strange = strangeField(document);
  return strange === undefined ? undefined : `documents have no field ${strange}`;
};

const busyCodes = new Set([5 /* BUSY */, 6 /* LOCKED */]);

const failureOf = (error: unknown): ItemOutcome | undefined => {
  if (error instanceof StorageFault) return { tag: 'systemic', reason: error.message };
  const code = typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : undefined;
  return typeof code === 'number' && busyCodes.has(code % 256) ? { tag: 'retry', reason: 'another process writes' } : undefined;
};

/** Applies operations one after another in one transaction. */
export const sqliteWriter = (
  database: DatabaseSync,
  file: string,
  analyser: QueryAnalyser,
): ((operations: readonly Versioned[]) => ItemOutcome[]) => {
  const rows = documentRows(database, analyser);
  const find = database.prepare('SELECT version, document FROM versions WHERE id = ?');
  const bodyOf = database.prepare('SELECT body FROM bodies WHERE document = ?');
  const remember = database.prepare('INSERT OR REPLACE INTO versions (id, version, document, deletedAt) VALUES (?, ?, ?, ?)');
  const lastDocument = database.prepare('SELECT max(document) AS last FROM documents');

  const atEqualVersion = (known: Known, operation: Versioned): ItemOutcome => {
    if (operation.tag === 'delete') return known.document === null ? same : conflict;
    if (known.document === null) return conflict;
    const stored = bodyOf.get(known.document)?.['body'];
    return hashOf(String(stored)) === operation.document.contentHash ? same : conflict;
  };

  const apply = (operation: Versioned, fresh: () => number): ItemOutcome => {
    const reason = refusal(operation);
    if (reason !== undefined) return { tag: 'reject', reason };
    const known = find.get(operation.id) as Known | undefined;
    if (known !== undefined && known.version > operation.version) return stale;
    if (known !== undefined && known.version === operation.version) return atEqualVersion(known, operation);
    const old = known?.document ?? null;
    if (old !== null) rows.remove(old);
    if (operation.tag === 'delete') {
      remember.run(operation.id, operation.version, null, operation.deletedAt);
    } else {
      const document = old ?? fresh();
      rows.insert(document, operation.document, JSON.stringify(operation.document));
      remember.run(operation.id, operation.version, document, null);
    }
    return done;
  };

  return (operations) => {
    try {
      return transaction(database, file, () => {
        let last = Number(lastDocument.get()?.['last'] ?? 0);
        const fresh = (): number => {
          last += 1;
          return last;
        };
        return operations.map((operation) => apply(operation, fresh));
      });
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      return operations.map(() => failure);
    }
  };
};
