import { DatabaseSync } from 'node:sqlite';
import { ArchiveInUse } from '../refusals.ts';

/** A lock that ends with its process, however that ends. */
export interface ServerLock {
  release(): void;
}

/**
 * Takes the one place of a server on a file; commands may work beside it. The lock is SQLite's own on a file of its own,
 * since Node has none: the system gives it up when the process is gone.
 * @throws ArchiveInUse
 */
export function lockForServing(file: string): ServerLock {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive');
  } catch {
    lock.close();
    throw new ArchiveInUse(
      `Another Dateline serves ${file}: stop it, name another folder with DATELINE_DATA, or share a PostgreSQL database.`,
    );
  }
  return { release: () => lock.close() };
}
