import type { Instant } from '../text/instant.ts';
import type { Change } from './change.ts';
import type { HiddenMedia } from './media.ts';
import type { Submission } from './submission.ts';

/** IPTC's publication status (http://cv.iptc.org/newscodes/pubstatusg2/). */
export type Status = 'usable' | 'withheld' | 'canceled';

/** The content of a story: what an editor writes. */
export type Content = Omit<Submission, 'id' | 'draft' | 'published' | 'changes'>;

/** A change that became a version. */
export interface RecordedChange extends Change {
  /** The version that it made. */
  readonly version: number;
  /** True for a silent edit that the newsroom saw but that stands in no list of changes. */
  readonly unlisted?: boolean;
}

/** One stored version of a story. It is never changed once it is stored. */
export interface Article extends Readonly<Content> {
  readonly id: string;
  /** Starts at 1; each stored change adds exactly one. */
  readonly version: number;
  readonly status: Status;
  /** When the public may see it; a time to come is a schedule. */
  readonly publishAt: Instant;
  /**
   * When its embargo was lifted by an editor. Of the story and not of one version: a release makes none, and the archive
   * keeps it beside the versions.
   */
  readonly releasedAt?: Instant;
  /** When this version was made, silent edits included. */
  readonly versionCreatedAt: Instant;
  /** Pictures, videos and sounds that earlier versions had: a recall takes them back as well. */
  readonly formerMedia?: readonly HiddenMedia[];
  /** Everything that happened since the first version, in order. */
  readonly changes: readonly RecordedChange[];
}
