/** A message as an importer gets it, by push or from the queue. */
export interface KitMessage {
  readonly id: string;
  readonly change: string;
  readonly story: string;
  readonly version: number;
  readonly status: string;
  readonly mediaType: string;
  readonly body: string;
}

/** A story as an importer has stored it. */
export interface ImportedStory {
  /** Its id at the sender. */
  readonly id: string;
  readonly version: number;
  /** `usable`, `withheld` or `canceled`. */
  readonly status: string;
  /** The headline that the importer would show; absent for a story that was taken back. */
  readonly headline?: string;
  /** True if readers of the importer see it. */
  readonly isPublic: boolean;
}

/** A program that stores the stories of a partner. */
export interface Importer {
  /** Stores a message; a rejection means that it is to be sent again. */
  take(message: KitMessage): Promise<void>;
  /** Returns the stories that it has. */
  stories(): Promise<readonly ImportedStory[]>;
}
