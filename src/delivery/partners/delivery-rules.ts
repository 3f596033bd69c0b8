import { MAX_REQUEST_MS } from '../outbound.ts';
import { FIRST_WAIT_S, GIVE_UP_RECALL_S, GIVE_UP_S, MAX_WAIT_S } from './retry.ts';
import { ROTATION_S } from './sender.ts';

const HOUR_S = 60 * 60;
const DAY_S = 24 * HOUR_S;

/** The rules of delivery as partners read them, taken from the code that follows them. */
export const DELIVERY_RULES = {
  firstWaitSeconds: FIRST_WAIT_S,
  longestWaitMinutes: MAX_WAIT_S / 60,
  daysOfRetries: GIVE_UP_S / DAY_S,
  daysOfRetriesForRecalls: GIVE_UP_RECALL_S / DAY_S,
  answerSeconds: MAX_REQUEST_MS / 1000,
  rotationHours: ROTATION_S / HOUR_S,
} as const;
