import type { Status } from '../article/article.ts';
import type { Submission } from '../article/submission.ts';
import type { Finding } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import type { Hints } from './reading.ts';

/** What the readers of wire formats are told besides. */
export interface DeliveryHints extends Hints {
  /** The moment of reading: a publication in the future is a schedule. */
  readonly now: Instant;
  /** The section of stories that name none of ours. */
  readonly section?: string | undefined;
  /** The language of stories that name none. */
  readonly defaultLanguage?: string | undefined;
}

/** What a provider says that he did to a story. */
export interface DeliveredSignal {
  readonly kind: 'update' | 'correction';
  readonly severity: 'minor' | 'major';
}

/** One version of one story as a provider sent it. */
export interface Delivered {
  /** The story's id here. */
  readonly id: string;
  /** The id that the provider gave it. */
  readonly guid: string;
  /** Who sent it: only he may change or kill it. */
  readonly provider: string;
  /** The provider's own number, which may start anywhere and have gaps; some have none. */
  readonly version?: number;
  readonly status: Status;
  /** When the provider made this version. */
  readonly at: Instant;
  readonly signal?: DeliveredSignal;
  /** What was wrong, or why it was taken back, for editors. */
  readonly note?: string;
  /** The sentence for readers that came with it. */
  readonly notice?: string;
  /** The story; absent of one that is taken back. */
  readonly submission?: Submission;
  readonly warnings: readonly Finding[];
}

/** What came of reading a document: stories, some of which may be refused, or nothing at all. */
export type Delivery =
  | {
      readonly items: readonly Delivered[];
      /** What was wrong with single items; the others stand. */
      readonly refused: readonly Finding[];
      readonly warnings: readonly Finding[];
    }
  | { readonly problems: readonly Finding[] };
