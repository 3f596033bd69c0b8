import type { Answered, LoggedChange } from '../archive/archive.ts';
import type { Article } from '../article/article.ts';

/** Why a command was refused: what a way in needs to know to answer in its own terms. */
export type Because =
  /** The step is impossible in this story's life, or contradicts what is stored. */
  | 'impossible'
  /** Another version was stored than the author had in front of him. */
  | 'version'
  /** The story belongs to the other way in. */
  | 'owner'
  /** There is no such story. */
  | 'unknown'
  /** It names a moment that is still to come. */
  | 'early'
  /** The command itself makes no sense, whatever is stored. */
  | 'invalid';

/** What the newsroom decided. A refusal has changed nothing. */
export type Decision =
  | { readonly decision: 'stored'; readonly article: Article; readonly steps: readonly LoggedChange[] }
  | { readonly decision: 'unchanged'; readonly article: Article }
  | { readonly decision: 'draft' }
  /** The same request was answered before. */
  | { readonly decision: 'answered'; readonly answered: Answered }
  | Refused;

/** A command that was refused, with the reason in words that begin in the middle of a sentence. */
export interface Refused {
  readonly decision: 'refused';
  readonly because: Because;
  readonly reason: string;
  /** The field that is at fault. */
  readonly path?: string;
}

/** A refusal. */
export function refused(because: Because, reason: string, path?: string): Refused {
  return { decision: 'refused', because, reason, ...(path === undefined ? {} : { path }) };
}
