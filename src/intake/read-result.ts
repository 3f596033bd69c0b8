import type { IdAuthority } from '../article/identity.ts';
import type { Rendition } from '../article/media.ts';
import type { Party } from '../article/party.ts';
import type { Submission } from '../article/submission.ts';
import type { Finding } from '../text/finding.ts';

/** Options for reading a story: settings of the publication as plain values, and a look-up of files. */
export interface ReadOptions {
  /** The file name for messages. */
  readonly file: string;
  /** The slug derived from the file name. */
  readonly slug?: string;
  readonly language: string;
  /** True where times may be without an offset, as in front matter. */
  readonly hasLocalTimes?: boolean;
  /** IANA time zone of local times. */
  readonly timeZone: string;
  readonly authority: IdAuthority;
  readonly sections: ReadonlySet<string>;
  /** Staff members by key, for bylines. */
  readonly staff: ReadonlyMap<string, Party>;
  /** Returns fields for a story that does not state them, such as an id. */
  readonly defaults?: (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Returns the properties of a media file; `undefined` if there is no such file. */
  readonly media: (name: string) => Omit<Rendition, 'href'> | undefined;
}

/** The result of reading: a story ready for submission, or all problems. */
export type ReadResult =
  | { readonly submission: Submission; readonly warnings: readonly Finding[] }
  | { readonly problems: readonly Finding[] };

/** The size limit of a story in bytes: some 300,000 words. */
export const MAX_STORY_BYTES = 2_000_000;
