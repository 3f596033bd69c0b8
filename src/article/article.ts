import type { Instant } from '../text/instant.ts';
import type { Change } from './change.ts';
import type { HiddenMedia } from './media.ts';
import type { Submission } from './submission.ts';

/** IPTC's publication status (http://cv.iptc.org/newscodes/pubstatusg2/). */
export type Status = 'usable' | 'withheld' | 'canceled';

/** The content of a story: the fields that an editor writes. */
export type Content = Omit<Submission, 'id' | 'draft' | 'published' | 'changes'>;

/** A change that became a version. */
export interface RecordedChange extends Change {
  /** The version that the change created. */
  readonly version: number;
  /** True for a silent edit that the newsroom detected and that is in no list of changes. */
  readonly unlisted?: boolean;
}

/** One stored version of a story. Stored versions are immutable. */
export interface Article extends Readonly<Content> {
  readonly id: string;
  /** Starts at 1; each stored change adds exactly one. */
  readonly version: number;
  readonly status: Status;
  /** When the story becomes public. A time in the future is a schedule. */
  readonly publishAt: Instant;
  /**
   * When an editor lifted the embargo. It belongs to the story and not to one version: a release creates no version,
   * and the archive stores this field beside the versions.
   */
  readonly releasedAt?: Instant;
  /** When this version was created, silent edits included. */
  readonly versionCreatedAt: Instant;
  /** Pictures, videos and sounds of earlier versions; a recall has to recall them too. */
  readonly formerMedia?: readonly HiddenMedia[];
  /** Everything that happened since the first version, in order. */
  readonly changes: readonly RecordedChange[];
}
