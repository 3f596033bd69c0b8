import type { Instant } from '../../text/instant.ts';
import type { Hold } from '../holds/desk-lines.ts';

/** The content of a wire text, with the confidence in each part. */
export interface WireStory {
  readonly headline: string;
  readonly standfirst?: string;
  /** The place alone, in sentence case. */
  readonly place?: string;
  /** The dateline as it was written. */
  readonly dateline?: string;
  /** The agency named by the dateline. */
  readonly agency?: string;
  readonly bylines: readonly string[];
  readonly paragraphs: readonly string[];
  /** Lines for editors: notes to desks, facts of the envelope, and the text below the end mark. */
  readonly notes: readonly string[];
  /** The words that hold the copy back. */
  readonly hold?: Hold;
  readonly slugline?: string;
  /** 1 (most urgent) to 9. */
  readonly urgency?: number;
  /** Time at which it was sent. */
  readonly sent?: Instant;
  /** How each line was interpreted, in sentences: certain readings and guesses. */
  readonly understood: readonly string[];
  readonly guessed: readonly string[];
}
