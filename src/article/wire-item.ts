import type { Finding } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import type { Status } from './article.ts';
import type { Submission } from './submission.ts';

/** The kind of change that a provider signals. */
export interface WireSignal {
  readonly kind: 'update' | 'correction';
  readonly severity: 'minor' | 'major';
  /** True if the provider names the previous version as the wrong one. */
  readonly namesPrevious?: true;
}

/** One version of one story as a provider sent it. */
export interface WireItem {
  /** The story's id in this publication. */
  readonly id: string;
  /** The provider's id. */
  readonly guid: string;
  /** The sender. Only the sender may change or kill the story. */
  readonly provider: string;
  /** The provider's version number, which may start anywhere and have gaps; absent in formats without versions. */
  readonly version?: number;
  readonly status: Status;
  /** When the provider created this version. */
  readonly at: Instant;
  readonly signal?: WireSignal;
  /** For editors: what was wrong, or why the story was recalled. */
  readonly note?: string;
  /** The public notice of this version. */
  readonly notice?: string;
  /** True for an item without a date, and for plain copy: a new story is held, and a known one keeps its state. */
  readonly keepsState?: true;
  /** The story; absent for a recall. */
  readonly submission?: Submission;
  readonly warnings: readonly Finding[];
}

/** A parsed wire document: items (some may be refused), or problems of the whole document. */
export type WireDocument =
  | {
      readonly items: readonly WireItem[];
      /** Problems of single items; the other items are valid. */
      readonly refused: readonly Finding[];
      readonly warnings: readonly Finding[];
    }
  | { readonly problems: readonly Finding[] };
