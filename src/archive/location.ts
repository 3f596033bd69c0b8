import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocationError } from './archive-errors.ts';
import type { Engine, OnError } from './sql/engine.ts';
import { lockForServing, type ServerLock } from './sqlite/server-lock.ts';
import { type Store, storeOn } from './store.ts';

/** Location of an archive: a file of SQLite, or a PostgreSQL database. */
export type Location = { readonly file: string } | { readonly url: string };

/**
 * Parses the location of an archive.
 * @param text `postgres://…`, `file:///…`, or the path of a file
 * @throws LocationError for another scheme
 */
export function locationOf(text: string): Location {
  if (/^postgres(ql)?:\/\//.test(text)) return { url: text };
  if (text.startsWith('file:')) return { file: fileURLToPath(text) };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme === undefined) return { file: text };
  throw new LocationError(`${scheme} is not supported: name a file, or a database as postgres://…`);
}

/** Formats a location for output and logs: without a password. */
export function locationName(location: Location): string {
  if ('file' in location) return location.file;
  const { host, pathname } = new URL(location.url);
  return `postgres://${host}${pathname}`;
}

/**
 * Opens the engine at a location; a missing file is created.
 * @throws NewerArchiveError, or the engine's own error if it cannot be reached
 */
export async function openEngine(location: Location, onError?: OnError): Promise<Engine> {
  if ('url' in location) {
    const { postgresEngine } = await import('./postgres/engine.ts');
    return postgresEngine(location.url, { onError });
  }
  const { sqliteEngine } = await import('./sqlite/engine.ts');
  makeFolder(location.file);
  return sqliteEngine(location.file, { onError });
}

/**
 * Opens the archive at a location.
 * @param onError receives errors of work in the background; ignored if absent
 */
export async function openArchive(location: Location, onError?: OnError): Promise<Store> {
  return storeOn(await openEngine(location, onError));
}

/**
 * Reserves an archive for one server. Several servers may share a PostgreSQL database; a file has one.
 * @throws ArchiveInUseError
 */
export function holdForServing(location: Location): ServerLock {
  if ('url' in location || location.file === ':memory:') return { release: () => {} };
  makeFolder(location.file);
  return lockForServing(location.file);
}

/** Creates a folder that other accounts of the machine cannot read. */
function makeFolder(file: string): void {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
}
