/** Shortest and longest wait, in seconds. */
export interface WaitLimits {
  readonly first: number;
  readonly longest: number;
}

/** Returns the seconds until the next attempt after some failures: each wait is twice the previous one. */
export function growingWait(failuresBefore: number, { first, longest }: WaitLimits): number {
  return Math.min(first * 2 ** Math.min(failuresBefore, 30), longest);
}
