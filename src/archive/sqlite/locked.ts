/** Primary result codes of SQLite: busy and locked. */
const LOCKED: ReadonlySet<number> = new Set([5, 6]);

/** True for the error that another process holds a lock. */
export function isLocked(error: unknown): boolean {
  const errcode = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
  return typeof errcode === 'number' && LOCKED.has(errcode & 0xff);
}
