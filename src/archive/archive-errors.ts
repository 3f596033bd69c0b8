/** The archive was created by a later release, whose schema this one does not support. */
export class NewerArchiveError extends Error {
  override readonly name = 'NewerArchiveError';
}

/** Another server uses this file. */
export class ArchiveInUseError extends Error {
  override readonly name = 'ArchiveInUseError';
}

/** The address is of a database that is not supported. */
export class LocationError extends Error {
  override readonly name = 'LocationError';
}

/** The destination is not empty, or differs from the source afterwards. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}

/** Other writes took too long; nothing was stored, and the client may try again. */
export class ArchiveBusyError extends Error {
  override readonly name = 'ArchiveBusyError';
}

/** Codes of the operating system: the database cannot be reached. */
const NETWORK_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * Codes of PostgreSQL after which the same statement may succeed later (PostgreSQL 18, appendix A): connection, resources,
 * shutdown and restart, lost races for locks, a server that became read-only.
 */
const TEMPORARY_STATES = /^(?:08...|53...|57P0[1-5]|57014|55P03|40001|40P01|25006)$/;

/** Messages of `pg`, whose errors of the connection have no code. */
const CONNECTION_MESSAGES =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (?:has encountered|was closed)|Cannot use a pool|the database did not respond)/;

/** Primary result codes of SQLite: busy, locked, read-only, I/O error, full, cannot open. */
const TEMPORARY_RESULTS: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14]);

/**
 * True for an error of the database that may be gone when the request is repeated: it cannot be reached, restarts, has
 * no space, or others hold its locks.
 */
export function isTemporary(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof ArchiveBusyError) return true;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (typeof errcode === 'number') return TEMPORARY_RESULTS.has(errcode & 0xff);
  if (typeof code === 'string' && (NETWORK_CODES.has(code) || TEMPORARY_STATES.test(code))) return true;
  return CONNECTION_MESSAGES.test(error.message) || isTemporary(error.cause);
}
