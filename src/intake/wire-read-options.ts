import type { Instant } from '../text/instant.ts';
import type { ReadOptions } from './read-result.ts';

/** Options of the wire readers. */
export interface WireReadOptions extends ReadOptions {
  /** The time of reading: a publication time in the future is a schedule. */
  readonly now: Instant;
  /** `filename`: an item without an id has the name of its file. */
  readonly idFrom?: 'filename' | undefined;
  /** Names in the archive of files that came beside the document, by their own names. */
  readonly storedMedia?: ReadonlyMap<string, string> | undefined;
  /** The provider of documents that name none. */
  readonly provider?: string | undefined;
  /** The section of stories that name no section of the publication. */
  readonly section?: string | undefined;
  /** Returns the bytes of a file beside the document, by its name; absent where there are none, as in the API. */
  readonly beside?: (name: string) => Uint8Array | undefined;
  /** True if stories without a date are published at once instead of being held. */
  readonly publishes?: boolean | undefined;
  /** The language of stories that state none. */
  readonly defaultLanguage?: string | undefined;
}
