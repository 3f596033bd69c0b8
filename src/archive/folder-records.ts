/** The state of a file of the content folder, as last decided by the machine that reads the folder. */
export interface FileRecord {
  /** Relative to the content folder. */
  readonly path: string;
  /** The id of the story in it, if it could be read. */
  readonly id?: string;
  readonly state: string;
  /** Findings as JSON. */
  readonly findings: string;
}

/** The records of a content folder: its files and their states. */
export interface FolderRecords {
  all(): Promise<FileRecord[]>;
  /** Writes records, all or none. */
  put(records: readonly FileRecord[]): Promise<void>;
  remove(path: string): Promise<void>;
}
