import type { LoggedChange } from '../archive/change-log.ts';
import type { ReceiptOutcome } from '../archive/commits.ts';
import type { Article } from '../article/article.ts';
import { defined } from '../text/defined.ts';

/** The reason for a refusal, from which each channel builds its own response. */
export type RefusalReason =
  /** The transition is impossible in the story's state, or contradicts what is stored. */
  | 'impossible'
  /** The stored version is not the one that the author edited. */
  | 'version'
  /** The story was created by another channel. */
  | 'owner'
  /** The story does not exist. */
  | 'unknown'
  /** A time in the command is in the future. */
  | 'early'
  /** The command is invalid regardless of what is stored. */
  | 'invalid';

/** The decision of the newsroom. A refusal has changed nothing. */
export type Decision =
  | { readonly decision: 'stored'; readonly article: Article; readonly steps: readonly LoggedChange[] }
  | { readonly decision: 'unchanged'; readonly article: Article }
  | { readonly decision: 'draft' }
  /** The outcome of an earlier request with the same receipt. */
  | { readonly decision: 'repeated'; readonly repeated: ReceiptOutcome }
  | Refused;

/** A refused command; the reason is a clause that follows a subject. */
export interface Refused {
  readonly decision: 'refused';
  readonly because: RefusalReason;
  readonly reason: string;
  /** The field at fault. */
  readonly path?: string;
}

/** Creates a refusal. */
export function refused(because: RefusalReason, reason: string, path?: string): Refused {
  return defined({ decision: 'refused', because, reason, path });
}
