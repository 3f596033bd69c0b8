/** What became of a file of the content folder, as the machine that reads the folder last decided. */
export interface FileRecord {
  /** Relative to the content folder. */
  readonly path: string;
  /** The id of the story in it, as far as it could be read. */
  readonly id?: string;
  readonly state: string;
  /** Findings as JSON. */
  readonly findings: string;
}

/** The memory of a content folder: which files there were, and what became of them. */
export interface FolderRecords {
  all(): Promise<FileRecord[]>;
  /** Writes records down, all or none. */
  put(records: readonly FileRecord[]): Promise<void>;
  remove(path: string): Promise<void>;
}
