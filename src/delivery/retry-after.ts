import { type Instant, toMilliseconds } from '../text/instant.ts';

/** Returns `Retry-After` in seconds (RFC 9110, section 10.2.3): a number, or a date; 0 without one. */
export function secondsOf(retryAfter: string | undefined, now: Instant): number {
  if (retryAfter === undefined) return 0;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? 0 : Math.max(0, (at - toMilliseconds(now)) / 1000);
}
