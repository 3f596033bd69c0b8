/** What a wire text says, and how sure we are of it. */
export interface WireStory {
  readonly headline: string;
  readonly standfirst?: string;
  /** The place alone, in the case in which a sentence would have it. */
  readonly place?: string;
  /** The dateline as it stood in the copy. */
  readonly dateline?: string;
  /** The agency that the dateline names. */
  readonly agency?: string;
  readonly bylines: readonly string[];
  readonly paragraphs: readonly string[];
  /** What stood below the end mark. */
  readonly afterEnd?: string;
  /** What was read as what, in sentences: certain things and guesses. */
  readonly understood: readonly string[];
  readonly guessed: readonly string[];
}
