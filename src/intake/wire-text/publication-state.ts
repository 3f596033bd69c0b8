import { type Finding, problem, warning } from '../../text/finding.ts';
import { fullMinute, type Instant } from '../../text/instant.ts';
import type { WireStory } from './wire-story.ts';

/** The state in which copy is stored. */
export interface PublicationState {
  /** Time of publication. */
  readonly published: Instant;
  /** An embargo; without a time the story is held until an editor releases it. */
  readonly embargo?: { readonly until?: Instant };
  /** True if only an editor can publish it. */
  readonly isDraft: boolean;
  readonly finding?: Finding;
}

/** Options for publishing copy. */
export interface PublishingOptions {
  /** True if the sender of the request asked for publication. */
  readonly publish: boolean;
  readonly now: Instant;
  readonly file: string;
}

/**
 * Decides whether copy is published. Without `publish` it is a draft. Words in it that hold it back are an embargo if
 * they state a time, and otherwise refuse publication.
 */
export function publicationState(
  { hold }: Pick<WireStory, 'hold'>,
  { publish, now, file }: PublishingOptions,
): PublicationState | { readonly problems: readonly [Finding] } {
  const until = hold?.until === undefined ? undefined : fullMinute(hold.until);
  const isOver = until !== undefined && until <= now;
  const embargo = until === undefined || isOver ? {} : { embargo: { until } };
  if (!publish) return { published: now, ...embargo, isDraft: true };
  if (hold === undefined || isOver) return { published: now, isDraft: false };
  if (until === undefined) {
    const message = `"${hold.line.slice(0, 200)}" holds the copy back, and has no time that can be read without doubt: leave \`publish\` out, and publish the draft when it is free.`;
    return { problems: [problem('wire/held', message, { file })] };
  }
  const message = `"${hold.line.slice(0, 200)}" is an embargo: the story becomes public at ${until}.`;
  return { published: now, ...embargo, isDraft: false, finding: warning('wire/embargo', message, { file }) };
}
