import { readWireText } from '../intake/wire-text/index.ts';
import type { JobInput } from '../workers/job.ts';

/** Plain wire copy. */
export interface WireTextInput extends JobInput {
  readonly bytes: Uint8Array;
}

/** Parses plain wire copy. */
export function parseWireText({ bytes, file }: WireTextInput): ReturnType<typeof readWireText> {
  return readWireText(bytes, file);
}
