import { addSeconds, type Instant } from '../../text/instant.ts';
import { growingWait } from '../growing-wait.ts';
import { secondsOf } from '../retry-after.ts';

/** First and longest wait after a failure, in seconds; each wait is twice the previous one. */
export const FIRST_WAIT_S = 5;
export const MAX_WAIT_S = 60 * 60;
/** Longest wait before a recall is tried again. */
const MAX_RECALL_WAIT_S = 5 * 60;
/** Part of a wait by which it varies, so that messages do not return together. */
const JITTER = 0.2;

/** Seconds after which a message that was never confirmed is parked; a recall is tried for longer. */
export const GIVE_UP_S = 3 * 24 * 60 * 60;
export const GIVE_UP_RECALL_S = 30 * 24 * 60 * 60;
/** Attempts before a message is given up: one that has waited in a paused channel was not tried yet. */
const MIN_ATTEMPTS = 10;

/** A failed attempt. */
export interface Failure {
  /** Number of attempts, this one included. */
  readonly attempts: number;
  readonly plannedAt: Instant;
  readonly isRecall: boolean;
  /** The header `Retry-After`. */
  readonly retryAfter?: string;
}

/**
 * Returns the time of the next attempt; `undefined` if the message is given up.
 * @param random from 0 to 1
 */
export function nextAttempt(failure: Failure, now: Instant, random = Math.random()): Instant | undefined {
  const limit = failure.isRecall ? GIVE_UP_RECALL_S : GIVE_UP_S;
  if (failure.attempts >= MIN_ATTEMPTS && addSeconds(failure.plannedAt, limit) <= now) return undefined;
  const longest = failure.isRecall ? MAX_RECALL_WAIT_S : MAX_WAIT_S;
  const wait = growingWait(failure.attempts - 1, { first: FIRST_WAIT_S, longest });
  const varied = Math.round(wait * (1 + JITTER * (2 * random - 1)));
  return addSeconds(now, Math.min(Math.max(varied, secondsOf(failure.retryAfter, now)), limit));
}
