import { readWireText } from '../intake/wire-text/index.ts';
import type { Instant } from '../text/instant.ts';
import type { JobInput } from '../workers/job.ts';

/** Plain wire copy. */
export interface WireTextInput extends JobInput {
  readonly bytes: Uint8Array;
  readonly now: Instant;
  /** Time zone of times that name none (IANA name). */
  readonly timeZone: string;
}

/** Parses plain wire copy. */
export function parseWireText({ bytes, ...reading }: WireTextInput): ReturnType<typeof readWireText> {
  return readWireText(bytes, reading);
}
