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
  /** The text below the end mark. */
  readonly afterEnd?: string;
  /** How each line was interpreted, in sentences: certain readings and guesses. */
  readonly understood: readonly string[];
  readonly guessed: readonly string[];
}
