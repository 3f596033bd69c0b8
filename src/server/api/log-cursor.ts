import type { LogPosition } from '../../archive/change-log.ts';

/** Returns a position as clients get it: an opaque cursor. */
export function cursorOf({ kind, cursor }: LogPosition): string {
  return Buffer.from(`${kind} ${cursor}`).toString('base64url');
}

/** Returns the position of a cursor; public and full cursors are not interchangeable: they count differently. */
export function positionIn(text: unknown, wanted: LogPosition['kind']): LogPosition | undefined {
  const [, kind, cursor] =
    /^(public|all) (\d{1,15})$/.exec(Buffer.from(String(text), 'base64url').toString('utf8')) ?? [];
  return kind === wanted ? { kind: wanted, cursor: Number(cursor) } : undefined;
}

/** Returns a number of a request; `undefined` if it is none, or too large. */
export function numberIn(value: unknown, { most, otherwise }: { most: number; otherwise: number }): number | undefined {
  if (value === undefined) return otherwise;
  const number = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN;
  return number <= most ? number : undefined;
}
