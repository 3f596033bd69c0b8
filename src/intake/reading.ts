import type { IdAuthority } from '../article/identity.ts';
import type { Rendition } from '../article/media.ts';
import type { Party } from '../article/party.ts';
import type { Submission } from '../article/submission.ts';
import type { Finding } from '../text/finding.ts';

/** What an intake may know besides the bytes: the publication's settings as plain values, and what files there are. */
export interface Hints {
  /** The name of the file, for messages. */
  readonly file: string;
  /** The slug that the file's name suggests. */
  readonly slug?: string;
  readonly language: string;
  /** IANA name: local times are of this zone. */
  readonly timeZone: string;
  readonly authority: IdAuthority;
  readonly sections: ReadonlySet<string>;
  /** Members of staff by key, for bylines that name one. */
  readonly staff: ReadonlyMap<string, Party>;
  /** What is known of a file of the media folder; `undefined` if there is none of that name. */
  readonly media: (name: string) => Omit<Rendition, 'href'> | undefined;
}

/** What came of reading: a story that can be handed in, or everything that is wrong with it. */
export type Reading =
  | { readonly submission: Submission; readonly warnings: readonly Finding[] }
  | { readonly problems: readonly Finding[] };

/** The largest story that is read: two million bytes, some 300,000 words. */
export const LARGEST_STORY = 2_000_000;
