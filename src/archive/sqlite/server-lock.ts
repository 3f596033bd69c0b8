import { DatabaseSync } from 'node:sqlite';
import { ArchiveInUseError } from '../archive-errors.ts';

/** A lock that ends with its process. */
export interface ServerLock {
  release(): void;
}

/**
 * Locks an archive file for one server; commands may work beside it. The lock is SQLite's own on a separate file, since
 * Node has no file locks: the operating system releases it when the process ends.
 * @throws ArchiveInUseError
 */
export function lockForServing(file: string): ServerLock {
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec('pragma journal_mode = memory; begin exclusive');
  } catch {
    lock.close();
    throw new ArchiveInUseError(
      `Another Dateline serves ${file}: stop it, name another folder with DATELINE_DATA, or share a PostgreSQL database.`,
    );
  }
  return { release: () => lock.close() };
}
